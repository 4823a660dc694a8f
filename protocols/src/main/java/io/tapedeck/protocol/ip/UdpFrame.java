package io.tapedeck.protocol.ip;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A UDP datagram with its IP header in front, as link type "raw IP" has it (RFC 791, RFC 8200, RFC 768). Writing is
 * static; reading is a reusable flyweight for one thread.
 *
 * <pre>
 *  IPv4: |4|IHL| TOS | total length | id | flags, offset | TTL | protocol | checksum | source (4) | destination (4) |
 *  IPv6: |6| class | flow label | payload length | next header | hop limit | source (16) | destination (16) |
 *  UDP:  | source port | destination port | length | checksum |
 * </pre>
 */
public final class UdpFrame {

    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int UDP_HEADER = 8;
    private static final int PROTOCOL_UDP = 17;
    private static final int IPV4_ADDRESS = 4;
    private static final int IPV6_ADDRESS = 16;
    private static final int LONGEST_PACKET = 0xffff;
    private static final int HOPS = 64;
    private static final int FRAGMENT_MASK = 0x3fff; // more-fragments flag and offset

    private @Nullable ByteBuffer frame;
    private int addressOffset;
    private int addressLength;
    private int udpOffset;
    private int payloadLength;

    /** Bytes in front of the UDP payload. */
    public static int headerLength(boolean ipv6) {
        return (ipv6 ? IPV6_HEADER : IPV4_HEADER) + UDP_HEADER;
    }

    /**
     * Writes the headers at the buffer's position. The UDP checksum is 0, "not computed": the frame describes a packet
     * that the kernel has already checked. Over IPv6 readers remark on that; see {@link #completeChecksum}.
     *
     * @param sourceAddress 4 or 16 bytes; both addresses of one family
     * @throws IllegalArgumentException when the families differ or no datagram is that long
     */
    public static void writeHeader(
            ByteBuffer out,
            byte[] sourceAddress,
            int sourcePort,
            byte[] destinationAddress,
            int destinationPort,
            int payloadLength) {
        requireFit(sourceAddress.length, destinationAddress.length, payloadLength);
        if (sourceAddress.length == IPV4_ADDRESS) {
            writeIpv4(out, sourceAddress, destinationAddress, payloadLength);
        } else {
            writeIpv6(out, sourceAddress, destinationAddress, payloadLength);
        }
        putShort(out, sourcePort);
        putShort(out, destinationPort);
        putShort(out, UDP_HEADER + payloadLength);
        putShort(out, 0);
    }

    private static void requireFit(int source, int destination, int payloadLength) {
        if (source != destination || (source != IPV4_ADDRESS && source != IPV6_ADDRESS)) {
            throw new IllegalArgumentException("addresses of " + source + " and " + destination + " bytes");
        }
        int headers = source == IPV4_ADDRESS ? IPV4_HEADER + UDP_HEADER : UDP_HEADER;
        if (payloadLength < 0 || payloadLength > LONGEST_PACKET - headers) {
            throw new IllegalArgumentException("no datagram has " + payloadLength + " bytes");
        }
    }

    private static void writeIpv4(ByteBuffer out, byte[] source, byte[] destination, int payloadLength) {
        int start = out.position();
        putShort(out, 0x4500);
        putShort(out, IPV4_HEADER + UDP_HEADER + payloadLength);
        putShort(out, 0); // identification
        putShort(out, 0x4000); // do not fragment
        putShort(out, HOPS << 8 | PROTOCOL_UDP);
        putShort(out, 0); // checksum, below
        out.put(source).put(destination);
        putShort(out, start + 10, ipv4Checksum(out, start));
    }

    private static int ipv4Checksum(ByteBuffer header, int start) {
        return checksum(sum(header, start, start + IPV4_HEADER));
    }

    /**
     * Fills in the UDP checksum that IPv6 demands (RFC 8200, 8.1). IPv4 frames stay as they are: there 0 means "not computed".
     *
     * @param frame position to limit: headers of {@link #writeHeader} with their payload behind them; the position stays
     */
    public static void completeChecksum(ByteBuffer frame) {
        int start = frame.position();
        if ((frame.get(start) & 0xff) >> 4 != 6) {
            return;
        }
        int udp = start + IPV6_HEADER;
        int end = udp + unsignedShort(frame, udp + 4);
        putShort(frame, udp + 6, 0);
        long sum = sum(frame, start + 8, end) + (end - udp) + PROTOCOL_UDP; // addresses and length: the pseudo header
        int checksum = checksum(sum);
        putShort(frame, udp + 6, checksum == 0 ? 0xffff : checksum);
    }

    /** 16-bit words from start to end; an odd last byte is the upper half of a word. */
    private static long sum(ByteBuffer bytes, int start, int end) {
        long sum = 0;
        for (int i = start; i + 1 < end; i += 2) {
            sum += unsignedShort(bytes, i);
        }
        return (end - start) % 2 == 0 ? sum : sum + ((bytes.get(end - 1) & 0xff) << 8);
    }

    /** RFC 1071: the complement of the one's complement sum. */
    private static int checksum(long sum) {
        long folded = (sum & 0xffff) + (sum >>> 16);
        return (int) ~(folded + (folded >>> 16)) & 0xffff;
    }

    private static void writeIpv6(ByteBuffer out, byte[] source, byte[] destination, int payloadLength) {
        putShort(out, 0x6000);
        putShort(out, 0);
        putShort(out, UDP_HEADER + payloadLength);
        putShort(out, PROTOCOL_UDP << 8 | HOPS);
        out.put(source).put(destination);
    }

    /**
     * Looks at a frame from its position to its limit.
     *
     * @return false when it is not one whole UDP datagram; the getters then mean nothing
     */
    public boolean wrap(ByteBuffer candidate) {
        frame = candidate;
        if (candidate.remaining() < IPV4_HEADER + UDP_HEADER) {
            return false;
        }
        return switch ((candidate.get(candidate.position()) & 0xff) >> 4) {
            case 4 -> wrapIpv4(candidate, candidate.position());
            case 6 -> wrapIpv6(candidate, candidate.position());
            default -> false;
        };
    }

    private boolean wrapIpv4(ByteBuffer candidate, int start) {
        int headerLength = (candidate.get(start) & 0x0f) * 4;
        boolean isFragment = (unsignedShort(candidate, start + 6) & FRAGMENT_MASK) != 0;
        if (headerLength < IPV4_HEADER || isFragment || candidate.get(start + 9) != PROTOCOL_UDP) {
            return false;
        }
        addressOffset = start + 12;
        addressLength = IPV4_ADDRESS;
        return wrapUdp(candidate, start + headerLength, start + unsignedShort(candidate, start + 2));
    }

    private boolean wrapIpv6(ByteBuffer candidate, int start) {
        if (candidate.remaining() < IPV6_HEADER + UDP_HEADER || candidate.get(start + 6) != PROTOCOL_UDP) {
            return false;
        }
        addressOffset = start + 8;
        addressLength = IPV6_ADDRESS;
        int end = start + IPV6_HEADER + unsignedShort(candidate, start + 4);
        return wrapUdp(candidate, start + IPV6_HEADER, end);
    }

    /** The IP packet may be shorter than the frame, which a link layer has filled up, but never longer. */
    private boolean wrapUdp(ByteBuffer candidate, int offset, int end) {
        if (end > candidate.limit() || end < offset + UDP_HEADER) {
            return false;
        }
        udpOffset = offset;
        payloadLength = unsignedShort(candidate, offset + 4) - UDP_HEADER;
        return payloadLength >= 0 && payloadLength <= end - offset - UDP_HEADER;
    }

    public byte[] sourceAddress() {
        return address(addressOffset);
    }

    public byte[] destinationAddress() {
        return address(addressOffset + addressLength);
    }

    public int sourcePort() {
        return unsignedShort(wrapped(), udpOffset);
    }

    public int destinationPort() {
        return unsignedShort(wrapped(), udpOffset + 2);
    }

    /** Absolute offset of the UDP payload in the wrapped buffer. */
    public int payloadOffset() {
        return udpOffset + UDP_HEADER;
    }

    public int payloadLength() {
        return payloadLength;
    }

    private byte[] address(int offset) {
        var address = new byte[addressLength];
        wrapped().get(offset, address);
        return address;
    }

    private ByteBuffer wrapped() {
        return Objects.requireNonNull(frame, "nothing was wrapped");
    }

    // Network byte order whatever order the buffer is set to: pcapng around it is little endian.
    private static int unsignedShort(ByteBuffer buffer, int offset) {
        return (buffer.get(offset) & 0xff) << 8 | (buffer.get(offset + 1) & 0xff);
    }

    private static void putShort(ByteBuffer out, int offset, int value) {
        out.put(offset, (byte) (value >> 8)).put(offset + 1, (byte) value);
    }

    private static void putShort(ByteBuffer out, int value) {
        out.put((byte) (value >> 8)).put((byte) value);
    }
}
