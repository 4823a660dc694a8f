package io.tapedeck.protocol.rtp;

/**
 * Turns the 32-bit timestamps of one stream into numbers that do not wrap. Each is placed next to the one seen before, so it may
 * lie up to 2^31 ticks before or after it. The first is itself, unsigned; an earlier one may become negative.
 *
 * <p>Not safe for use by several threads.
 */
public final class TimestampUnwrapper {

    private boolean started;
    private long last;

    public long unwrap(int timestamp32) {
        last = started ? last + (timestamp32 - (int) last) : Integer.toUnsignedLong(timestamp32);
        started = true;
        return last;
    }
}
