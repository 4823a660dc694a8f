package io.tapedeck.gateway.requests;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
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
        int status, @Nullable String contentType, @Nullable String location, String body) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int TAG_BITS = 128;

    /** Each key encrypts one answer, so the nonce may always be the same (NIST SP 800-38D, 8.2). */
    private static final byte[] NONCE = new byte[12];

    /** Under which something is found that must not be read from the database. */
    static String idOf(String... parts) {
        return HexFormat.of().formatHex(digest(parts));
    }

    String seal(String caller, String key) {
        byte[] text = JSON.writeValueAsBytes(this);
        return Base64.getEncoder().encodeToString(crypt(Cipher.ENCRYPT_MODE, caller, key, text));
    }

    static SealedAnswer open(String caller, String key, String sealed) {
        byte[] text =
                crypt(Cipher.DECRYPT_MODE, caller, key, Base64.getDecoder().decode(sealed));
        return JSON.readValue(text, SealedAnswer.class);
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
    private static byte[] digest(String... parts) {
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
