package io.tapedeck.capture.media;

import io.tapedeck.capture.media.RelayCounters.Count;
import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.protocol.srtp.SrtpReader;
import java.nio.ByteBuffer;

/**
 * Decrypts, where it lies, what of an encrypted stream is to be kept or listened to, once it was sent on as it came. What is
 * not authentic is nothing that a party has said: it is counted, and in no recording. Loop thread only.
 */
final class PacketOpener {

    static final int REFUSED = SrtpReader.REFUSED;

    private final RelayCounters counters;
    private final ReportReader reports;

    PacketOpener(RelayCounters counters, ReportReader reports) {
        this.counters = counters;
        this.reports = reports;
    }

    /**
     * @param packet its header; of the whole packet afterwards
     * @param kept whether it is to be written down
     * @return the length of what is to be kept, or {@link #REFUSED}
     */
    int openRtp(
            MediaPort port,
            Encryption encryption,
            RtpPacketView packet,
            ByteBuffer memory,
            int start,
            int length,
            boolean kept,
            long now) {
        if (!kept && !port.listensTo(packet.payloadType())) {
            encryption.pass(packet.ssrc(), packet.sequenceNumber());
            listen(port, packet, memory, now); // to its header: the end of a key shows there
            return REFUSED;
        }
        int plain = open(port, encryption, memory, start, length, false);
        if (plain != REFUSED && (encryption.isOpaque() || packet.wrap(memory, start, plain))) {
            if (port.tones != null) {
                port.tones.hear(packet, memory);
            }
            listen(port, packet, memory, now);
        }
        return plain;
    }

    private static void listen(MediaPort port, RtpPacketView packet, ByteBuffer memory, long now) {
        if (port.inflow != null) {
            port.inflow.listen(packet, memory, now);
        }
    }

    /** Reports are few and tell how the call is, so all of them are opened. */
    int openRtcp(MediaPort port, Encryption encryption, ByteBuffer memory, int start, int length, long now) {
        int plain = open(port, encryption, memory, start, length, true);
        if (plain != REFUSED && !encryption.isOpaque()) {
            reports.read(port, memory, start, plain, now);
        }
        return plain;
    }

    private int open(MediaPort port, Encryption encryption, ByteBuffer memory, int start, int length, boolean isRtcp) {
        int plain = encryption.open(memory, start, length, isRtcp);
        if (plain == REFUSED) {
            port.meter.unauthentic();
            counters.increment(Count.UNAUTHENTIC);
        }
        return plain;
    }
}
