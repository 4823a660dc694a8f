package io.tapedeck.standalone.bench.relay;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a running relay costs and how well it relays, seen from outside. It measures every relay that speaks ng, so that two can be
 * compared with the same driver.
 */
public final class RelayBenchmark {

    private static final double MILLION = 1e6;

    private final Relay relay;
    private final RtpGenerator generator;
    private final PrintWriter progress;

    /**
     * A relay that is up.
     *
     * @param pid whose CPU time, memory and writes are the relay's
     * @param gcLog of a relay that is a JVM
     */
    public record Relay(
            InetSocketAddress ng, long pid, @Nullable Path gcLog) {}

    /**
     * @param progress is told in a word what begins, for scripts that do something to the relay at that moment
     */
    public RelayBenchmark(Relay relay, RtpGenerator generator, PrintWriter progress) {
        this.relay = relay;
        this.generator = generator;
        this.progress = progress;
    }

    /**
     * @param run distinguishes its calls from those of other runs
     * @param leaveCalls ends without deleting the calls, also when the relay is gone by then
     */
    public Map<String, Object> run(String run, RelayLoad load, boolean leaveCalls)
            throws IOException, InterruptedException {
        var figures = new RelayFigures(load);
        try (var controller = new NgController(relay.ng())) {
            List<LoadCall> calls = setUp(controller, run, load, figures);
            if (load.hasMedia()) {
                sendMedia(calls, load, figures, leaveCalls);
            }
            if (!leaveCalls) {
                delete(controller, calls, figures);
            }
        }
        return figures.line();
    }

    private List<LoadCall> setUp(NgController controller, String run, RelayLoad load, RelayFigures figures)
            throws IOException {
        ProcessFigures before = ProcessFigures.of(relay.pid());
        long began = System.nanoTime();
        var calls = new ArrayList<LoadCall>(load.calls());
        for (int i = 0; i < load.calls(); i++) {
            calls.add(LoadCall.setUp(controller, run, i, load.recorded()));
        }
        figures.put("setUpMillisPerCall", (System.nanoTime() - began) / MILLION / load.calls());
        figures.put("setUpCpuMillisPerCall", cpuMillisPerCall(before, load));
        return calls;
    }

    private void delete(NgController controller, List<LoadCall> calls, RelayFigures figures) throws IOException {
        ProcessFigures before = ProcessFigures.of(relay.pid());
        for (LoadCall call : calls) {
            call.delete(controller);
        }
        figures.put("deleteCpuMillisPerCall", cpuMillisPerCall(before, figures.load()));
    }

    private double cpuMillisPerCall(ProcessFigures before, RelayLoad load) throws IOException {
        return ProcessFigures.of(relay.pid()).cpuSecondsSince(before) * 1000 / load.calls();
    }

    private void sendMedia(List<LoadCall> calls, RelayLoad load, RelayFigures figures, boolean mayBeGone)
            throws IOException, InterruptedException {
        Path pairs = Files.createTempFile("tapedeck-bench", ".pairs");
        try {
            Files.write(
                    pairs,
                    calls.stream().flatMap(c -> c.generatorLines().stream()).toList());
            try (var generating = generator.start(pairs, load)) {
                pause(load.settle());
                progress.println("measuring");
                progress.flush();
                measure(load, figures, mayBeGone);
                figures.add(generating.result());
            }
        } finally {
            Files.delete(pairs);
        }
    }

    private void measure(RelayLoad load, RelayFigures figures, boolean mayBeGone)
            throws IOException, InterruptedException {
        long logged = relay.gcLog() == null ? 0 : Files.size(relay.gcLog());
        ProcessFigures before = ProcessFigures.of(relay.pid());
        pause(load.duration());
        if (mayBeGone && ProcessHandle.of(relay.pid()).isEmpty()) {
            return;
        }
        figures.add(before, ProcessFigures.of(relay.pid()));
        if (relay.gcLog() != null) {
            figures.add(GcLog.since(relay.gcLog(), logged));
        }
    }

    private static void pause(Duration duration) throws InterruptedException {
        long deadline = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException("the benchmark was interrupted");
            }
        }
    }

    /** True when the load went through without a loss. */
    public static boolean passed(Map<String, Object> line) {
        return !line.containsKey("lost") || line.get("lost").equals(0L);
    }
}
