package io.tapedeck.standalone.cli;

import io.tapedeck.standalone.platform.DataDirectory;
import io.tapedeck.standalone.platform.PlatformPorts;
import io.tapedeck.standalone.platform.PlatformSettings;
import io.tapedeck.standalone.platform.StartFailure;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that starts a platform. */
final class PlatformOptions {

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            defaultValue = "0",
            description = "Add N to every port (default: ${DEFAULT-VALUE}).")
    private int portOffset;

    @Option(
            names = "--media-address",
            paramLabel = "ADDRESS",
            description =
                    "The address that phones send their media to (default: this machine's first address on a network).")
    private @Nullable String mediaAddress;

    PlatformSettings settings(Path data, String fallbackMediaAddress) {
        return new PlatformSettings(
                data,
                new PlatformPorts(portOffset),
                Optional.ofNullable(mediaAddress).orElse(fallbackMediaAddress));
    }

    /** The address by which other machines reach this one; loopback when there is no network. */
    static String networkAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(PlatformOptions::isUsable)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLinkLocalAddress())
                    .map(address -> address.getHostAddress())
                    .findFirst()
                    .orElse("127.0.0.1");
        } catch (SocketException _) {
            return "127.0.0.1"; // no interface can be listed: nobody else will reach us anyway
        }
    }

    private static boolean isUsable(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback();
        } catch (SocketException _) {
            return false; // it went away while we looked
        }
    }

    /** Sends the log to a file, so that the terminal stays for people. To be called before anything logs. */
    static void logToFile(PlatformSettings settings) {
        try {
            DataDirectory.createPrivate(settings.data());
            Files.createDirectories(settings.logFile().getParent());
        } catch (IOException e) {
            throw new StartFailure(
                    "no permission to write to " + settings.data() + " (" + e.getMessage() + ")",
                    "Choose a folder that you may write to: --data DIR",
                    e);
        }
        System.setProperty("tapedeck.log.to", "file");
        System.setProperty("tapedeck.log.file", settings.logFile().toString());
    }
}
