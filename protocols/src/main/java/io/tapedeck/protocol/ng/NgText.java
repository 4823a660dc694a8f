package io.tapedeck.protocol.ng;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to text and back without losing one, although SDP bodies and display names need not be UTF-8. What is UTF-8 becomes that
 * text. A byte that is not, 0x80 to 0xFF, becomes the private-use character {@code U+F700 + byte}, which unlike a lone surrogate
 * survives JSON. A private-use character of that range which really was sent is taken as three such bytes, so nothing is ambiguous.
 */
final class NgText {

    private static final char FIRST_ESCAPE = '\uF780';
    private static final char LAST_ESCAPE = '\uF7FF';
    private static final int ESCAPE_OFFSET = 0xF700;
    private static final int LONGEST_SEQUENCE = 4;

    private NgText() {}

    static String decode(byte[] bytes) {
        if (isAscii(bytes)) {
            return new String(bytes, StandardCharsets.ISO_8859_1); // nearly all there is: tags, keys, most SDP
        }
        String text = strictly(bytes, 0, bytes.length);
        return text != null ? text : bytewise(bytes);
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte each : bytes) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    static byte[] encode(String text) {
        if (!hasEscape(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        var out = new GrowingBytes(text.length() + LONGEST_SEQUENCE);
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text.charAt(i))) {
                out.add(text.substring(plain, i).getBytes(StandardCharsets.UTF_8));
                out.add((byte) (text.charAt(i) - ESCAPE_OFFSET));
                plain = i + 1;
            }
        }
        out.add(text.substring(plain).getBytes(StandardCharsets.UTF_8));
        return out.toArray();
    }

    /** The rare way: finds character by character what is UTF-8. */
    private static String bytewise(byte[] bytes) {
        var text = new StringBuilder(bytes.length);
        int i = 0;
        while (i < bytes.length) {
            int length = Math.min(sequenceLength(bytes[i]), bytes.length - i);
            String character = strictly(bytes, i, length);
            if (character == null) {
                text.append((char) (ESCAPE_OFFSET + (bytes[i] & 0xFF)));
                i++;
            } else {
                text.append(character);
                i += length;
            }
        }
        return text.toString();
    }

    /** Null when the bytes are not UTF-8, or are but would be mistaken for an escape. */
    private static @Nullable String strictly(byte[] bytes, int offset, int length) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, offset, length))
                    .toString();
            return hasEscape(text) ? null : text;
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    private static int sequenceLength(byte first) {
        int ones = Integer.numberOfLeadingZeros(~first << 24);
        return ones < 2 || ones > LONGEST_SEQUENCE ? 1 : ones;
    }

    private static boolean hasEscape(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEscape(char c) {
        return c >= FIRST_ESCAPE && c <= LAST_ESCAPE;
    }
}
