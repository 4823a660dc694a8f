package io.tapedeck.standalone.bench.convert;

import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.pcap.PcapCall;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.protocol.rtp.RtpPackets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The RTP packets of a short call, to be repeated for as long as a benchmark likes.
 *
 * @param streams of both parties; interface 0 is the caller's
 * @param spoken in the order of arrival
 */
record SpokenCall(List<MediaStream> streams, List<Spoken> spoken) {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Pieces of a call follow each other on whole packets of any usual length. */
    private static final long GRID_MILLIS = 120;

    /**
     * One packet.
     *
     * @param nanos since the first packet of the call
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Spoken(int side, long nanos, byte[] rtp) {}

    SpokenCall {
        streams = List.copyOf(streams);
        spoken = List.copyOf(spoken);
    }

    /** A fixture: {@code NAME.json} with the SDPs beside {@code NAME.pcap} or {@code NAME.pcap.gz}. */
    static SpokenCall fixture(Path folder, String name) throws IOException, JobFailure {
        Path pcap = folder.resolve(name + ".pcap");
        if (Files.exists(pcap)) {
            return read(folder, name, pcap);
        }
        Path unpacked = Files.createTempFile("tapedeck-bench", ".pcap");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve(name + ".pcap.gz")))) {
            Files.copy(in, unpacked, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            return read(folder, name, unpacked);
        } finally {
            Files.delete(unpacked);
        }
    }

    private static SpokenCall read(Path folder, String name, Path pcap) throws JobFailure {
        JsonNode json =
                JsonMapper.shared().readTree(folder.resolve(name + ".json").toFile());
        PcapCall call = PcapCall.find(
                pcap,
                json.at("/sdp/offer").stringValue(),
                json.at("/sdp/answer").stringValue());
        Instant start = call.startedAt();
        long first = start.getEpochSecond() * 1_000_000_000L + start.getNano();
        var spoken = new ArrayList<Spoken>();
        var udp = new UdpFrame();
        call.replay((side, nanos, frame) -> {
            if (udp.wrap(frame) && !RtpPackets.looksLikeRtcp(frame, udp.payloadOffset(), udp.payloadLength())) {
                var rtp = new byte[udp.payloadLength()];
                frame.get(udp.payloadOffset(), rtp);
                spoken.add(new Spoken(side, nanos - first, rtp));
            }
        });
        return new SpokenCall(call.streams(), spoken);
    }

    /** How long one piece is, with the pause before it is repeated. */
    long pieceNanos() {
        long millis = spoken.getLast().nanos() / NANOS_PER_MILLI + GRID_MILLIS;
        return (millis / GRID_MILLIS + 1) * GRID_MILLIS * NANOS_PER_MILLI;
    }

    /** Packets that one repetition adds to the sequence numbers of each source. */
    Map<Integer, Integer> sequenceSteps() {
        var first = new HashMap<Integer, Integer>();
        var steps = new HashMap<Integer, Integer>();
        var rtp = new RtpPacketView();
        for (Spoken packet : spoken) {
            if (rtp.wrap(ByteBuffer.wrap(packet.rtp()))) {
                int number = rtp.sequenceNumber();
                int from = first.computeIfAbsent(rtp.ssrc(), _ -> number);
                steps.merge(rtp.ssrc(), (number - from & 0xFFFF) + 1, Math::max);
            }
        }
        return steps;
    }

    /** Ticks of the packet's clock in that time. */
    int ticks(Spoken packet, long nanos) {
        int type = packet.rtp()[1] & 0x7F;
        int hertz = streams.get(packet.side()).payloads().stream()
                .filter(format -> format.payloadType() == type)
                .mapToInt(PayloadFormat::clockRateHertz)
                .findFirst()
                .orElse(8_000);
        return (int) (nanos / NANOS_PER_MILLI * hertz / 1_000);
    }
}
