package io.tapedeck.standalone.cli;

import io.tapedeck.standalone.bench.PlayableBenchmark;
import io.tapedeck.standalone.bench.PlayableBenchmark.Load;
import io.tapedeck.standalone.bench.PlayableBenchmark.Outcome;
import io.tapedeck.standalone.bench.ResultLine;
import io.tapedeck.standalone.bench.policy.PolicyBenchmark;
import io.tapedeck.standalone.demo.DemoTenant;
import io.tapedeck.standalone.platform.Platform;
import io.tapedeck.standalone.platform.PlatformSettings;
import io.tapedeck.standalone.platform.RunFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Benchmarks; each starts a platform of its own, loads it and prints one line of JSON. */
@Command(
        name = "bench",
        description = "Run a benchmark and print one line of JSON per result.",
        mixinStandardHelpOptions = true)
public final class BenchCommand {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Command(
            name = "playable",
            description = "Time from hanging up to a recording that plays.",
            mixinStandardHelpOptions = true)
    int playable(
            @Option(names = "--calls", defaultValue = "100", description = "Calls in all (default: ${DEFAULT-VALUE}).")
                    int calls,
            @Option(
                            names = "--concurrency",
                            defaultValue = "10",
                            description = "Calls at a time (default: ${DEFAULT-VALUE}).")
                    int concurrency,
            @Option(names = "--talk", defaultValue = "5", description = "Seconds per call (default: ${DEFAULT-VALUE}).")
                    int talkSeconds,
            @Option(
                            names = "--warm-up",
                            defaultValue = "20",
                            description = "Calls before measuring (default: ${DEFAULT-VALUE}).")
                    int warmUp,
            @Option(names = "--data", description = "Folder for the data (default: a temporary one).") @Nullable
                    Path data,
            @Mixin PlatformOptions options)
            throws IOException, InterruptedException {
        var talk = Duration.ofSeconds(talkSeconds);
        try (var folder = RunFolder.at(data)) {
            return playable(options.settings(folder.path(), "127.0.0.1"), warmUp, new Load(calls, concurrency, talk));
        }
    }

    private int playable(PlatformSettings settings, int warmUp, Load load) throws InterruptedException {
        PlatformOptions.logToFile(settings);
        try (var platform = Platform.start(
                        settings, new TerminalProgress(spec.commandLine().getErr()));
                var api = AdminLogin.to(platform.http(), settings.data())) {
            var proxy = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), settings.ports().sip());
            var tenant = DemoTenant.provision(api);
            new PlayableBenchmark(api, proxy, new Load(warmUp, load.concurrency(), Duration.ofSeconds(1))).run(tenant);
            Outcome outcome = new PlayableBenchmark(api, proxy, load).run(tenant);
            spec.commandLine().getOut().println(ResultLine.playable(outcome, load.concurrency(), load.talk()));
            return outcome.failed() == 0 ? 0 : 1;
        }
    }

    @Command(
            name = "relay",
            description = {
                "What relaying and recording calls costs: CPU, latency, loss, disk, pauses.",
                "Measures a capture service of its own, or with --ng and --pid any relay that speaks ng."
            },
            mixinStandardHelpOptions = true)
    int relay(@Mixin RelayOptions options) throws IOException, InterruptedException {
        return options.run(spec.commandLine().getOut(), spec.commandLine().getErr());
    }

    @Command(
            name = "convert",
            description = "What converting costs: the engine alone, from a raw capture to a finished file.",
            mixinStandardHelpOptions = true)
    int convert(@Mixin ConvertBenchOptions options) throws IOException, InterruptedException, ExecutionException {
        return options.run(spec.commandLine().getOut(), spec.commandLine().getErr());
    }

    @Command(
            name = "queue",
            description = "What converting costs with Kafka, workers as processes and the store around it.",
            mixinStandardHelpOptions = true)
    int queue(@Mixin QueueBenchOptions options) throws IOException, InterruptedException {
        return options.run(spec.commandLine().getOut(), spec.commandLine().getErr());
    }

    @Command(
            name = "sip",
            description = {
                "What signalling costs: sipp calls through a proxy and a capture node of the benchmark's own.",
                "Callers prove themselves by digest, every call is recorded (without media)."
            },
            mixinStandardHelpOptions = true)
    int sip(@Mixin SipBenchOptions options) throws IOException, InterruptedException {
        return options.run(spec.commandLine().getOut(), spec.commandLine().getErr());
    }

    @Command(
            name = "settings",
            description = {
                "Whether calls notice that settings change: calls without and with changes over HTTP beside them.",
                "Starts a platform of its own; needs sipp."
            },
            mixinStandardHelpOptions = true)
    int settings(@Mixin SettingsBenchOptions options) throws IOException, InterruptedException {
        return options.run(spec.commandLine().getOut(), spec.commandLine().getErr());
    }

    @Command(
            name = "policy",
            description = "What deciding costs: who is recorded, with many users in memory, and what these take.",
            mixinStandardHelpOptions = true)
    int policy(
            @Option(names = "--users", defaultValue = "100000", description = "(default: ${DEFAULT-VALUE})") int users,
            @Option(names = "--decisions", defaultValue = "500000", description = "(default: ${DEFAULT-VALUE})")
                    int decisions) {
        spec.commandLine().getOut().println(ResultLine.of(new PolicyBenchmark(users, decisions).run()));
        return 0;
    }
}
