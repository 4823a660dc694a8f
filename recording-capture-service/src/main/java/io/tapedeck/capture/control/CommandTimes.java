package io.tapedeck.capture.control;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** How often each command ran, and how long it took since somebody last asked. Any thread. */
final class CommandTimes {

    private final Map<String, Cell> cells = new ConcurrentHashMap<>();

    /** @param command one that exists, so that nobody can fill the memory with names */
    void ran(String command, long nanos) {
        cells.computeIfAbsent(command, _ -> new Cell()).add(TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    /** By command; begins a new interval. */
    Map<String, Interval> take() {
        Map<String, Interval> intervals = new TreeMap<>();
        cells.forEach((command, cell) -> intervals.put(command, cell.take()));
        return intervals;
    }

    /**
     * One command's figures.
     *
     * @param total since the start
     * @param count in the interval
     */
    record Interval(long total, long count, long minMicros, long maxMicros, long sumMicros) {

        long averageMicros() {
            return count == 0 ? 0 : sumMicros / count;
        }
    }

    // Each cell's monitor guards its figures.
    private static final class Cell {

        private long total;
        private long count;
        private long min;
        private long max;
        private long sum;

        private synchronized void add(long micros) {
            total++;
            min = count == 0 ? micros : Math.min(min, micros);
            max = Math.max(max, micros);
            sum += micros;
            count++;
        }

        private synchronized Interval take() {
            var interval = new Interval(total, count, min, max, sum);
            count = 0;
            min = 0;
            max = 0;
            sum = 0;
            return interval;
        }
    }
}
