package io.tapedeck.standalone.bench.policy;

import io.tapedeck.standalone.bench.Percentiles;
import io.tapedeck.standalone.bench.policy.ChangeLoad.Outcome;
import io.tapedeck.standalone.bench.sip.SipBenchmark;
import io.tapedeck.standalone.bench.sip.SipLoad;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * Whether calls notice that settings change: the same calls first without changes, then with them, through one platform. Of
 * single changes it is measured how long it takes until the policy says so.
 */
public final class SettingsBenchmark {

    private final SipBenchmark calls;
    private final SipLoad load;
    private final ChangeLoad changes;
    private final InForce inForce;

    public SettingsBenchmark(SipBenchmark calls, SipLoad load, ChangeLoad changes, InForce inForce) {
        this.calls = calls;
        this.load = load;
        this.changes = changes;
        this.inForce = inForce;
    }

    /** Figures, ready to be printed. */
    public Map<String, Object> run() throws IOException, InterruptedException {
        Map<String, Object> quiet = calls.run(load);
        try (var beside = Executors.newVirtualThreadPerTaskExecutor()) {
            var changing = beside.submit(changes::run);
            var watching = beside.submit(inForce::watch);
            Map<String, Object> busy = calls.run(load);
            inForce.stop();
            return line(quiet, busy, changing.get(), watching.get());
        } catch (ExecutionException e) {
            throw new IOException("the changes failed", e.getCause());
        }
    }

    private Map<String, Object> line(
            Map<String, Object> quiet, Map<String, Object> busy, Outcome changed, Outcome watched) {
        var line = new LinkedHashMap<String, Object>();
        line.put("benchmark", "settings");
        line.put("callRate", load.rate());
        line.put("callsWithout", quiet.get("calls"));
        line.put("failedWithout", quiet.get("failed"));
        line.put("inviteP99MillisWithout", quiet.get("ringingP99Millis"));
        cpu(quiet, "Without", line);
        line.put("callsWith", busy.get("calls"));
        line.put("failedWith", busy.get("failed"));
        line.put("inviteP99MillisWith", busy.get("ringingP99Millis"));
        cpu(busy, "With", line);
        line.put("changeRate", changes.rate());
        line.put("changes", changed.times().count());
        line.put("changesFailed", changed.failed());
        line.put("changeP50Millis", rounded(changed.times().millis(50)));
        line.put("changeP99Millis", rounded(changed.times().millis(99)));
        line.put("inForceFailed", watched.failed());
        Percentiles delays = watched.times();
        line.put("inForceSamples", delays.count());
        line.put("inForceP50Millis", rounded(delays.millis(50)));
        line.put("inForceMaxMillis", rounded(delays.millis(100)));
        return line;
    }

    private static void cpu(Map<String, Object> calls, String suffix, Map<String, Object> line) {
        calls.forEach((name, value) -> {
            if (name.endsWith(SipBenchmark.CPU)) {
                line.put(name + suffix, value);
            }
        });
    }

    private static double rounded(double millis) {
        return Math.round(millis * 100) / 100.0;
    }

    /** True when no call and no change failed. */
    public static boolean passed(Map<String, Object> line) {
        return Long.valueOf(0).equals(line.get("failedWithout"))
                && Long.valueOf(0).equals(line.get("failedWith"))
                && Integer.valueOf(0).equals(line.get("changesFailed"))
                && Integer.valueOf(0).equals(line.get("inForceFailed"));
    }
}
