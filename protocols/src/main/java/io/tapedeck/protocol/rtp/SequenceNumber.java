package io.tapedeck.protocol.rtp;

/** A 16-bit RTP sequence number. It starts anywhere and wraps, so only distances mean something. */
public record SequenceNumber(int value) {

    private static final int MASK = 0xFFFF;

    public SequenceNumber {
        if ((value & MASK) != value) {
            throw new IllegalArgumentException("sequence numbers have 16 bits, was " + value);
        }
    }

    /** Packets from {@code earlier} to this one, -32,768 to 32,767: negative if this one was sent first. Holds across a wrap. */
    public int distanceFrom(SequenceNumber earlier) {
        return (short) (value - earlier.value); // short overflow is the wrap
    }

    public SequenceNumber next() {
        return new SequenceNumber(value + 1 & MASK);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
