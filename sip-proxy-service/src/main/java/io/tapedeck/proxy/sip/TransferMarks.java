package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.proxy.routing.ProxyKeys;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Marks in the URI of a Refer-To, by which the INVITE that comes of it is known again. Only what this key has signed is
 * read.
 *
 * <pre>
 *  base64url of
 *  +----------------+-----+
 *  | session (UUID) | MAC |
 *  |       16       | 16  |
 *  +----------------+-----+
 *  MAC: the first half of HMAC-SHA-256
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

    String write(SessionId session) {
        byte[] body = ByteBuffer.allocate(SESSION_BYTES)
                .putLong(session.value().getMostSignificantBits())
                .putLong(session.value().getLeastSignificantBits())
                .array();
        byte[] signed = Arrays.copyOf(body, SESSION_BYTES + MAC_BYTES);
        System.arraycopy(ProxyKeys.hmac(key, body), 0, signed, SESSION_BYTES, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    Optional<SessionId> read(@Nullable String text) {
        if (text == null || text.length() != LENGTH) {
            return Optional.empty();
        }
        try {
            byte[] signed = Base64.getUrlDecoder().decode(text);
            byte[] body = Arrays.copyOf(signed, SESSION_BYTES);
            byte[] mac = Arrays.copyOfRange(signed, SESSION_BYTES, signed.length);
            byte[] expected = Arrays.copyOf(ProxyKeys.hmac(key, body), MAC_BYTES);
            ByteBuffer in = ByteBuffer.wrap(body);
            return MessageDigest.isEqual(mac, expected)
                    ? Optional.of(new SessionId(new UUID(in.getLong(), in.getLong())))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
