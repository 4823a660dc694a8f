package io.tapedeck.standalone.bench.sip;

import io.tapedeck.standalone.bench.Percentiles;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Places calls through a server that runs, and says what that cost and how long it took. */
public final class SipBenchmark {

    /** How the names of CPU figures end. */
    public static final String CPU = "CpuSecondsPerThousandCalls";

    private static final double THOUSAND = 1000.0;

    private final Sipp sipp;
    private final CallServer server;

    public SipBenchmark(Sipp sipp, CallServer server) {
        this.sipp = sipp;
        this.server = server;
    }

    /** Figures of one load, ready to be printed. */
    public Map<String, Object> run(SipLoad load) throws IOException, InterruptedException {
        Map<String, Duration> before = server.cpuTime();
        long began = System.nanoTime();
        SippFigures figures = sipp.call(server, server.caller(), server.callee(), load);
        double seconds = (System.nanoTime() - began) / 1e9;
        Map<String, Duration> after = server.cpuTime();
        var line = line(load, figures, seconds);
        double all = 0;
        for (var part : after.entrySet()) {
            double cpu = part.getValue()
                            .minus(before.getOrDefault(part.getKey(), Duration.ZERO))
                            .toNanos()
                    / 1e9;
            line.put(part.getKey() + CPU, perThousand(cpu, figures));
            all += part.getKey().equals("kafka") ? 0 : cpu; // the broker is another machine's in any real installation
        }
        line.put("cpuSecondsPerThousandCalls", perThousand(all, figures));
        return line;
    }

    private Map<String, Object> line(SipLoad load, SippFigures figures, double seconds) {
        var line = new LinkedHashMap<String, Object>();
        line.put("benchmark", "sip");
        line.put("server", server.name());
        line.put("rate", load.rate());
        line.put("calls", figures.succeeded());
        line.put("failed", figures.failed());
        line.put("retransmissions", figures.retransmissions());
        line.put("seconds", rounded(seconds));
        Percentiles ringing = figures.ringing();
        line.put("ringingP50Millis", rounded(ringing.millis(50)));
        line.put("ringingP99Millis", rounded(ringing.millis(99)));
        line.put("ringingMaxMillis", rounded(ringing.millis(100)));
        return line;
    }

    private static double perThousand(double cpuSeconds, SippFigures figures) {
        return rounded(cpuSeconds / Math.max(1, figures.succeeded()) * THOUSAND);
    }

    private static double rounded(double value) {
        return Math.round(value * THOUSAND) / THOUSAND;
    }

    /** True when no call failed. */
    public static boolean passed(Map<String, Object> line) {
        return Long.valueOf(0).equals(line.get("failed"));
    }
}
