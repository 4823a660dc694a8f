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
import java.util.List;

/** The way back of {@link RtcpCompound#parse}: header first with an empty length, which is filled in once the end is known. */
final class RtcpWriter {

    private static final int MAX_TEXT = 255;

    private RtcpWriter() {}

    static void write(ByteBuffer out, RtcpPacket packet) {
        int start = out.position();
        switch (packet) {
            case SenderReport report -> senderReport(out, report);
            case ReceiverReport report -> receiverReport(out, report);
            case SourceDescription description -> sourceDescription(out, description);
            case Goodbye goodbye -> goodbye(out, goodbye);
            case Other other -> throw new IllegalArgumentException("nothing is kept of type " + other.type());
        }
        int words = (out.position() - start) / Integer.BYTES - 1;
        out.put(start + 2, (byte) (words >>> 8));
        out.put(start + 3, (byte) words);
    }

    private static void senderReport(ByteBuffer out, SenderReport report) {
        header(out, RtcpCompound.SENDER_REPORT, report.reports().size());
        RtpPackets.putWord(out, report.ssrc());
        RtpPackets.putWord(out, (int) (report.ntpTimestamp() >>> 32));
        RtpPackets.putWord(out, (int) report.ntpTimestamp());
        RtpPackets.putWord(out, report.rtpTimestamp());
        RtpPackets.putWord(out, (int) report.packetCount());
        RtpPackets.putWord(out, (int) report.octetCount());
        reportBlocks(out, report.reports());
    }

    private static void receiverReport(ByteBuffer out, ReceiverReport report) {
        header(out, RtcpCompound.RECEIVER_REPORT, report.reports().size());
        RtpPackets.putWord(out, report.ssrc());
        reportBlocks(out, report.reports());
    }

    private static void reportBlocks(ByteBuffer out, List<ReportBlock> blocks) {
        for (ReportBlock block : blocks) {
            RtpPackets.putWord(out, block.ssrc());
            RtpPackets.putWord(out, block.fractionLost() << 24 | block.cumulativeLost() & 0xFF_FFFF);
            RtpPackets.putWord(out, (int) block.extendedHighestSequenceNumber());
            RtpPackets.putWord(out, (int) block.jitter());
            RtpPackets.putWord(out, (int) block.lastSenderReport());
            RtpPackets.putWord(out, (int) block.delaySinceLastSenderReport());
        }
    }

    private static void sourceDescription(ByteBuffer out, SourceDescription description) {
        header(out, RtcpCompound.SOURCE_DESCRIPTION, description.sources().size());
        for (CanonicalName source : description.sources()) {
            RtpPackets.putWord(out, source.ssrc());
            int start = out.position();
            out.put((byte) RtcpCompound.ITEM_CNAME);
            text(out, source.cname());
            out.put((byte) 0);
            fillToWord(out, start);
        }
    }

    private static void goodbye(ByteBuffer out, Goodbye goodbye) {
        header(out, RtcpCompound.GOODBYE, goodbye.ssrcs().size());
        goodbye.ssrcs().forEach(ssrc -> RtpPackets.putWord(out, ssrc));
        if (!goodbye.reason().isEmpty()) {
            int start = out.position();
            text(out, goodbye.reason());
            fillToWord(out, start);
        }
    }

    private static void header(ByteBuffer out, int type, int count) {
        out.put((byte) (0x80 | count));
        out.put((byte) type);
        RtpPackets.putShort(out, 0);
    }

    private static void text(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_TEXT) {
            throw new IllegalArgumentException("RTCP texts have at most 255 bytes, was " + bytes.length);
        }
        out.put((byte) bytes.length);
        out.put(bytes);
    }

    private static void fillToWord(ByteBuffer out, int start) {
        while ((out.position() - start) % Integer.BYTES != 0) {
            out.put((byte) 0);
        }
    }
}
