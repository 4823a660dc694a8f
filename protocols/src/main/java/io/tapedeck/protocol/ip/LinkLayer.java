package io.tapedeck.protocol.ip;

import java.nio.ByteBuffer;

/**
 * Finds the IP packet behind the head of a link layer, by the link types of pcap and pcapng files.
 *
 * <pre>
 * Ethernet (1):     | destination (6) | source (6) | [0x8100 tag (4)]... | type (2) |
 * SLL (113):        | packet type (2) | ARPHRD (2) | length (2) | address (8) | [tag]... | type (2) |
 * SLL2 (276):       | type (2) | reserved (2) | interface (4) | ARPHRD (2) | packet type, length | address (8) |
 * loopback (0, 108):| address family (4), in the byte order of the machine that captured |
 * </pre>
 */
public final class LinkLayer {

    private static final int NULL = 0;
    private static final int ETHERNET = 1;
    private static final int RAW_BSD = 12;
    private static final int RAW_OPENBSD = 14;
    private static final int RAW = 101;
    private static final int LOOP = 108;
    private static final int SLL = 113;
    private static final int IPV4 = 228;
    private static final int IPV6 = 229;
    private static final int SLL2 = 276;

    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86dd;
    private static final int TAG = 4;

    private LinkLayer() {}

    /** Whether frames of this link type can be read. */
    public static boolean knows(int linkType) {
        return switch (linkType) {
            case NULL, ETHERNET, RAW_BSD, RAW_OPENBSD, RAW, LOOP, SLL, IPV4, IPV6, SLL2 -> true;
            default -> false;
        };
    }

    /**
     * Moves the buffer's position to the first byte of the IP packet.
     *
     * @return false when there is none; the position then means nothing
     */
    public static boolean skip(int linkType, ByteBuffer frame) {
        return switch (linkType) {
            case ETHERNET -> skipTyped(frame, 12, 14);
            case SLL -> skipTyped(frame, 14, 16);
            case SLL2 -> skipTyped(frame, 0, 20);
            case NULL, LOOP -> skipFixed(frame, 4);
            case RAW_BSD, RAW_OPENBSD, RAW, IPV4, IPV6 -> skipFixed(frame, 0);
            default -> false;
        };
    }

    private static boolean skipFixed(ByteBuffer frame, int header) {
        if (frame.remaining() <= header) {
            return false;
        }
        frame.position(frame.position() + header);
        int version = (frame.get(frame.position()) & 0xff) >> 4;
        return version == 4 || version == 6;
    }

    /** VLAN tags, also several (802.1ad), stand between the head and the packet; each carries the type of what follows. */
    private static boolean skipTyped(ByteBuffer frame, int typeAt, int header) {
        int start = frame.position();
        if (frame.remaining() <= header) {
            return false;
        }
        int type = unsignedShort(frame, start + typeAt);
        int packet = start + header;
        while (isTag(type) && packet + TAG < frame.limit()) {
            type = unsignedShort(frame, packet + 2);
            packet += TAG;
        }
        frame.position(packet);
        return type == TYPE_IPV4 || type == TYPE_IPV6;
    }

    private static boolean isTag(int type) {
        return type == 0x8100 || type == 0x88a8 || type == 0x9100;
    }

    private static int unsignedShort(ByteBuffer buffer, int at) {
        return (buffer.get(at) & 0xff) << 8 | buffer.get(at + 1) & 0xff;
    }
}
