package io.tapedeck.standalone.cli;

import io.tapedeck.standalone.bench.ResultLine;
import io.tapedeck.standalone.bench.relay.CaptureProcess;
import io.tapedeck.standalone.bench.relay.RelayBenchmark;
import io.tapedeck.standalone.bench.relay.RelayBenchmark.Relay;
import io.tapedeck.standalone.bench.relay.RelayLoad;
import io.tapedeck.standalone.bench.relay.RtpGenerator;
import io.tapedeck.standalone.platform.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code bench relay}, and what they ask for. */
final class RelayOptions {

    @Option(names = "--calls", defaultValue = "500", description = "Calls at once (default: ${DEFAULT-VALUE}).")
    private int calls;

    @Option(
            names = "--seconds",
            defaultValue = "12",
            description = "Measured time; 0 sets calls up and deletes them without media (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--settle",
            defaultValue = "6",
            description = "Seconds under load before measuring (default: ${DEFAULT-VALUE}).")
    private int settle;

    @Option(names = "--rounds", defaultValue = "1", description = "Results to make (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--record", description = "Record every call.")
    private boolean record;

    @Option(names = "--ng", paramLabel = "HOST:PORT", description = "Control port of a relay that runs; needs --pid.")
    private @Nullable String ng;

    @Option(names = "--pid", description = "Process whose CPU time, memory and writes are the relay's.")
    private @Nullable Long pid;

    @Option(names = "--gc-log", description = "Log of the relay's JVM (-Xlog:gc,gc+phases,safepoint:file=FILE).")
    private @Nullable Path gcLog;

    @Option(names = "--generator", description = "Compiled bench/rtpgen.c (default: compiled with gcc when needed).")
    private @Nullable Path generator;

    @Option(names = "--pin", paramLabel = "CPU", description = "Pins the generator to a CPU, as taskset -c does.")
    private @Nullable String pin;

    @Option(names = "--leave-calls", description = "Ends without deleting the calls; the relay may be gone by then.")
    private boolean leaveCalls;

    int run(PrintWriter out, PrintWriter progress) throws IOException, InterruptedException {
        if (ng != null && pid != null) {
            return measure(new Relay(address(ng), pid, gcLog), out, progress);
        }
        if (ng != null || pid != null) {
            throw new IllegalArgumentException(
                    "--ng and --pid go together: where to steer the relay, and what to measure");
        }
        try (var folder = RunFolder.temporary();
                var own = CaptureProcess.start(home().resolve("tapedeck"), folder.path())) {
            return measure(new Relay(own.ng(), own.pid(), own.gcLog()), out, progress);
        }
    }

    private int measure(Relay relay, PrintWriter out, PrintWriter progress) throws IOException, InterruptedException {
        var load = new RelayLoad(calls, Duration.ofSeconds(settle), Duration.ofSeconds(seconds), record);
        var benchmark = new RelayBenchmark(relay, RtpGenerator.at(generatorCommand()), progress);
        boolean passed = true;
        for (int round = 0; round < rounds; round++) {
            String run = "bench-" + ProcessHandle.current().pid() + "-" + round;
            Map<String, Object> result = benchmark.run(run, load, leaveCalls);
            out.println(ResultLine.of(result));
            out.flush();
            passed &= RelayBenchmark.passed(result);
        }
        return passed ? 0 : 1;
    }

    private List<String> generatorCommand() throws IOException, InterruptedException {
        Path program = generator == null ? RtpGenerator.compiled(home()) : generator;
        var command = new ArrayList<String>();
        if (pin != null) {
            command.addAll(List.of("taskset", "-c", pin));
        }
        command.add(program.toString());
        return command;
    }

    private static InetSocketAddress address(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return new InetSocketAddress(
                hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
    }

    /** The launcher says where it lies. */
    private static Path home() {
        return Path.of(System.getProperty("tapedeck.home", ""));
    }
}
