package io.tapedeck.standalone.cli;

import io.tapedeck.standalone.bench.ResultLine;
import io.tapedeck.standalone.bench.sip.CallServer;
import io.tapedeck.standalone.bench.sip.KamailioServer;
import io.tapedeck.standalone.bench.sip.SipBenchmark;
import io.tapedeck.standalone.bench.sip.SipLoad;
import io.tapedeck.standalone.bench.sip.Sipp;
import io.tapedeck.standalone.bench.sip.TapedeckServer;
import io.tapedeck.standalone.platform.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code bench sip}, and what they ask for. */
final class SipBenchOptions {

    /** What a JVM that has just started needs for its first calls is told apart. */
    private static final int COLD_CALLS = 1_000;

    private static final int COLD_RATE = 25;
    private static final int WARM_UP_RATE = 100;

    @Option(
            names = "--rates",
            split = ",",
            defaultValue = "100",
            description = "Calls a second; each rate is a result (default: ${DEFAULT-VALUE}).")
    private List<Integer> rates = List.of();

    @Option(names = "--seconds", defaultValue = "20", description = "Per result (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--hold",
            defaultValue = "500",
            description = "Milliseconds a call is up (default: ${DEFAULT-VALUE}).")
    private int holdMillis;

    @Option(names = "--rounds", defaultValue = "1", description = "Times each rate is run (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--warm-up",
            defaultValue = "5000",
            description = "Calls before measuring, at 100 a second; the first thousand, at 25 a second, is a result of"
                    + " its own, marked cold (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--kamailio",
            paramLabel = "CFG",
            description = "Measures Kamailio with this configuration and rtpengine too, in turn with ours.")
    private @Nullable Path kamailio;

    int run(PrintWriter out, PrintWriter progress) throws IOException, InterruptedException {
        try (var folder = RunFolder.temporary()) {
            return run(folder.path(), out, progress);
        }
    }

    private int run(Path folder, PrintWriter out, PrintWriter progress) throws IOException, InterruptedException {
        var sipp = new Sipp(folder.resolve("sipp"));
        boolean passed = true;
        var servers = new ArrayList<CallServer>();
        try {
            servers.add(TapedeckServer.start(home().resolve("tapedeck"), folder.resolve("tapedeck")));
            if (kamailio != null) {
                servers.add(KamailioServer.start(kamailio.toAbsolutePath(), folder.resolve("kamailio")));
            }
            warmUp(sipp, servers.getFirst(), out);
            progress.println("measuring");
            progress.flush();
            for (int rate : rates) {
                passed &= measure(sipp, servers, rate, out);
            }
        } finally {
            servers.forEach(CallServer::close);
        }
        return passed ? 0 : 1;
    }

    private void warmUp(Sipp sipp, CallServer server, PrintWriter out) throws IOException, InterruptedException {
        server.register(sipp);
        int first = Math.min(COLD_CALLS, warmUp);
        if (first > 0) {
            Map<String, Object> line = new SipBenchmark(sipp, server).run(warmUp(COLD_RATE, first));
            line.put("cold", true);
            out.println(ResultLine.of(line));
            out.flush();
        }
        if (warmUp > first) {
            new SipBenchmark(sipp, server).run(warmUp(WARM_UP_RATE, warmUp - first));
        }
    }

    private SipLoad warmUp(int rate, int calls) {
        return new SipLoad(rate, calls, Duration.ofMillis(holdMillis));
    }

    private boolean measure(Sipp sipp, List<CallServer> servers, int rate, PrintWriter out)
            throws IOException, InterruptedException {
        var load = SipLoad.during(Duration.ofSeconds(seconds), rate, Duration.ofMillis(holdMillis));
        boolean passed = true;
        for (int round = 0; round < rounds; round++) {
            for (CallServer server : round % 2 == 0 ? servers : servers.reversed()) {
                Map<String, Object> line = new SipBenchmark(sipp, server).run(load);
                out.println(ResultLine.of(line));
                out.flush();
                passed &= SipBenchmark.passed(line);
            }
        }
        return passed;
    }

    /** The launcher says where it lies. */
    static Path home() {
        return Path.of(System.getProperty("tapedeck.home", ""));
    }
}
