package io.tapedeck.gateway.requests;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer that may be given again. An answer can hold a secret, such as a new API key, so it is kept encrypted with the
 * client's own {@code Idempotency-Key}, of which only a digest is kept: who reads the database reads no answers.
 */
record SealedAnswer(
        int status, @Nullable String contentType, @Nullable String location, byte[] body) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int TAG_BITS = 128;

    /** Each key encrypts one answer, so the nonce may always be the same (NIST SP 800-38D, 8.2). */
    private static final byte[] NONCE = new byte[12];

    /** Under which the answer is found. */
    static byte[] idOf(String caller, String key) {
        return digest("id", caller, key);
    }

    byte[] seal(String caller, String key) {
        return crypt(Cipher.ENCRYPT_MODE, caller, key, JSON.writeValueAsBytes(this));
    }

    static SealedAnswer open(String caller, String key, byte[] sealed) {
        return JSON.readValue(crypt(Cipher.DECRYPT_MODE, caller, key, sealed), SealedAnswer.class);
    }

    private static byte[] crypt(int mode, String caller, String key, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    mode,
                    new SecretKeySpec(digest("answer", caller, key), "AES"),
                    new GCMParameterSpec(TAG_BITS, NONCE));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("a kept answer cannot be read", broken);
        }
    }

    /** SHA-256 over the parts, each with its length in front, so that no two lists of parts are the same. */
    static byte[] digest(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
