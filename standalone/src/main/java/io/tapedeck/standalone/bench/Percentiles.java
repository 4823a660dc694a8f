package io.tapedeck.standalone.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;

/** Exact percentiles of a small set of measured durations. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Percentiles(long[] sortedNanos) {

    private static final double NANOS_PER_MILLI = 1e6;

    public static Percentiles of(Collection<Duration> durations) {
        long[] nanos = durations.stream().mapToLong(Duration::toNanos).toArray();
        Arrays.sort(nanos);
        return new Percentiles(nanos);
    }

    /**
     * @param percent 0 to 100; the smallest value that so many per cent of all do not exceed
     */
    public double millis(double percent) {
        if (sortedNanos.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(percent / 100 * sortedNanos.length);
        return sortedNanos[Math.max(0, rank - 1)] / NANOS_PER_MILLI;
    }

    public int count() {
        return sortedNanos.length;
    }
}
