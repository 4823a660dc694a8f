package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.proxy.routing.ProxyKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Marks in the URI of a Refer-To, by which the INVITE that comes of it is known again. Only what this key has signed is
 * read, and only for the number that it was written for: a mark is worth the rights of who transfers.
 *
 * <pre>
 *  base64url of
 *  +----------------+-----+
 *  | session (UUID) | MAC |
 *  |       16       | 16  |
 *  +----------------+-----+
 *  MAC: the first half of HMAC-SHA-256 over the session and the number (UTF-8)
 * </pre>
 */
final class TransferMarks {

    private static final int SESSION_BYTES = 16;
    private static final int MAC_BYTES = 16;
    private static final int LENGTH = 43;

    private final byte[] key;

    TransferMarks(byte[] key) {
        this.key = key.clone();
    }

    String write(SessionId session, String number) {
        byte[] body = ByteBuffer.allocate(SESSION_BYTES)
                .putLong(session.value().getMostSignificantBits())
                .putLong(session.value().getLeastSignificantBits())
                .array();
        byte[] signed = Arrays.copyOf(body, SESSION_BYTES + MAC_BYTES);
        System.arraycopy(mac(body, number), 0, signed, SESSION_BYTES, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    private byte[] mac(byte[] session, String number) {
        byte[] said = number.getBytes(StandardCharsets.UTF_8);
        byte[] both = ByteBuffer.allocate(session.length + said.length)
                .put(session)
                .put(said)
                .array();
        return Arrays.copyOf(ProxyKeys.hmac(key, both), MAC_BYTES);
    }

    /**
     * @param number that is dialled
     */
    Optional<SessionId> read(@Nullable String text, String number) {
        if (text == null || text.length() != LENGTH) {
            return Optional.empty();
        }
        try {
            byte[] signed = Base64.getUrlDecoder().decode(text);
            byte[] body = Arrays.copyOf(signed, SESSION_BYTES);
            byte[] mac = Arrays.copyOfRange(signed, SESSION_BYTES, signed.length);
            ByteBuffer in = ByteBuffer.wrap(body);
            return MessageDigest.isEqual(mac, mac(body, number))
                    ? Optional.of(new SessionId(new UUID(in.getLong(), in.getLong())))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
