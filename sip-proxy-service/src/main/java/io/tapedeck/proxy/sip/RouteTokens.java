package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.routing.Flow;
import io.tapedeck.proxy.routing.ProxyKeys;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@link RouteToken}s as the value of a URI parameter and reads back those it has signed itself.
 *
 * <pre>
 *  base64url of
 *  +---------+-------+--------+--------+----------------+---------------+-------------+-------------+------+-----------+-----+
 *  | version | flags | dialog | issued | session (UUID) | tenant (UUID) | caller flow | callee flow | node | begun by | MAC |
 *  |    1    |   1   |   8    |   8    |    16 or 0     |    16 or 0    |   8, 20, 0  |   8, 20, 0  | 1+n  |   1+n     | 16  |
 *  +---------+-------+--------+--------+----------------+---------------+-------------+-------------+------+-----------+-----+
 *  issued: seconds since 1970; flow: transport (1), address length (1), address (4 or 16), port (2); MAC: the first half of HMAC-SHA-256
 * </pre>
 *
 * Safe for any thread.
 */
final class RouteTokens {

    private static final byte VERSION = 2;
    private static final int SESSION = 1;
    private static final int TENANT = 2;
    private static final int CALLER_FLOW = 4;
    private static final int CALLEE_FLOW = 8;
    private static final int BEGUN_BY_CALLEE = 16;
    private static final int PLATFORM = 32;
    private static final int MAC_LENGTH = 16;
    private static final int LONGEST_TEXT = 255;
    private static final int LONGEST_TOKEN = 2_048;

    private final byte[] key;

    RouteTokens(byte[] key) {
        this.key = key.clone();
    }

    String write(RouteToken token) {
        ByteBuffer out = ByteBuffer.allocate(640);
        out.put(VERSION).put((byte) flags(token));
        out.putLong(token.dialog()).putLong(token.issued().getEpochSecond());
        if (token.session() != null) {
            put(out, token.session().value());
        }
        if (token.tenant() != null) {
            put(out, token.tenant().value());
        }
        put(out, token.callerFlow());
        put(out, token.calleeFlow());
        put(out, token.node());
        put(out, token.initiatorTag());
        byte[] body = Arrays.copyOf(out.array(), out.position());
        byte[] signed = Arrays.copyOf(body, body.length + MAC_LENGTH);
        System.arraycopy(mac(body), 0, signed, body.length, MAC_LENGTH);
        return encoded(signed);
    }

    private static String encoded(byte[] signed) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    /** Empty for whatever this key has not signed. */
    Optional<RouteToken> read(@Nullable String text) {
        if (text == null || text.length() > LONGEST_TOKEN) {
            return Optional.empty();
        }
        try {
            byte[] signed = Base64.getUrlDecoder().decode(text);
            if (signed.length <= MAC_LENGTH
                    || !encoded(signed).equals(text)) { // bits that mean nothing are changes too
                return Optional.empty();
            }
            byte[] body = Arrays.copyOf(signed, signed.length - MAC_LENGTH);
            byte[] mac = Arrays.copyOfRange(signed, body.length, signed.length);
            return MessageDigest.isEqual(mac, mac(body)) ? Optional.of(parse(ByteBuffer.wrap(body))) : Optional.empty();
        } catch (IllegalArgumentException | BufferUnderflowException | UnknownHostException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static RouteToken parse(ByteBuffer in) throws UnknownHostException {
        if (in.get() != VERSION) {
            throw new IllegalArgumentException("a token of another version");
        }
        int flags = in.get();
        long dialog = in.getLong();
        Instant issued = Instant.ofEpochSecond(in.getLong());
        SessionId session = (flags & SESSION) == 0 ? null : new SessionId(uuid(in));
        TenantId tenant = (flags & TENANT) == 0 ? null : new TenantId(uuid(in));
        Flow caller = (flags & CALLER_FLOW) == 0 ? null : flow(in);
        Flow callee = (flags & CALLEE_FLOW) == 0 ? null : flow(in);
        Side initiator = (flags & BEGUN_BY_CALLEE) == 0 ? Side.CALLER : Side.CALLEE;
        boolean platform = (flags & PLATFORM) != 0;
        return new RouteToken(session, tenant, text(in), text(in), initiator, caller, callee, dialog, issued, platform);
    }

    private static int flags(RouteToken token) {
        return (token.session() == null ? 0 : SESSION)
                | (token.tenant() == null ? 0 : TENANT)
                | (token.callerFlow() == null ? 0 : CALLER_FLOW)
                | (token.calleeFlow() == null ? 0 : CALLEE_FLOW)
                | (token.initiator() == Side.CALLER ? 0 : BEGUN_BY_CALLEE)
                | (token.platform() ? PLATFORM : 0);
    }

    private static void put(ByteBuffer out, UUID uuid) {
        out.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }

    private static UUID uuid(ByteBuffer in) {
        return new UUID(in.getLong(), in.getLong());
    }

    private static void put(ByteBuffer out, @Nullable Flow flow) {
        if (flow == null) {
            return;
        }
        byte[] address = flow.address().getAddress().getAddress();
        out.put((byte) (flow.transport() == Flow.Transport.UDP ? 0 : 1))
                .put((byte) address.length)
                .put(address);
        out.putShort((short) flow.address().getPort());
    }

    private static Flow flow(ByteBuffer in) throws UnknownHostException {
        Flow.Transport transport = in.get() == 0 ? Flow.Transport.UDP : Flow.Transport.TCP;
        byte[] address = new byte[in.get()];
        in.get(address);
        int port = Short.toUnsignedInt(in.getShort());
        return new Flow(transport, new InetSocketAddress(InetAddress.getByAddress(address), port));
    }

    private static void put(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, LONGEST_TEXT);
        out.put((byte) length).put(bytes, 0, length);
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[Byte.toUnsignedInt(in.get())];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private byte[] mac(byte[] body) {
        return Arrays.copyOf(ProxyKeys.hmac(key, body), MAC_LENGTH);
    }
}
