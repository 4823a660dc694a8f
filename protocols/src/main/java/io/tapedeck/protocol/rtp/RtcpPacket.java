package io.tapedeck.protocol.rtp;

import java.util.List;

/** One packet of an RTCP compound (RFC 3550, 6). Fields of 32 bits that are identifiers are ints, those that count are longs. */
public sealed interface RtcpPacket {

    /** Most blocks, chunks or sources that the five-bit count of a packet can announce. */
    int MAX_COUNT = 31;

    /**
     * Statistics of one stream as its receiver saw it (RFC 3550, 6.4.1).
     *
     * @param fractionLost of 256, since the report before
     * @param cumulativeLost 24 bits, signed: duplicates count as negative loss
     * @param jitter in ticks of the stream's clock
     * @param lastSenderReport middle 32 bits of the NTP time of the last sender report, 0 for none
     * @param delaySinceLastSenderReport in 1/65,536 s
     */
    record ReportBlock(
            int ssrc,
            int fractionLost,
            int cumulativeLost,
            long extendedHighestSequenceNumber,
            long jitter,
            long lastSenderReport,
            long delaySinceLastSenderReport) {}

    /**
     * Ties a stream's clock to wall-clock time (RFC 3550, 6.4.1).
     *
     * @param ntpTimestamp seconds since 1900 in the upper 32 bits, fraction in the lower
     */
    record SenderReport(
            int ssrc, long ntpTimestamp, int rtpTimestamp, long packetCount, long octetCount, List<ReportBlock> reports)
            implements RtcpPacket {

        public SenderReport {
            reports = bounded(reports);
        }
    }

    record ReceiverReport(int ssrc, List<ReportBlock> reports) implements RtcpPacket {

        public ReceiverReport {
            reports = bounded(reports);
        }
    }

    /** Who is behind a source (RFC 3550, 6.5). Of its items only the CNAME is kept; empty when it has none. */
    record CanonicalName(int ssrc, String cname) {}

    record SourceDescription(List<CanonicalName> sources) implements RtcpPacket {

        public SourceDescription {
            sources = bounded(sources);
        }
    }

    /** Sources that leave (RFC 3550, 6.6). The reason may be empty. */
    record Goodbye(List<Integer> ssrcs, String reason) implements RtcpPacket {

        public Goodbye {
            ssrcs = bounded(ssrcs);
        }
    }

    /**
     * Any other type: feedback (205, 206), APP (204), extended reports (207).
     *
     * @param type 0 to 255
     * @param count the five bits after the padding bit; feedback packets keep their format there
     * @param length bytes of the whole packet with its header
     */
    record Other(int type, int count, int length) implements RtcpPacket {}

    private static <T> List<T> bounded(List<T> items) {
        if (items.size() > MAX_COUNT) {
            throw new IllegalArgumentException("one RTCP packet holds " + MAX_COUNT + " items, was " + items.size());
        }
        return List.copyOf(items);
    }
}
