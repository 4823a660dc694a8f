package io.tapedeck.standalone.cli;

import io.tapedeck.standalone.platform.Platform;
import io.tapedeck.standalone.platform.PlatformSettings;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts the platform empty and persistent, and stays up. */
@Command(
        name = "up",
        description = "Start the platform with its data in a folder, and stay up.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Runnable {

    @Mixin
    private final LastingPlatformOptions options = new LastingPlatformOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        PlatformSettings settings = options.settings(PlatformOptions.networkAddress());
        PrintWriter out = spec.commandLine().getOut();
        Platform platform = LastingPlatformOptions.start(settings, out);
        announce(out, platform, settings);
        stayUntilStopped(out, platform);
    }

    private static void announce(PrintWriter out, Platform platform, PlatformSettings settings) {
        out.println();
        out.println("Tapedeck is up.");
        out.println("  pages and API   " + platform.http() + "/");
        out.println("  SIP             UDP and TCP port " + settings.ports().sip());
        out.println("  media           " + settings.mediaAddress() + ", UDP ports "
                + settings.ports().rtpRange());
        out.println("  login           admin, password in " + settings.data().resolve("admin-password")
                + " (or as you set TAPEDECK_ADMIN_PASSWORD)");
        out.println("Ctrl-C stops it; calls in progress are sealed.");
        out.flush();
    }

    /** Blocks until the process is told to end; then stops everything in order. */
    static void stayUntilStopped(PrintWriter out, Platform platform) {
        var told = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            told.countDown();
            awaitQuietly(stopped);
        }));
        awaitQuietly(told);
        out.println();
        out.println("Stopping: sealing calls, finishing jobs …");
        out.flush();
        platform.close();
        out.println("Stopped.");
        out.flush();
        stopped.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
