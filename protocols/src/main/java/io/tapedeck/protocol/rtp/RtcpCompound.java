package io.tapedeck.protocol.rtp;

import io.tapedeck.protocol.rtp.RtcpPacket.CanonicalName;
import io.tapedeck.protocol.rtp.RtcpPacket.Goodbye;
import io.tapedeck.protocol.rtp.RtcpPacket.Other;
import io.tapedeck.protocol.rtp.RtcpPacket.ReceiverReport;
import io.tapedeck.protocol.rtp.RtcpPacket.ReportBlock;
import io.tapedeck.protocol.rtp.RtcpPacket.SenderReport;
import io.tapedeck.protocol.rtp.RtcpPacket.SourceDescription;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads compound RTCP packets (RFC 3550, 6 and A.2), also of reduced size (RFC 5506).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|  count  |      type     | length in 32-bit words, less 1|  repeated to the end of the datagram
 * |                             ...                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class RtcpCompound {

    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int SOURCE_DESCRIPTION = 202;
    static final int GOODBYE = 203;
    static final int HEADER_LENGTH = 4;
    static final int REPORT_BLOCK_LENGTH = 24;
    static final int ITEM_CNAME = 1;
    static final int SENDER_INFO_LENGTH = 20;

    private RtcpCompound() {}

    /**
     * Reads position to limit; the buffer's position stays.
     *
     * @throws MalformedPacketException when a length, count or version contradicts the bytes; none of the compound is then to be
     *     believed
     */
    public static List<RtcpPacket> parse(ByteBuffer compound) throws MalformedPacketException {
        var packets = new ArrayList<RtcpPacket>(4);
        int position = compound.position();
        while (position < compound.limit()) {
            int length = packetLength(compound, position);
            packets.add(packet(compound.slice(position, length)));
            position += length;
        }
        if (packets.isEmpty()) {
            throw new MalformedPacketException("empty RTCP datagram");
        }
        return packets;
    }

    /**
     * Writes one packet at the buffer's position; call it once per packet of a compound.
     *
     * @throws java.nio.BufferOverflowException when it does not fit
     * @throws IllegalArgumentException for {@link Other}, whose content is not kept, and for texts over 255 bytes
     */
    public static void write(ByteBuffer out, RtcpPacket packet) {
        RtcpWriter.write(out, packet);
    }

    private static int packetLength(ByteBuffer compound, int position) throws MalformedPacketException {
        int left = compound.limit() - position;
        if (left < HEADER_LENGTH) {
            throw new MalformedPacketException(left + " bytes after the last RTCP packet");
        }
        if ((compound.get(position) & 0xC0) != 0x80) {
            throw new MalformedPacketException("RTCP version is not 2");
        }
        int length = Integer.BYTES * (RtpPackets.unsignedShort(compound, position + 2) + 1);
        if (length > left) {
            throw new MalformedPacketException("RTCP packet of " + length + " bytes in the last " + left);
        }
        boolean padded = (compound.get(position) & 0x20) != 0;
        if (padded && length < left) {
            throw new MalformedPacketException("padding inside an RTCP compound");
        }
        return length;
    }

    private static RtcpPacket packet(ByteBuffer packet) throws MalformedPacketException {
        int count = packet.get(0) & 0x1F;
        int type = packet.get(1) & 0xFF;
        int end = packet.limit() - padding(packet);
        return switch (type) {
            case SENDER_REPORT -> senderReport(packet, count, end);
            case RECEIVER_REPORT -> receiverReport(packet, count, end);
            case SOURCE_DESCRIPTION -> sourceDescription(packet, count, end);
            case GOODBYE -> goodbye(packet, count, end);
            default -> new Other(type, count, packet.limit());
        };
    }

    private static int padding(ByteBuffer packet) throws MalformedPacketException {
        if ((packet.get(0) & 0x20) == 0) {
            return 0;
        }
        int padding = packet.get(packet.limit() - 1) & 0xFF;
        if (padding == 0 || padding > packet.limit() - HEADER_LENGTH) {
            throw new MalformedPacketException("RTCP padding of " + padding + " bytes");
        }
        return padding;
    }

    private static SenderReport senderReport(ByteBuffer packet, int count, int end) throws MalformedPacketException {
        int reports = HEADER_LENGTH + Integer.BYTES + SENDER_INFO_LENGTH;
        require(end >= reports, "sender report");
        return new SenderReport(
                RtpPackets.word(packet, 4),
                unsignedWord(packet, 8) << 32 | unsignedWord(packet, 12),
                RtpPackets.word(packet, 16),
                unsignedWord(packet, 20),
                unsignedWord(packet, 24),
                reportBlocks(packet, reports, count, end));
    }

    private static ReceiverReport receiverReport(ByteBuffer packet, int count, int end)
            throws MalformedPacketException {
        int reports = HEADER_LENGTH + Integer.BYTES;
        require(end >= reports, "receiver report");
        return new ReceiverReport(RtpPackets.word(packet, 4), reportBlocks(packet, reports, count, end));
    }

    private static List<ReportBlock> reportBlocks(ByteBuffer packet, int offset, int count, int end)
            throws MalformedPacketException {
        require(end >= offset + count * REPORT_BLOCK_LENGTH, "report blocks");
        var blocks = new ArrayList<ReportBlock>(count);
        for (int i = 0; i < count; i++) {
            blocks.add(reportBlock(packet, offset + i * REPORT_BLOCK_LENGTH));
        }
        return blocks;
    }

    private static ReportBlock reportBlock(ByteBuffer packet, int at) {
        int loss = RtpPackets.word(packet, at + 4);
        return new ReportBlock(
                RtpPackets.word(packet, at),
                loss >>> 24,
                loss << 8 >> 8, // keeps the sign of 24 bits
                unsignedWord(packet, at + 8),
                unsignedWord(packet, at + 12),
                unsignedWord(packet, at + 16),
                unsignedWord(packet, at + 20));
    }

    /** Chunks of an SSRC and items {@code type, length, text}, each ended by a zero byte and filled to 32 bits. */
    private static SourceDescription sourceDescription(ByteBuffer packet, int count, int end)
            throws MalformedPacketException {
        var sources = new ArrayList<CanonicalName>(count);
        int position = HEADER_LENGTH;
        for (int i = 0; i < count; i++) {
            require(end >= position + Integer.BYTES, "source description");
            int ssrc = RtpPackets.word(packet, position);
            position += Integer.BYTES;
            String cname = "";
            while (position < end && packet.get(position) != 0) {
                require(end >= position + 2, "source description item");
                int length = packet.get(position + 1) & 0xFF;
                require(end >= position + 2 + length, "source description item");
                if (packet.get(position) == ITEM_CNAME) {
                    cname = text(packet, position + 2, length);
                }
                position += 2 + length;
            }
            position = position + Integer.BYTES & -Integer.BYTES; // at least one zero byte, then to the boundary
            sources.add(new CanonicalName(ssrc, cname));
        }
        return new SourceDescription(sources);
    }

    private static Goodbye goodbye(ByteBuffer packet, int count, int end) throws MalformedPacketException {
        int reasonAt = HEADER_LENGTH + count * Integer.BYTES;
        require(end >= reasonAt, "goodbye");
        var ssrcs = new ArrayList<Integer>(count);
        for (int i = 0; i < count; i++) {
            ssrcs.add(RtpPackets.word(packet, HEADER_LENGTH + i * Integer.BYTES));
        }
        if (end == reasonAt) {
            return new Goodbye(ssrcs, "");
        }
        int length = packet.get(reasonAt) & 0xFF;
        require(end >= reasonAt + 1 + length, "goodbye reason");
        return new Goodbye(ssrcs, text(packet, reasonAt + 1, length));
    }

    private static String text(ByteBuffer packet, int offset, int length) {
        byte[] bytes = new byte[length];
        packet.get(offset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static long unsignedWord(ByteBuffer packet, int index) {
        return Integer.toUnsignedLong(RtpPackets.word(packet, index));
    }

    private static void require(boolean holds, String what) throws MalformedPacketException {
        if (!holds) {
            throw new MalformedPacketException("RTCP packet too short for its " + what);
        }
    }
}
