package io.tapedeck.protocol.video;

import java.util.Arrays;

/** The bytes of a picture while it grows. What is too large for a picture is told by {@link #overflowed}. */
final class FrameBytes {

    /** A key frame in 4K at the best quality is smaller. */
    static final int MOST = 4 << 20;

    private static final int USUAL = 16 << 10;

    private byte[] bytes = new byte[USUAL];
    private int length;
    private boolean overflowed;

    void clear() {
        length = 0;
        overflowed = false;
    }

    int length() {
        return length;
    }

    boolean overflowed() {
        return overflowed;
    }

    void put(int value) {
        if (room(1)) {
            bytes[length++] = (byte) value;
        }
    }

    void put(byte[] source, int from, int count) {
        if (room(count)) {
            System.arraycopy(source, from, bytes, length, count);
            length += count;
        }
    }

    int at(int index) {
        return bytes[index] & 0xFF;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    private boolean room(int count) {
        if (overflowed || count > MOST - length) {
            overflowed = true;
            return false;
        }
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(MOST, Math.max(length + count, 2 * bytes.length)));
        }
        return true;
    }
}
