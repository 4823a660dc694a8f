package io.tapedeck.protocol.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Hash functions of digest authentication that both SIP phones and this platform know (RFC 8760, 2.1). */
public enum DigestAlgorithm {
    MD5("MD5"),
    SHA_256("SHA-256");

    private final String token;

    DigestAlgorithm(String token) {
        this.token = token;
    }

    /** The name in the header, which is also Java's name of the hash. */
    public String token() {
        return token;
    }

    /** Finds an algorithm by its name in a header, in any case; empty for others, such as the {@code -sess} variants. */
    public static Optional<DigestAlgorithm> ofToken(String token) {
        for (DigestAlgorithm algorithm : values()) {
            if (algorithm.token.equalsIgnoreCase(token)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The hash of the text's UTF-8 bytes, in lower-case hexadecimal. */
    public String hash(String text) {
        return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** What a server stores instead of the password: {@code H(username:realm:password)} (RFC 7616, 3.4.2). */
    public String ha1(String username, String realm, String password) {
        return hash(username + ":" + realm + ":" + password);
    }

    private MessageDigest digest() {
        try {
            return MessageDigest.getInstance(token);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + token, e);
        }
    }
}
