package io.tapedeck.protocol.srtp;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The key of an {@code a=crypto} line (RFC 4568, 4 and 6.1): what its author encrypts with.
 *
 * <pre>
 * a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:base64(key 16 bytes, salt 14 bytes)|2^20|1:4 KDR=1
 *         tag suite                                                            lifetime MKI:length
 * </pre>
 *
 * @param tagLength bytes of the authentication tag: 10 or 4
 * @param mkiLength bytes of the master key identifier behind each packet; 0 without one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SdesKey(int tag, int tagLength, byte[] masterKey, byte[] masterSalt, int mkiLength) {

    static final int KEY = 16;
    static final int SALT = 14;

    private static final int LONGEST_MKI = 128;

    public SdesKey {
        if (masterKey.length != KEY || masterSalt.length != SALT) {
            throw new IllegalArgumentException("a master key has 16 bytes and its salt 14");
        }
    }

    /** Empty for suites and parameters that are not known here, and for what is no key. */
    public static Optional<SdesKey> parse(String crypto) {
        String[] words = crypto.strip().split("\\s+", 4);
        if (words.length < 3 || !words[0].matches("\\d{1,9}") || !words[2].startsWith("inline:")) {
            return Optional.empty();
        }
        int tagLength = tagLength(words[1]);
        String[] parts = words[2].substring("inline:".length()).split(";", 2)[0].split("\\|");
        byte[] material = material(parts[0]);
        boolean plain = words.length < 4 || !words[3].contains("UNENCRYPTED_SRTP") && !words[3].contains("KDR=");
        if (tagLength == 0 || material == null || !plain) {
            return Optional.empty();
        }
        return Optional.of(new SdesKey(
                Integer.parseInt(words[0]),
                tagLength,
                Arrays.copyOf(material, KEY),
                Arrays.copyOfRange(material, KEY, KEY + SALT),
                mkiLength(parts)));
    }

    private static int tagLength(String suite) {
        return switch (suite) {
            case "AES_CM_128_HMAC_SHA1_80" -> 10;
            case "AES_CM_128_HMAC_SHA1_32" -> 4;
            default -> 0;
        };
    }

    private static byte @Nullable [] material(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return bytes.length == KEY + SALT ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static int mkiLength(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            int colon = parts[i].indexOf(':');
            if (colon >= 0 && parts[i].substring(colon + 1).matches("\\d{1,3}")) {
                return Math.min(LONGEST_MKI, Integer.parseInt(parts[i].substring(colon + 1)));
            }
        }
        return 0;
    }
}
