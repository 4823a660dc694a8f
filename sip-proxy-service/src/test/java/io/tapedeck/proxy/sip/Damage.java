package io.tapedeck.proxy.sip;

import java.util.Arrays;
import java.util.SplittableRandom;

/** What happens to messages on their way: octets are changed, and pieces repeated, cut out or lost. */
final class Damage {

    private static final String SYNTAX = ":;,<>\"\\\r\n @=?%/ \t\0";

    private final SplittableRandom random;

    Damage(SplittableRandom random) {
        this.random = random;
    }

    /** @return another array unless nothing is changed */
    byte[] to(byte[] message) {
        byte[] bytes = message.clone();
        for (int change = random.nextInt(1, 6); change > 0 && bytes.length > 1; change--) {
            int from = random.nextInt(bytes.length);
            int to = random.nextInt(from, Math.min(bytes.length, from + 40));
            bytes = switch (random.nextInt(5)) {
                case 0 -> replaced(bytes, from, (byte) random.nextInt());
                case 1 -> replaced(bytes, from, (byte) SYNTAX.charAt(random.nextInt(SYNTAX.length())));
                case 2 -> joined(bytes, from, to);
                case 3 -> joined(bytes, to, from);
                default -> random.nextInt(4) == 0 ? Arrays.copyOf(bytes, from) : bytes;
            };
        }
        return bytes;
    }

    private static byte[] replaced(byte[] bytes, int place, byte value) {
        bytes[place] = value;
        return bytes;
    }

    /** The head up to {@code end}, then everything from {@code start}: a piece repeated or cut out. */
    private static byte[] joined(byte[] bytes, int end, int start) {
        byte[] result = new byte[end + bytes.length - start];
        System.arraycopy(bytes, 0, result, 0, end);
        System.arraycopy(bytes, start, result, end, bytes.length - start);
        return result;
    }
}
