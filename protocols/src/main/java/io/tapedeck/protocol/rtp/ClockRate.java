package io.tapedeck.protocol.rtp;

import java.time.Duration;

/**
 * Ticks per second of an RTP media clock. It belongs to the payload type, not to the codec's sampling rate: G.722 samples at
 * 16 kHz and still counts at 8 kHz on the wire (RFC 3551, 4.5.2).
 */
public record ClockRate(int hertz) {

    public static final ClockRate TELEPHONY = new ClockRate(8_000);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    public ClockRate {
        if (hertz <= 0) {
            throw new IllegalArgumentException("clock rate must be positive, was " + hertz + " Hz");
        }
    }

    public Duration durationOf(long ticks) {
        return Duration.ofSeconds(ticks / hertz, ticks % hertz * NANOS_PER_SECOND / hertz);
    }

    /**
     * Whole ticks in the duration, rounded towards the past.
     *
     * @throws ArithmeticException when the count does not fit into a long
     */
    public long ticksIn(Duration duration) {
        return Math.addExact(
                Math.multiplyExact(duration.getSeconds(), hertz), duration.getNano() * (long) hertz / NANOS_PER_SECOND);
    }

    @Override
    public String toString() {
        return hertz + " Hz";
    }
}
