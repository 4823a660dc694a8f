package io.tapedeck.standalone.cli;

import io.tapedeck.standalone.demo.DemoTenant;
import io.tapedeck.standalone.demo.ManyCalls;
import io.tapedeck.standalone.demo.SampleCall;
import io.tapedeck.standalone.platform.Platform;
import io.tapedeck.standalone.platform.PlatformSettings;
import io.tapedeck.standalone.platform.RunFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Takes calls through all services in this one process. The launcher runs it with a JVM that keeps what it has learnt: which
 * classes are needed and which code is hot (JEP 514, 515). See decision 0051.
 */
@Command(
        name = "train",
        description = {
            "Learn from sample calls, so that later starts are faster and bear load sooner.",
            "What was learnt lies beside the program and is forgotten with the next build."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:it has learnt", "1:not all sample calls went through"})
public final class TrainCommand implements Callable<Integer> {

    @Option(
            names = "--calls",
            defaultValue = "1000",
            description = "Number of sample calls (default: ${DEFAULT-VALUE}).")
    private int calls;

    @Mixin
    private final PlatformOptions options = new PlatformOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var folder = RunFolder.temporary()) {
            PlatformSettings settings =
                    options.settings(folder.path(), "127.0.0.1").withWorkerInside();
            PlatformOptions.logToFile(settings);
            return train(settings);
        }
    }

    private int train(PlatformSettings settings) throws InterruptedException {
        try (var platform = Platform.start(
                        settings, new TerminalProgress(spec.commandLine().getErr()));
                var api = AdminLogin.to(platform.http(), settings.data())) {
            var proxy = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), settings.ports().sip());
            var tenant = DemoTenant.provision(api);
            var sample = new SampleCall(api, proxy);
            sample.verify(sample.place(tenant));
            int answered = new ManyCalls(proxy).place(tenant, calls);
            spec.commandLine().getErr().println("tapedeck: " + answered + " of " + calls + " sample calls answered");
            return answered == calls ? 0 : 1;
        }
    }
}
