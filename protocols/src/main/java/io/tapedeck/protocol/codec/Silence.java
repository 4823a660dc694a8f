package io.tapedeck.protocol.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Packets of silence for codecs where one packet may stand in for another. */
public final class Silence {

    /** What {@link #write} says of a codec that has no such frames. */
    public static final int UNKNOWN = -1;

    private static final byte MU_LAW = (byte) 0xFF;
    private static final byte A_LAW = (byte) 0xD5;
    /** The smallest step of both halves: what the decoder remembers of before fades within 2 ms. */
    private static final byte G722 = (byte) 0xFF;

    /** 20 ms of CELT, full band, with nothing in it (RFC 6716, 3.1). */
    private static final byte[] OPUS = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

    private Silence() {}

    /**
     * Writes silence over a payload, of the same time and no longer than it. Allocates nothing.
     *
     * @return its length, or {@link #UNKNOWN}; then nothing was written
     */
    public static int write(String encoding, ByteBuffer packet, int offset, int length) {
        return switch (encoding) {
            case "PCMU" -> fill(packet, offset, length, MU_LAW);
            case "PCMA" -> fill(packet, offset, length, A_LAW);
            case "G722" -> fill(packet, offset, length, G722);
            case "L16" -> fill(packet, offset, length, (byte) 0);
            case "OPUS" -> opus(packet, offset, length);
            default -> UNKNOWN;
        };
    }

    /** Silence of G.711; no other codec's. */
    public static byte[] ofG711(boolean aLaw, int samples) {
        byte[] payload = new byte[samples];
        Arrays.fill(payload, aLaw ? A_LAW : MU_LAW);
        return payload;
    }

    private static int fill(ByteBuffer packet, int offset, int length, byte value) {
        for (int i = 0; i < length; i++) {
            packet.put(offset + i, value);
        }
        return length;
    }

    private static int opus(ByteBuffer packet, int offset, int length) {
        if (length <= OPUS.length) {
            return length; // nothing but a table of contents: the sender is silent itself (RFC 7587, 3.1.3)
        }
        packet.put(offset, OPUS, 0, OPUS.length);
        return OPUS.length;
    }
}
