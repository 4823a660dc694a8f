package io.tapedeck.capture.session;

import java.time.Instant;

/**
 * Wall-clock time of a capture, read from the monotonic clock and anchored once, so that it never jumps when somebody
 * sets the system's clock.
 *
 * @param anchor the wall clock at {@code anchorNanos}
 * @param anchorNanos {@link System#nanoTime()}
 */
public record CaptureClock(Instant anchor, long anchorNanos) {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    public Instant at(long nanoTime) {
        return anchor.plusNanos(nanoTime - anchorNanos);
    }

    /** Nanoseconds since 1970, as pcapng has them. Allocates nothing. */
    public long unixNanos(long nanoTime) {
        return anchor.getEpochSecond() * NANOS_PER_SECOND + anchor.getNano() + (nanoTime - anchorNanos);
    }
}
