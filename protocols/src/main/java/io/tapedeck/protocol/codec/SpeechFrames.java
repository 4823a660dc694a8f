package io.tapedeck.protocol.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts payloads of whole-byte frames into those frames, oldest first. A torn frame at the end is left out.
 */
public final class SpeechFrames {

    /** Of G.729: 80 bits for 10 ms; its silence descriptor has 15 (RFC 3551, 4.5.6). */
    public static final int G729 = 10;

    public static final int G729_SILENCE = 2;

    /** Of iLBC: 20 ms, and 30 ms (RFC 3952, 3). */
    public static final int ILBC_20 = 38;

    public static final int ILBC_30 = 50;

    /** Of GSM full rate: 20 ms (RFC 3551, 4.5.8). */
    public static final int GSM = 33;

    private SpeechFrames() {}

    /** Frames of 10 bytes; a silence descriptor of 2 may follow as the last, or stand alone. */
    public static List<byte[]> g729(byte[] payload, int length) {
        List<byte[]> frames = fixed(payload, length, G729);
        int rest = length % G729;
        if (rest == G729_SILENCE) {
            frames.add(Arrays.copyOfRange(payload, length - rest, length));
        }
        return frames;
    }

    /**
     * The two low bits of the first byte tell the size (RFC 3551, 4.5.3): 00 6.3 kbit/s, 01 5.3 kbit/s, 10 silence descriptor,
     * 11 not transmitted.
     */
    public static List<byte[]> g723(byte[] payload, int length) {
        int[] sizes = {24, 20, 4, 1};
        var frames = new ArrayList<byte[]>(2);
        for (int at = 0; at < length; ) {
            int size = sizes[payload[at] & 3];
            if (at + size > length) {
                break;
            }
            frames.add(Arrays.copyOfRange(payload, at, at + size));
            at += size;
        }
        return frames;
    }

    /** RFC 3551, 4.5.8. */
    public static List<byte[]> gsm(byte[] payload, int length) {
        return fixed(payload, length, GSM);
    }

    /** Frames of 20 or 30 ms (RFC 3952, 3): those the fmtp parameter says, unless the length contradicts it. */
    public static List<byte[]> ilbc(byte[] payload, int length, boolean mode20) {
        int size = mode20 ? ILBC_20 : ILBC_30;
        int other = mode20 ? ILBC_30 : ILBC_20;
        return fixed(payload, length, length % size != 0 && length % other == 0 ? other : size);
    }

    private static List<byte[]> fixed(byte[] payload, int length, int size) {
        var frames = new ArrayList<byte[]>(4);
        for (int at = 0; at + size <= length; at += size) {
            frames.add(Arrays.copyOfRange(payload, at, at + size));
        }
        return frames;
    }
}
