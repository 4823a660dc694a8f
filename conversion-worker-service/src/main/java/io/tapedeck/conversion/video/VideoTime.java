package io.tapedeck.conversion.video;

import java.time.Duration;

/** Arithmetic with the clock of all pictures (RFC 6184, 5.1; RFC 7741, 4.1). */
public final class VideoTime {

    /** Ticks per second. */
    public static final int HERTZ = 90_000;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private VideoTime() {}

    /** Whole ticks in that time. */
    static long ticks(Duration duration) {
        return duration.getSeconds() * HERTZ + (long) duration.getNano() * HERTZ / NANOS_PER_SECOND;
    }

    /** Whole ticks in that many samples. */
    public static long ticks(long samples, int sampleRateHertz) {
        return samples / sampleRateHertz * HERTZ + samples % sampleRateHertz * HERTZ / sampleRateHertz;
    }

    static Duration duration(long ticks) {
        return Duration.ofSeconds(ticks / HERTZ, ticks % HERTZ * NANOS_PER_SECOND / HERTZ);
    }
}
