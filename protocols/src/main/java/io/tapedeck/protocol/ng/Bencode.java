package io.tapedeck.protocol.ng;

import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.ng.NgValue.NgInteger;
import io.tapedeck.protocol.ng.NgValue.NgList;
import io.tapedeck.protocol.ng.NgValue.NgString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Bencode as the ng protocol uses it: {@code i42e}, {@code 5:hello}, {@code l…e}, {@code d…e}. Dictionary keys need not be
 * sorted. Depth, number of values and lengths are bounded before anything is allocated for them.
 */
public final class Bencode {

    private static final int DEEPEST = 32;
    private static final int MOST_VALUES = 10_000;
    private static final long LOWEST_TENTH = Long.MIN_VALUE / 10;
    private static final int LAST_OF_LOWEST = (int) -(Long.MIN_VALUE % 10);
    private static final int TYPICAL_SIZE = 1_024;

    private final ByteBuffer in;
    private int values;

    private Bencode(ByteBuffer in) {
        this.in = in;
    }

    /**
     * Decodes the one value between the buffer's position and limit, which it consumes. Of a key given twice the last counts.
     *
     * @throws NgException when there is anything else
     */
    public static NgValue decode(ByteBuffer in) throws NgException {
        var decoder = new Bencode(in);
        NgValue value = decoder.value(0);
        if (in.hasRemaining()) {
            throw new NgException(in.remaining() + " bytes behind the value");
        }
        return value;
    }

    private NgValue value(int depth) throws NgException {
        if (depth > DEEPEST) {
            throw new NgException("nested deeper than " + DEEPEST);
        }
        if (++values > MOST_VALUES) {
            throw new NgException("more than " + MOST_VALUES + " values");
        }
        return switch (peek()) {
            case 'i' -> integer();
            case 'l' -> list(depth);
            case 'd' -> dictionary(depth);
            default -> new NgString(string());
        };
    }

    private NgInteger integer() throws NgException {
        in.get();
        return new NgInteger(number('e'));
    }

    private NgList list(int depth) throws NgException {
        in.get();
        var elements = new ArrayList<NgValue>();
        while (peek() != 'e') {
            elements.add(value(depth + 1));
        }
        in.get();
        return new NgList(elements);
    }

    private NgDictionary dictionary(int depth) throws NgException {
        in.get();
        var entries = new LinkedHashMap<String, NgValue>();
        while (peek() != 'e') {
            entries.put(string(), value(depth + 1));
        }
        in.get();
        return new NgDictionary(entries);
    }

    private String string() throws NgException {
        long length = number(':');
        if (length < 0 || length > in.remaining()) {
            throw new NgException("a string of " + length + " bytes where " + in.remaining() + " are left");
        }
        var bytes = new byte[(int) length];
        in.get(bytes);
        return NgText.decode(bytes);
    }

    private long number(char terminator) throws NgException {
        boolean negative = peek() == '-';
        if (negative) {
            in.get();
        }
        long number = 0; // kept negative, whose range is the wider one
        int digits = 0;
        for (byte next = peek(); next != terminator; next = peek()) {
            in.get();
            number = shifted(number, next - '0');
            digits++;
        }
        in.get();
        if (digits == 0 || !negative && number == Long.MIN_VALUE) {
            throw new NgException("a number was expected");
        }
        return negative ? number : -number;
    }

    private static long shifted(long negative, int digit) throws NgException {
        boolean tooLarge = negative < LOWEST_TENTH || negative == LOWEST_TENTH && digit > LAST_OF_LOWEST;
        if (digit < 0 || digit > 9 || tooLarge) {
            throw new NgException("a number was expected");
        }
        return negative * 10 - digit;
    }

    private byte peek() throws NgException {
        if (!in.hasRemaining()) {
            throw new NgException("it ends too early");
        }
        return in.get(in.position());
    }

    /** The bytes of a value; dictionary keys in their own order. */
    public static byte[] encode(NgValue value) {
        var out = new GrowingBytes(TYPICAL_SIZE);
        write(out, value);
        return out.toArray();
    }

    private static void write(GrowingBytes out, NgValue value) {
        switch (value) {
            case NgInteger(long number) -> ascii(out, "i" + number + "e");
            case NgString(String text) -> writeText(out, text);
            case NgList(List<NgValue> elements) -> {
                out.add((byte) 'l');
                elements.forEach(element -> write(out, element));
                out.add((byte) 'e');
            }
            case NgDictionary(Map<String, NgValue> entries) -> {
                out.add((byte) 'd');
                entries.forEach((key, entry) -> {
                    writeText(out, key);
                    write(out, entry);
                });
                out.add((byte) 'e');
            }
        }
    }

    private static void writeText(GrowingBytes out, String text) {
        byte[] bytes = NgText.encode(text);
        ascii(out, bytes.length + ":");
        out.add(bytes);
    }

    private static void ascii(GrowingBytes out, String text) {
        out.add(text.getBytes(StandardCharsets.US_ASCII));
    }
}
