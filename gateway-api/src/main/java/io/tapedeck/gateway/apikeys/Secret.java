package io.tapedeck.gateway.apikeys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * An API key in clear. It has 256 random bits, so its plain SHA-256 cannot be turned back and needs neither salt nor
 * stretching.
 */
public record Secret(String text) {

    static final String PREFIX = "tdk_";

    private static final int RANDOM_BYTES = 32;
    private static final int HINT_LENGTH = 10;

    static Secret fresh(RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** What is kept of the key. */
    public byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    String hint() {
        return text.substring(0, HINT_LENGTH) + "…";
    }

    @Override
    public String toString() {
        return "Secret"; // never in a log
    }
}
