package io.tapedeck.standalone.cli;

import io.tapedeck.standalone.demo.DemoTenant;
import io.tapedeck.standalone.demo.SampleCall;
import io.tapedeck.standalone.demo.SampleCall.DemoFailure;
import io.tapedeck.standalone.demo.SampleCall.Recorded;
import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.standalone.platform.Platform;
import io.tapedeck.standalone.platform.PlatformSettings;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the platform, places a call through it, and shows the recording. */
@Command(
        name = "demo",
        description = "Start the platform, place a sample call, print the Play link, stay up.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the recording was made and verified", "1:it was not"})
public final class DemoCommand implements Callable<Integer> {

    @Option(names = "--once", description = "Stop after the recording was verified.")
    private boolean once;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Folder for all data (default: ./${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path data;

    @Mixin
    private final PlatformOptions options = new PlatformOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        PlatformSettings settings = options.settings(data, "127.0.0.1");
        PlatformOptions.logToFile(settings);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Starting Tapedeck (log: " + settings.logFile() + ")");
        Platform platform = Platform.start(settings, new TerminalProgress(out));
        if (!sampleCallSucceeds(out, platform, settings)) {
            platform.close();
            return 1;
        }
        if (once) {
            platform.close();
            return 0;
        }
        out.println("All calls: " + platform.http() + "/ (login admin, password in "
                + settings.data().resolve("admin-password") + "). Ctrl-C stops.");
        UpCommand.stayUntilStopped(out, platform);
        return 0;
    }

    private boolean sampleCallSucceeds(PrintWriter out, Platform platform, PlatformSettings settings) {
        try (var api = AdminLogin.to(platform.http(), settings.data())) {
            var tenant = DemoTenant.provision(api);
            out.println("Alice (" + tenant.caller().extension() + ") calls Bob ("
                    + tenant.callee().extension() + ") …");
            out.flush();
            var call = new SampleCall(
                    api,
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), settings.ports().sip()));
            Recorded recorded = call.place(tenant);
            call.verify(recorded);
            out.println("Recorded and verified: Alice left, Bob right; playable "
                    + recorded.delay().toMillis() + " ms after hanging up.");
            out.println();
            out.println("  Play: " + recorded.link());
            out.println();
            out.flush();
            return true;
        } catch (DemoFailure | TapedeckApi.ApiRefusal e) {
            out.println("The sample call failed: " + e.getMessage());
            out.println("The log may say why: " + settings.logFile());
            out.flush();
            return false;
        }
    }
}
