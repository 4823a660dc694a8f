package io.tapedeck.gateway.playback;

import io.tapedeck.contracts.RecordingId;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * What a link says, signed so that nobody can change it. In base64url without padding:
 *
 * <pre>
 *  0        1            5           21             37                   45                77
 *  +--------+------------+-----------+--------------+--------------------+-----------------+
 *  | form 1 | key version| link id   | recording id | expiry, Unix secs  | HMAC-SHA256     |
 *  +--------+------------+-----------+--------------+--------------------+-----------------+
 * </pre>
 *
 * The code is made over everything before it. It is checked before anything else is believed.
 *
 * @param keyVersion which signing key was used, so that a key can be changed while old links live
 * @param linkId under which the link can be revoked
 */
record PlayToken(int keyVersion, UUID linkId, RecordingId recordingId, Instant expiresAt) {

    private static final String ALGORITHM = "HmacSHA256";

    private static final byte FORM = 1;
    private static final int SIGNED_LENGTH = 45;
    private static final int CODE_LENGTH = 32;
    private static final int TEXT_LENGTH = 103;

    /** The text for the link. */
    String sign(SecretKey key) {
        byte[] signed = signedPart();
        byte[] whole = Arrays.copyOf(signed, SIGNED_LENGTH + CODE_LENGTH);
        System.arraycopy(code(key, signed), 0, whole, SIGNED_LENGTH, CODE_LENGTH);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /**
     * Reads a link's text.
     *
     * @param keys gives the key of a version, or null when there is none
     * @return empty when it is not exactly what was signed
     */
    static Optional<PlayToken> verify(String text, IntFunction<@Nullable SecretKey> keys) {
        byte[] whole = decode(text);
        if (whole.length != SIGNED_LENGTH + CODE_LENGTH || whole[0] != FORM) {
            return Optional.empty();
        }
        byte[] signed = Arrays.copyOf(whole, SIGNED_LENGTH);
        ByteBuffer fields = ByteBuffer.wrap(signed, 1, SIGNED_LENGTH - 1);
        int version = fields.getInt();
        SecretKey key = keys.apply(version);
        byte[] code = Arrays.copyOfRange(whole, SIGNED_LENGTH, whole.length);
        if (key == null || !MessageDigest.isEqual(code, code(key, signed))) {
            return Optional.empty();
        }
        UUID link = new UUID(fields.getLong(), fields.getLong());
        var recording = new RecordingId(new UUID(fields.getLong(), fields.getLong()));
        return Optional.of(new PlayToken(version, link, recording, Instant.ofEpochSecond(fields.getLong())));
    }

    private byte[] signedPart() {
        return ByteBuffer.allocate(SIGNED_LENGTH)
                .put(FORM)
                .putInt(keyVersion)
                .putLong(linkId.getMostSignificantBits())
                .putLong(linkId.getLeastSignificantBits())
                .putLong(recordingId.value().getMostSignificantBits())
                .putLong(recordingId.value().getLeastSignificantBits())
                .putLong(expiresAt.getEpochSecond())
                .array();
    }

    private static byte[] decode(String text) {
        if (text.length() != TEXT_LENGTH) {
            return new byte[0];
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            // the last character has spare bits: one token, one text
            boolean canonical = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(bytes)
                    .equals(text);
            return canonical ? bytes : new byte[0];
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    private static byte[] code(SecretKey key, byte[] signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(signed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", impossible);
        }
    }
}
