package io.tapedeck.protocol.ip;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** IP packets of which only the beginning was captured, as with a short snaplen of tcpdump. */
public final class CutDatagram {

    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int UDP_HEADER = 8;
    private static final int PROTOCOL_UDP = 17;

    private CutDatagram() {}

    /** @param packet an IP packet from position to limit; whether it says that it is longer */
    public static boolean isCut(ByteBuffer packet) {
        return packet.remaining() >= IPV4_HEADER && lengthOf(packet) > packet.remaining();
    }

    /**
     * The datagram as if it ended where the capture of it does.
     *
     * @param packet one that {@link #isCut}
     * @return null when it is a fragment, no UDP, or its headers are not whole
     */
    public static @Nullable ByteBuffer shortened(ByteBuffer packet) {
        boolean ipv6 = version(packet) == 6;
        int header = ipv6 ? IPV6_HEADER : (packet.get(packet.position()) & 0x0f) * 4;
        int start = packet.position();
        if (packet.remaining() < header + UDP_HEADER
                || header < IPV4_HEADER
                || packet.get(start + (ipv6 ? 6 : 9)) != PROTOCOL_UDP
                || !ipv6 && (unsignedShort(packet, start + 6) & 0x3fff) != 0) {
            return null;
        }
        int length = packet.remaining();
        ByteBuffer copy = ByteBuffer.allocate(length).put(packet.duplicate()).flip();
        copy.putShort(ipv6 ? 4 : 2, (short) (ipv6 ? length - IPV6_HEADER : length));
        return copy.putShort(header + 4, (short) (length - header));
    }

    private static int lengthOf(ByteBuffer packet) {
        int start = packet.position();
        return switch (version(packet)) {
            case 4 -> unsignedShort(packet, start + 2);
            case 6 -> IPV6_HEADER + unsignedShort(packet, start + 4);
            default -> 0;
        };
    }

    private static int version(ByteBuffer packet) {
        return (packet.get(packet.position()) & 0xff) >> 4;
    }

    // Network byte order whatever order the buffer is set to: pcapng around it is little endian.
    private static int unsignedShort(ByteBuffer buffer, int at) {
        return (buffer.get(at) & 0xff) << 8 | buffer.get(at + 1) & 0xff;
    }
}
