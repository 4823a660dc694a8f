package io.tapedeck.proxy.routing;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The keys with which the proxy signs what it will get back: derived from one secret that outlives restarts. */
public final class ProxyKeys {

    private static final int SHORTEST_SECRET = 16;
    private static final String ALGORITHM = "HmacSHA256";

    /** Found once: asking all providers each time costs more than the signature. */
    private static final Provider PROVIDER = provider();

    private final byte[] secret;

    /**
     * @param secret at least 16 bytes
     */
    public ProxyKeys(byte[] secret) {
        if (secret.length < SHORTEST_SECRET) {
            throw new IllegalArgumentException("the key needs " + SHORTEST_SECRET + " bytes, has " + secret.length);
        }
        this.secret = Arrays.copyOf(secret, secret.length);
    }

    /** For HMAC-SHA-256 over the token in Record-Route; 32 bytes, the same after a restart. */
    public byte[] recordRouteKey() {
        return derive("record-route");
    }

    /** For {@link #hmac} over the branch ids of our own Vias; 32 bytes, the same after a restart. */
    public byte[] branchKey() {
        return derive("branch");
    }

    /** For {@link #hmac} over the mark in a Refer-To; 32 bytes, the same after a restart. */
    public byte[] transferKey() {
        return derive("transfer");
    }

    /** For HMAC-SHA-256 over digest nonces; 32 bytes. */
    byte[] nonceKey() {
        return derive("nonce");
    }

    private byte[] derive(String purpose) {
        return hmac(secret, purpose.getBytes(StandardCharsets.UTF_8));
    }

    /** HMAC-SHA-256, 32 bytes. */
    public static byte[] hmac(byte[] key, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM, PROVIDER);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(content);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static Provider provider() {
        try {
            return Mac.getInstance(ALGORITHM).getProvider();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
