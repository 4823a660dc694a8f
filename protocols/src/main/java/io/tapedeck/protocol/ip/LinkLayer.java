package io.tapedeck.protocol.ip;

import java.nio.ByteBuffer;

/**
 * Finds the IP packet behind the head of a link layer, by the link types of pcap and pcapng files.
 *
 * <pre>
 * Ethernet (1):     | destination (6) | source (6) | [0x8100 tag (4)]... | type (2) | [PPPoE or MPLS] |
 * SLL (113):        | packet type (2) | ARPHRD (2) | length (2) | address (8) | [tag]... | type (2) |
 * SLL2 (276):       | type (2) | reserved (2) | interface (4) | ARPHRD (2) | packet type, length | address (8) |
 * loopback (0, 108):| address family (4), in the byte order of the machine that captured |
 * PPP (9, 50):      | [0xff 0x03] | protocol (2, or 1 when it is odd) |                          RFC 1661, 2; RFC 1662
 * PPPoE (51):       | version, type | code, 0 | session (2) | length (2) | PPP protocol |         RFC 2516, 4
 * MPLS:             | label (20), class (3), last (1), hops (8) |... | IP, or [0 (4)] Ethernet |  RFC 3032, RFC 4448
 * </pre>
 */
public final class LinkLayer {

    private static final int NULL = 0;
    private static final int ETHERNET = 1;
    private static final int PPP = 9;
    private static final int RAW_BSD = 12;
    private static final int RAW_OPENBSD = 14;
    private static final int PPP_HDLC = 50;
    private static final int PPPOE = 51;
    private static final int RAW = 101;
    private static final int LOOP = 108;
    private static final int SLL = 113;
    private static final int IPV4 = 228;
    private static final int IPV6 = 229;
    private static final int SLL2 = 276;

    private static final int ETHERNET_TYPE = 12;
    private static final int ETHERNET_HEADER = 14;
    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86dd;
    private static final int TYPE_PPPOE = 0x8864;
    private static final int TYPE_MPLS = 0x8847;
    private static final int TYPE_MPLS_MULTICAST = 0x8848;
    private static final int PPP_IPV4 = 0x0021;
    private static final int PPP_IPV6 = 0x0057;
    private static final int PPPOE_HEADER = 6;
    private static final int TAG = 4;
    private static final int ADDRESS_AND_CONTROL = 0xff03;
    private static final int LABEL = 4;
    private static final int CONTROL_WORD = 4;
    private static final int LAST_LABEL = 0x01;

    private LinkLayer() {}

    /** Whether frames of this link type can be read. */
    public static boolean knows(int linkType) {
        return switch (linkType) {
            case NULL, ETHERNET, PPP, RAW_BSD, RAW_OPENBSD, PPP_HDLC, PPPOE, RAW, LOOP, SLL, IPV4, IPV6, SLL2 -> true;
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
            case ETHERNET -> skipTyped(frame, ETHERNET_TYPE, ETHERNET_HEADER);
            case SLL -> skipTyped(frame, 14, 16);
            case SLL2 -> skipTyped(frame, 0, 20);
            case NULL, LOOP -> skipFixed(frame, 4);
            case PPP, PPP_HDLC -> skipPpp(frame, frame.position());
            case PPPOE -> skipPppoe(frame, frame.position());
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

    private static boolean skipTyped(ByteBuffer frame, int typeAt, int header) {
        int start = frame.position();
        if (frame.remaining() <= header) {
            return false;
        }
        return skipTagged(frame, unsignedShort(frame, start + typeAt), start + header, true);
    }

    /** VLAN tags, also several (802.1ad), stand between the head and the packet; each carries the type of what follows. */
    private static boolean skipTagged(ByteBuffer frame, int firstType, int at, boolean outer) {
        int type = firstType;
        int packet = at;
        while (isTag(type) && packet + TAG < frame.limit()) {
            type = unsignedShort(frame, packet + 2);
            packet += TAG;
        }
        frame.position(packet);
        return switch (type) {
            case TYPE_IPV4, TYPE_IPV6 -> true;
            case TYPE_PPPOE -> skipPppoe(frame, packet);
            case TYPE_MPLS, TYPE_MPLS_MULTICAST -> outer && skipLabels(frame, packet); // Ethernet in Ethernet once only
            default -> false;
        };
    }

    /** Only data: other codes build the session up and end it. */
    private static boolean skipPppoe(ByteBuffer frame, int at) {
        return at + PPPOE_HEADER < frame.limit()
                && frame.get(at) == 0x11
                && frame.get(at + 1) == 0
                && skipPpp(frame, at + PPPOE_HEADER);
    }

    private static boolean skipPpp(ByteBuffer frame, int start) {
        int at = start;
        if (at + 2 < frame.limit() && unsignedShort(frame, at) == ADDRESS_AND_CONTROL) {
            at += 2;
        }
        if (at >= frame.limit()) {
            return false;
        }
        boolean shortened = (frame.get(at) & 1) != 0;
        int packet = at + (shortened ? 1 : 2);
        if (packet >= frame.limit()) {
            return false;
        }
        int protocol = shortened ? frame.get(at) & 0xff : unsignedShort(frame, at);
        frame.position(packet);
        return protocol == PPP_IPV4 || protocol == PPP_IPV6;
    }

    /** Nothing but its first bytes says what is behind the labels (RFC 4928, 3): IP, else Ethernet, perhaps with a control word. */
    private static boolean skipLabels(ByteBuffer frame, int start) {
        int at = start + LABEL;
        while (at < frame.limit() && (frame.get(at - 2) & LAST_LABEL) == 0) {
            at += LABEL;
        }
        if (at >= frame.limit()) {
            return false;
        }
        frame.position(at);
        int version = (frame.get(at) & 0xff) >> 4;
        return version == 4 || version == 6 || skipInner(frame, at) || skipInner(frame, at + CONTROL_WORD);
    }

    private static boolean skipInner(ByteBuffer frame, int at) {
        return at + ETHERNET_HEADER < frame.limit()
                && skipTagged(frame, unsignedShort(frame, at + ETHERNET_TYPE), at + ETHERNET_HEADER, false);
    }

    private static boolean isTag(int type) {
        return type == 0x8100 || type == 0x88a8 || type == 0x9100;
    }

    private static int unsignedShort(ByteBuffer buffer, int at) {
        return (buffer.get(at) & 0xff) << 8 | buffer.get(at + 1) & 0xff;
    }
}
