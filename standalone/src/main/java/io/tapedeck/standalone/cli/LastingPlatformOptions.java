package io.tapedeck.standalone.cli;

import io.tapedeck.standalone.platform.Platform;
import io.tapedeck.standalone.platform.PlatformSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the commands that start a platform whose data stay. */
final class LastingPlatformOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Folder for all data (default: ./${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path data;

    @Mixin
    private final PlatformOptions platform = new PlatformOptions();

    PlatformSettings settings(String fallbackMediaAddress) {
        return platform.settings(data, fallbackMediaAddress);
    }

    /** To be called before anything logs. */
    static Platform start(PlatformSettings settings, PrintWriter out) {
        PlatformOptions.logToFile(settings);
        out.println("Starting Tapedeck (log: " + settings.logFile() + ")");
        return Platform.start(settings, new TerminalProgress(out));
    }
}
