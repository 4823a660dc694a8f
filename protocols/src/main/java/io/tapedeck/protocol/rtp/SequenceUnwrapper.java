package io.tapedeck.protocol.rtp;

/**
 * Turns the 16-bit sequence numbers of one stream into numbers that do not wrap. Each is placed next to the one seen before, so
 * packets may be late or missing by up to 32,767. The first is itself; one sent before it may become negative.
 *
 * <p>Not safe for use by several threads.
 */
public final class SequenceUnwrapper {

    private boolean started;
    private long last;

    /** Only the low 16 bits of the argument count. */
    public long unwrap(int sequenceNumber16) {
        last = started ? last + (short) (sequenceNumber16 - (int) last) : sequenceNumber16 & 0xFFFF;
        started = true;
        return last;
    }
}
