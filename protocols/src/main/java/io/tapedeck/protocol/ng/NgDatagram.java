package io.tapedeck.protocol.ng;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One message of the ng protocol on the wire: a cookie that repeats in the reply, a space, a dictionary in bencode or JSON.
 *
 * @param cookie unique per request; the same again means the same request again
 */
@SuppressWarnings("ArrayRecordComponent") // two datagrams are never compared
public record NgDatagram(String cookie, byte[] body) {

    private static final int LONGEST_COOKIE = 255;

    /** Empty when there is no cookie with a space behind it, so that nobody could be answered. */
    public static Optional<NgDatagram> split(ByteBuffer datagram) {
        int start = datagram.position();
        int furthest = Math.min(datagram.limit(), start + LONGEST_COOKIE + 1);
        for (int i = start; i < furthest; i++) {
            if (datagram.get(i) == ' ') {
                return i == start ? Optional.empty() : Optional.of(cut(datagram, start, i));
            }
        }
        return Optional.empty();
    }

    private static NgDatagram cut(ByteBuffer datagram, int start, int space) {
        var cookie = new byte[space - start];
        var body = new byte[datagram.limit() - space - 1];
        datagram.get(start, cookie).get(space + 1, body);
        return new NgDatagram(new String(cookie, StandardCharsets.ISO_8859_1), body);
    }

    public boolean isJson() {
        return body.length > 0 && body[0] == '{';
    }

    public byte[] toBytes() {
        byte[] head = (cookie + " ").getBytes(StandardCharsets.ISO_8859_1);
        var bytes = new byte[head.length + body.length];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(body, 0, bytes, head.length, body.length);
        return bytes;
    }
}
