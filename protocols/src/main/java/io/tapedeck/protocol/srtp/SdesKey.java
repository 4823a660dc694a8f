package io.tapedeck.protocol.srtp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key of an {@code a=crypto} line (RFC 4568, 4 and 6.1): what its author encrypts with.
 *
 * <pre>
 * a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:base64(key 16 bytes, salt 14 bytes)|2^20|1:4 KDR=1
 *         tag suite                                                            lifetime MKI:length
 * </pre>
 *
 * @param tagLength bytes of the authentication tag of RTP: 10 or 4; that of RTCP has 10 in both suites (6.2)
 * @param mkiLength bytes of the master key identifier behind each packet; 0 without one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, see isSameAs
public record SdesKey(int tag, int tagLength, byte[] masterKey, byte[] masterSalt, int mkiLength) {

    static final int KEY = 16;
    static final int SALT = 14;

    private static final int LONGEST_MKI = 128;
    /** Of keys in one line, and there may be several lines. */
    private static final int MOST_KEYS = 4;

    private static final String METHOD = "inline:";
    /** They change what is encrypted, authenticated or derived, and how (6.3). */
    private static final Pattern OTHER_WAYS = Pattern.compile("UNENCRYPTED_SRTP\\b|UNAUTHENTICATED_SRTP\\b|KDR=");

    public SdesKey {
        if (masterKey.length != KEY || masterSalt.length != SALT) {
            throw new IllegalArgumentException("a master key has 16 bytes and its salt 14");
        }
    }

    /** Those of one line. None for suites and parameters that are not known here, and for what is no key. */
    public static List<SdesKey> parse(String crypto) {
        String[] words = crypto.strip().split("\\s+", 4);
        int tagLength = words.length < 3 ? 0 : tagLength(words[1]);
        if (tagLength == 0
                || !words[0].matches("\\d{1,9}")
                || words.length > 3 && OTHER_WAYS.matcher(words[3]).find()) {
            return List.of();
        }
        List<SdesKey> keys = new ArrayList<>();
        for (String parameter : words[2].split(";", MOST_KEYS + 1)) {
            SdesKey key = parse(Integer.parseInt(words[0]), tagLength, parameter);
            if (key == null || keys.size() == MOST_KEYS) {
                return List.of(); // some packets could not be read, and nobody would know why
            }
            keys.add(key);
        }
        return List.copyOf(keys);
    }

    private static @Nullable SdesKey parse(int tag, int tagLength, String parameter) {
        if (!parameter.startsWith(METHOD)) {
            return null;
        }
        String[] parts = parameter.substring(METHOD.length()).split("\\|");
        byte[] material = material(parts.length == 0 ? "" : parts[0]);
        return material == null
                ? null
                : new SdesKey(
                        tag,
                        tagLength,
                        Arrays.copyOf(material, KEY),
                        Arrays.copyOfRange(material, KEY, KEY + SALT),
                        mkiLength(parts));
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

    /** Whether it makes the same packets, whatever the tag of its line. */
    public boolean isSameAs(SdesKey other) {
        return tagLength == other.tagLength
                && mkiLength == other.mkiLength
                && Arrays.equals(masterKey, other.masterKey)
                && Arrays.equals(masterSalt, other.masterSalt);
    }

    /** Keys stand in no log. */
    @Override
    public String toString() {
        return "SdesKey[tag=" + tag + "]";
    }
}
