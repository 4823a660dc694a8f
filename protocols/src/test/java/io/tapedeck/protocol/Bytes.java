package io.tapedeck.protocol;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Wire bytes written as hexadecimal text, with a comment per field. */
public final class Bytes {

    private Bytes() {}

    /** Each part may be followed by {@code //} and what it means. */
    public static ByteBuffer of(String commentedHex) {
        String hex = commentedHex.replaceAll("//[^\n]*", "").replaceAll("\\s", "");
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    /** Position to limit; the position stays. */
    public static byte[] in(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }
}
