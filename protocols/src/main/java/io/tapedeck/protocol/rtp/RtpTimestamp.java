package io.tapedeck.protocol.rtp;

/** A 32-bit RTP timestamp. It starts anywhere and wraps, so only differences mean something. */
public record RtpTimestamp(int bits) {

    /** Ticks from {@code earlier} to this one, negative if this one came first. Holds across a wrap. */
    public int ticksSince(RtpTimestamp earlier) {
        return bits - earlier.bits; // int overflow is the wrap
    }

    public RtpTimestamp plusTicks(int ticks) {
        return new RtpTimestamp(bits + ticks);
    }

    @Override
    public String toString() {
        return Integer.toUnsignedString(bits);
    }
}
