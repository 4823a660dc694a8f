package io.tapedeck.protocol.codec;

import java.util.ArrayList;
import java.util.List;

/**
 * The payload of Speex (RFC 5574, 3.1): frames of 20 ms that follow each other bit by bit, then a 0 and ones to the byte.
 *
 * <pre>
 * narrowband frame: |0| mode (4) | parameters |     wideband layer behind it: |1| mode (3) | parameters |
 * </pre>
 */
public final class SpeexPayload {

    /** Bits of a narrowband frame by mode, with its head (The Speex Codec Manual, 9.3); 0 is no speech mode. */
    private static final int[] NARROW = {5, 43, 119, 160, 220, 300, 364, 492, 79, 0, 0, 0, 0, 0, 0, 0};

    /** Bits of a wideband layer by mode, with its head (10.3). */
    private static final int[] WIDE = {4, 36, 112, 192, 352, 0, 0, 0};

    private static final int MOST_FRAMES = 12;

    private SpeexPayload() {}

    /** Each frame in bytes of its own, filled as a payload is. */
    public static List<byte[]> frames(byte[] payload, int length) {
        var frames = new ArrayList<byte[]>(1);
        int end = length * Byte.SIZE;
        for (int at = 0; at + 5 <= end && frames.size() < MOST_FRAMES; ) {
            int size = size(payload, at, end);
            if (size <= 0 || at + size > end) {
                break;
            }
            frames.add(cut(payload, at, size));
            at += size;
        }
        return frames;
    }

    private static int size(byte[] payload, int at, int end) {
        var head = new Bits(payload, end);
        head.read(at);
        int size = head.read(1) == 1 ? 0 : NARROW[head.read(4)];
        if (size <= 0 || at + size + 4 > end) {
            return size;
        }
        var layer = new Bits(payload, end);
        layer.read(at + size);
        return layer.read(1) == 0 ? size : size + WIDE[layer.read(3)];
    }

    private static byte[] cut(byte[] payload, int at, int size) {
        var frame = new byte[size / Byte.SIZE + 1];
        var bits = new Bits(payload, payload.length * Byte.SIZE);
        bits.read(at);
        bits.copy(size, frame, 0);
        for (int i = size + 1; i < frame.length * Byte.SIZE; i++) {
            frame[i >> 3] |= (byte) (1 << 7 - (i & 7));
        }
        return frame;
    }
}
