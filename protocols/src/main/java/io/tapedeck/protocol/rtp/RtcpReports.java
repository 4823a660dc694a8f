package io.tapedeck.protocol.rtp;

import java.nio.ByteBuffer;

/**
 * Reads sender and receiver reports out of an RTCP compound where it lies, without allocating (RFC 3550, 6.4). For
 * everything else of a compound see {@link RtcpCompound}.
 */
public final class RtcpReports {

    private static final int SSRC_OFFSET = 4;
    private static final int NTP_MIDDLE_OFFSET = 10;

    private RtcpReports() {}

    /**
     * Tells the reader what the compound reports, as far as it is well-formed.
     *
     * @param offset index of the first byte in the buffer, whatever its position
     * @return false when a length, count or version contradicts the bytes; what came before it was told
     */
    public static boolean read(ByteBuffer compound, int offset, int length, Reader reader) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            if (end - at < RtcpCompound.HEADER_LENGTH || (compound.get(at) & 0xC0) != 0x80) {
                return false;
            }
            int size = Integer.BYTES * (RtpPackets.unsignedShort(compound, at + 2) + 1);
            if (size > end - at || !readPacket(compound, at, size, reader)) {
                return false;
            }
            at += size;
        }
        return length > 0;
    }

    private static boolean readPacket(ByteBuffer in, int at, int size, Reader reader) {
        int type = in.get(at + 1) & 0xFF;
        if (type != RtcpCompound.SENDER_REPORT && type != RtcpCompound.RECEIVER_REPORT) {
            return true;
        }
        boolean sender = type == RtcpCompound.SENDER_REPORT;
        int blocks = SSRC_OFFSET + Integer.BYTES + (sender ? RtcpCompound.SENDER_INFO_LENGTH : 0);
        int count = in.get(at) & 0x1F;
        if (size < blocks + count * RtcpCompound.REPORT_BLOCK_LENGTH) {
            return false;
        }
        if (sender) {
            reader.sent(RtpPackets.word(in, at + SSRC_OFFSET), RtpPackets.word(in, at + NTP_MIDDLE_OFFSET));
        }
        for (int i = 0; i < count; i++) {
            int block = at + blocks + i * RtcpCompound.REPORT_BLOCK_LENGTH;
            reader.received(
                    RtpPackets.word(in, block),
                    in.get(block + 4) & 0xFF,
                    RtpPackets.word(in, block + 4) << 8 >> 8,
                    RtpPackets.word(in, block + 12),
                    RtpPackets.word(in, block + 16),
                    RtpPackets.word(in, block + 20));
        }
        return true;
    }

    /** Takes what a compound reports, in its order. */
    public interface Reader {

        /** @param ntpMiddle the middle 32 bits of the sender report's NTP time */
        void sent(int ssrc, int ntpMiddle);

        /**
         * One report block; see {@link RtcpPacket.ReportBlock}.
         *
         * @param jitter 32 bits, unsigned
         * @param delaySinceLastSenderReport in 1/65,536 s, 32 bits, unsigned
         */
        void received(
                int ssrc,
                int fractionLost,
                int cumulativeLost,
                int jitter,
                int lastSenderReport,
                int delaySinceLastSenderReport);
    }
}
