package io.tapedeck.protocol.ip;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts IP fragments together (RFC 791, 3.2; RFC 8200, 4.5) and takes IPv6 extension headers and authentication headers (RFC
 * 4302) out, so that what comes out is one whole packet as {@link UdpFrame} reads it. Memory is bounded: the oldest unfinished
 * packet is given up. Not safe for use by several threads.
 *
 * <pre>
 * IPv4:  identification at 4, flags and offset at 6: |0|DF|MF| offset in 8 bytes (13) |
 * IPv6:  fragment header (44): | next header | reserved | offset (13), 00, M | identification (4) |
 * AH (51): | next header | length in 4 bytes, less 2 | reserved (2) | SPI (4) | sequence (4) | integrity check |
 * </pre>
 */
public final class Reassembly {

    private static final int MOST_UNFINISHED = 64;
    private static final int LONGEST_PACKET = 0xffff;
    private static final int IPV6_HEADER = 40;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;

    /** Fragments begin at multiples of it. */
    private static final int UNIT = 8;

    private final Map<ByteBuffer, Unfinished> unfinished = new LinkedHashMap<>();

    /** What has come of one packet. The head is that of the fragment with offset 0. */
    private static final class Unfinished {
        byte[] head = new byte[0];
        byte[] body = new byte[0];
        int total = -1;

        /** By units; the last one of the packet may be shorter. */
        final BitSet received = new BitSet();

        void put(byte[] part, int offset) {
            if (body.length < offset + part.length) {
                body = Arrays.copyOf(body, offset + part.length);
            }
            System.arraycopy(part, 0, body, offset, part.length);
            received.set(offset / UNIT, (offset + part.length + UNIT - 1) / UNIT);
        }

        boolean isWhole() {
            return total >= 0 && head.length > 0 && received.nextClearBit(0) * UNIT >= total;
        }
    }

    /**
     * @param packet an IP packet from position to limit; both stay
     * @return the packet itself when it is whole, a new one when it was completed by this fragment, null when parts are missing
     *     or it is no IP packet
     */
    public @Nullable ByteBuffer whole(ByteBuffer packet) {
        if (packet.remaining() < 20) {
            return null;
        }
        return switch ((packet.get(packet.position()) & 0xff) >> 4) {
            case 4 -> ipv4(packet);
            case 6 -> ipv6(packet);
            default -> null;
        };
    }

    private @Nullable ByteBuffer ipv4(ByteBuffer packet) {
        int start = packet.position();
        int field = unsignedShort(packet, start + 6);
        boolean authenticated = packet.get(start + 9) == AUTHENTICATION;
        if ((field & 0x3fff) == 0 && !authenticated) {
            return packet;
        }
        int header = (packet.get(start) & 0x0f) * 4;
        int end = Math.min(packet.limit(), start + unsignedShort(packet, start + 2));
        if (header < 20 || start + header > end) {
            return null;
        }
        var key = ByteBuffer.allocate(11)
                .put(packet.slice(start + 12, 8))
                .put(packet.get(start + 9))
                .put(packet.slice(start + 4, 2))
                .flip();
        byte[] head = bytes(packet, start, start + header);
        byte[] body = bytes(packet, start + header, end);
        return (field & 0x3fff) == 0
                ? ipv4Packet(head, body)
                : add(key, head, (field & 0x1fff) * UNIT, (field & 0x2000) != 0, body);
    }

    private @Nullable ByteBuffer ipv6(ByteBuffer packet) {
        int start = packet.position();
        if (packet.remaining() < IPV6_HEADER) {
            return null;
        }
        int end = Math.min(packet.limit(), start + IPV6_HEADER + unsignedShort(packet, start + 4));
        int next = packet.get(start + 6) & 0xff;
        int at = start + IPV6_HEADER;
        while (isExtension(next) && at + 8 <= end) {
            if (next == FRAGMENT) {
                return ipv6Fragment(packet, start, at, end);
            }
            int header = at;
            int length = packet.get(header + 1) & 0xff;
            at += next == AUTHENTICATION ? (length + 2) * 4 : (length + 1) * 8;
            next = packet.get(header) & 0xff;
        }
        if (at == start + IPV6_HEADER) {
            return packet;
        }
        return at > end ? null : ipv6Packet(bytes(packet, start, start + IPV6_HEADER), next, bytes(packet, at, end));
    }

    private @Nullable ByteBuffer ipv6Fragment(ByteBuffer packet, int start, int at, int end) {
        int field = unsignedShort(packet, at + 2);
        var key = ByteBuffer.allocate(36)
                .put(packet.slice(start + 8, 32))
                .put(packet.slice(at + 4, 4))
                .flip();
        byte[] head = bytes(packet, start, start + IPV6_HEADER);
        head[6] = packet.get(at);
        return add(key, head, field & 0xfff8, (field & 1) != 0, bytes(packet, at + 8, end));
    }

    private static boolean isExtension(int next) {
        return next == 0 || next == 43 || next == FRAGMENT || next == AUTHENTICATION || next == 60;
    }

    private @Nullable ByteBuffer add(ByteBuffer key, byte[] head, int offset, boolean more, byte[] part) {
        if (offset + part.length > LONGEST_PACKET) {
            return null;
        }
        Unfinished packet = unfinished.computeIfAbsent(key, _ -> new Unfinished());
        if (unfinished.size() > MOST_UNFINISHED) {
            unfinished.remove(unfinished.keySet().iterator().next());
        }
        packet.put(part, offset);
        if (offset == 0) {
            packet.head = head;
        }
        if (!more) {
            packet.total = offset + part.length;
        }
        if (!packet.isWhole()) {
            return null;
        }
        unfinished.remove(key);
        byte[] body = Arrays.copyOf(packet.body, packet.total);
        return (packet.head[0] & 0xf0) == 0x40 ? ipv4Packet(packet.head, body) : ipv6Packet(packet.head, -1, body);
    }

    private static ByteBuffer ipv4Packet(byte[] head, byte[] body) {
        int skipped = authentication(head, body);
        if (skipped > 0) {
            head[9] = body[0];
        }
        ByteBuffer whole = join(head, Arrays.copyOfRange(body, skipped, body.length));
        putShort(whole, 2, whole.limit());
        putShort(whole, 6, 0);
        return whole;
    }

    /** Bytes of the authentication header that the body begins with. */
    private static int authentication(byte[] head, byte[] body) {
        if (head[9] != AUTHENTICATION || body.length < UNIT) {
            return 0;
        }
        return Math.min(body.length, ((body[1] & 0xff) + 2) * 4);
    }

    private static ByteBuffer ipv6Packet(byte[] head, int next, byte[] body) {
        ByteBuffer whole = join(head, body);
        putShort(whole, 4, body.length);
        if (next >= 0) {
            whole.put(6, (byte) next);
        }
        return whole;
    }

    private static ByteBuffer join(byte[] head, byte[] body) {
        return ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .flip();
    }

    private static byte[] bytes(ByteBuffer from, int start, int end) {
        var bytes = new byte[Math.max(0, end - start)];
        from.get(start, bytes);
        return bytes;
    }

    private static int unsignedShort(ByteBuffer buffer, int at) {
        return (buffer.get(at) & 0xff) << 8 | buffer.get(at + 1) & 0xff;
    }

    private static void putShort(ByteBuffer buffer, int at, int value) {
        buffer.put(at, (byte) (value >> 8)).put(at + 1, (byte) value);
    }
}
