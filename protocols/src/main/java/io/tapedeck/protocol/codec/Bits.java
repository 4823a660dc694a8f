package io.tapedeck.protocol.codec;

/** Reads bits from the most significant on. */
final class Bits {

    private final byte[] bytes;
    private final int end;
    private int at;

    Bits(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    int left() {
        return end - at;
    }

    /** Up to 31 bits are given back, any number is passed; bits behind the end are zeros. */
    int read(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | (at < end ? bytes[at >> 3] >> 7 - (at & 7) & 1 : 0);
            at++;
        }
        return value;
    }

    void copy(int count, byte[] target, int offset) {
        for (int i = 0; i < count; i++) {
            target[offset + (i >> 3)] |= (byte) (read(1) << 7 - (i & 7));
        }
    }
}
