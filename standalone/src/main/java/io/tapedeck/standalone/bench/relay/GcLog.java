package io.tapedeck.standalone.bench.relay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM writes with {@code -Xlog:gc,gc+phases,safepoint:file=…}, from some byte on. */
record GcLog(List<String> lines) {

    /** What to give the JVM; level and tags follow each line's time. */
    public static final String OPTION = "-Xlog:gc,gc+phases,safepoint:file=";

    private static final Pattern PAUSE = Pattern.compile("\\bPause .* ([0-9.]+)ms$");
    private static final Pattern SAFEPOINT = Pattern.compile("\\bTotal: +(\\d+) ns");
    private static final Pattern HEAP = Pattern.compile("\\b\\d+M(?:\\(\\d+%\\))?->(\\d+)M");

    static GcLog since(Path file, long offset) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int from = Math.toIntExact(Math.min(offset, bytes.length));
        return new GcLog(new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8)
                .lines()
                .toList());
    }

    /** The longest time the collector stopped all threads. */
    double longestPauseMillis() {
        return lines.stream()
                .map(PAUSE::matcher)
                .filter(Matcher::find)
                .mapToDouble(pause -> Double.parseDouble(pause.group(1)))
                .max()
                .orElse(0);
    }

    /** The longest time anything stopped all threads, the wait for them to stop included. */
    double longestSafepointMillis() {
        return lines.stream()
                        .map(SAFEPOINT::matcher)
                        .filter(Matcher::find)
                        .mapToLong(safepoint -> Long.parseLong(safepoint.group(1)))
                        .max()
                        .orElse(0)
                / 1e6;
    }

    long collections() {
        return heapsAfter().length;
    }

    OptionalLong firstHeapMegabytes() {
        long[] heaps = heapsAfter();
        return heaps.length == 0 ? OptionalLong.empty() : OptionalLong.of(heaps[0]);
    }

    OptionalLong lastHeapMegabytes() {
        long[] heaps = heapsAfter();
        return heaps.length == 0 ? OptionalLong.empty() : OptionalLong.of(heaps[heaps.length - 1]);
    }

    private long[] heapsAfter() {
        return lines.stream()
                .map(HEAP::matcher)
                .filter(Matcher::find)
                .mapToLong(heap -> Long.parseLong(heap.group(1)))
                .toArray();
    }
}
