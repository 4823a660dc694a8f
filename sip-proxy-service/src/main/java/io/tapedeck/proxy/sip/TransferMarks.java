package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.routing.ProxyKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Marks in the URI of a Refer-To, by which the INVITE that comes of it is known again, also by a proxy that was restarted in
 * between. Only what this key has signed is read, and only for the number that it was written for: a mark is worth the rights of
 * who transfers.
 *
 * <pre>
 *  base64url of
 *  +----------------+--------+-------+---------+-----+
 *  | session (UUID) | issued | flags | targets | MAC |
 *  |       16       |   8    |   1   |    2    | 16  |
 *  +----------------+--------+-------+---------+-----+
 *  issued: seconds since 1970; flags: 1 when the callee leaves, else 0; MAC: the first half of HMAC-SHA-256 over all of that
 *  and the number (UTF-8)
 * </pre>
 */
final class TransferMarks {

    private static final int BODY_BYTES = 27;
    private static final int MAC_BYTES = 16;
    private static final int LENGTH = 58;
    private static final byte CALLEE_LEAVES = 1;

    private final byte[] key;

    TransferMarks(byte[] key) {
        this.key = key.clone();
    }

    /**
     * What a mark says.
     *
     * @param leaving who has sent the other one elsewhere
     * @param targets how many the session had called by then: with the next one the mark is used up
     * @param issued to the second
     */
    record Mark(SessionId session, Side leaving, int targets, Instant issued) {}

    String write(Mark mark, String number) {
        byte[] body = ByteBuffer.allocate(BODY_BYTES)
                .putLong(mark.session.value().getMostSignificantBits())
                .putLong(mark.session.value().getLeastSignificantBits())
                .putLong(mark.issued.getEpochSecond())
                .put(mark.leaving == Side.CALLEE ? CALLEE_LEAVES : 0)
                .putShort((short) mark.targets)
                .array();
        byte[] signed = Arrays.copyOf(body, BODY_BYTES + MAC_BYTES);
        System.arraycopy(mac(body, number), 0, signed, BODY_BYTES, MAC_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    private byte[] mac(byte[] body, String number) {
        byte[] said = number.getBytes(StandardCharsets.UTF_8);
        byte[] both = ByteBuffer.allocate(body.length + said.length)
                .put(body)
                .put(said)
                .array();
        return Arrays.copyOf(ProxyKeys.hmac(key, both), MAC_BYTES);
    }

    /**
     * @param number that is dialled
     */
    Optional<Mark> read(@Nullable String text, String number) {
        if (text == null || text.length() != LENGTH) {
            return Optional.empty();
        }
        try {
            byte[] signed = Base64.getUrlDecoder().decode(text);
            byte[] body = Arrays.copyOf(signed, BODY_BYTES);
            byte[] mac = Arrays.copyOfRange(signed, BODY_BYTES, signed.length);
            return MessageDigest.isEqual(mac, mac(body, number))
                    ? Optional.of(parse(ByteBuffer.wrap(body)))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Mark parse(ByteBuffer in) {
        var session = new SessionId(new UUID(in.getLong(), in.getLong()));
        Instant issued = Instant.ofEpochSecond(in.getLong());
        Side leaving = in.get() == CALLEE_LEAVES ? Side.CALLEE : Side.CALLER;
        return new Mark(session, leaving, Short.toUnsignedInt(in.getShort()), issued);
    }
}
