package io.tapedeck.protocol.codec;

/** Writes bits from the most significant on, into zeros. */
final class BitWriter {

    private final byte[] bytes;
    private int at;

    BitWriter(int bits) {
        this.bytes = new byte[(bits + 7) / Byte.SIZE];
    }

    void write(int value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            write(value >> i & 1);
        }
    }

    void copy(byte[] source, int offset, int count) {
        for (int i = 0; i < count; i++) {
            write(source[offset + (i >> 3)] >> 7 - (i & 7) & 1);
        }
    }

    private void write(int bit) {
        bytes[at >> 3] |= (byte) (bit << 7 - (at & 7));
        at++;
    }

    byte[] toBytes() {
        return bytes.clone();
    }
}
