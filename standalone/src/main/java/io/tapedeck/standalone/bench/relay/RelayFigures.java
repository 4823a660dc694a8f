package io.tapedeck.standalone.bench.relay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Collects one result under the names it is printed with. */
final class RelayFigures {

    private static final double MILLION = 1e6;
    private static final double PLACES = 1000;
    private static final double KIBIBYTES_PER_MEBIBYTE = 1024;
    private static final List<String> PERCENTILES = List.of("p50", "p90", "p99", "p999", "max");

    private final RelayLoad load;
    private final Map<String, Object> line = new LinkedHashMap<>();
    private double cpuSeconds = Double.NaN;

    RelayFigures(RelayLoad load) {
        this.load = load;
        line.put("benchmark", "relay");
        line.put("calls", load.calls());
        line.put("recorded", load.recorded());
        line.put("seconds", load.duration().toSeconds());
        line.put("settleSeconds", load.settle().toSeconds());
    }

    RelayLoad load() {
        return load;
    }

    void put(String name, double value) {
        line.put(name, Math.round(value * PLACES) / PLACES);
    }

    /** Of the relay, between two moments of the measured time. */
    void add(ProcessFigures before, ProcessFigures after) {
        double seconds = load.duration().toMillis() / 1000.0;
        cpuSeconds = after.cpuSecondsSince(before);
        put("cores", cpuSeconds / seconds);
        put("residentMebibytes", after.residentKibibytes() / KIBIBYTES_PER_MEBIBYTE);
        put("diskWritesPerCallSecond", (after.diskWrites() - before.diskWrites()) / seconds / load.calls());
        put("writtenBytesPerCallSecond", (after.writtenBytes() - before.writtenBytes()) / seconds / load.calls());
    }

    void add(GcLog log) {
        line.put("collections", log.collections());
        put("longestGcPauseMillis", log.longestPauseMillis());
        put("longestSafepointMillis", log.longestSafepointMillis());
        log.firstHeapMegabytes().ifPresent(heap -> line.put("firstHeapMegabytes", heap));
        log.lastHeapMegabytes().ifPresent(heap -> line.put("lastHeapMegabytes", heap));
    }

    /** What the generator says of the packets sent after it had settled. */
    void add(JsonNode result) {
        long received = result.path("measured_received").asLong();
        line.put("sent", result.path("measured_sent").asLong());
        line.put("lost", result.path("lost").asLong());
        line.put("foreign", result.path("foreign").asLong());
        PERCENTILES.forEach(
                name -> line.put(name + "Micros", result.path("lat_us_" + name).asLong()));
        if (!Double.isNaN(cpuSeconds) && received > 0) {
            put("cpuSecondsPerMillionPackets", cpuSeconds / received * MILLION);
        }
        put("generatorCpuSeconds", result.path("gen_cpu_s").asDouble());
    }

    Map<String, Object> line() {
        return line;
    }
}
