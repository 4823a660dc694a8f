package io.tapedeck.protocol.ng;

import java.util.Arrays;

/** Collects bytes of an unknown number in order. */
final class GrowingBytes {

    private byte[] bytes;
    private int length;

    GrowingBytes(int expected) {
        bytes = new byte[Math.max(expected, 16)];
    }

    void add(byte value) {
        reserve(1);
        bytes[length++] = value;
    }

    void add(byte[] values) {
        reserve(values.length);
        System.arraycopy(values, 0, bytes, length, values.length);
        length += values.length;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
