package io.tapedeck.conversion.timeline;

import java.time.Duration;

/** Arithmetic between nanoseconds since time zero of a recording and ticks or samples since then. */
public final class SessionTime {

    static final long NANOS_PER_SECOND = 1_000_000_000L;

    private SessionTime() {}

    /** Whole samples in that time, rounded down. */
    public static long samples(Duration time, int hertz) {
        return ticks(time.toNanos(), hertz);
    }

    /** Whole ticks in that time, rounded down; exact for thousands of years. */
    static long ticks(long nanos, int hertz) {
        long seconds = Math.floorDiv(nanos, NANOS_PER_SECOND);
        long rest = Math.floorMod(nanos, NANOS_PER_SECOND);
        return seconds * hertz + rest * hertz / NANOS_PER_SECOND;
    }
}
