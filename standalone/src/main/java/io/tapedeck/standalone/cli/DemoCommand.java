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

    @Mixin
    private final LastingPlatformOptions options = new LastingPlatformOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        PlatformSettings settings = options.settings("127.0.0.1");
        PrintWriter out = spec.commandLine().getOut();
        Platform platform = LastingPlatformOptions.start(settings, out);
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
