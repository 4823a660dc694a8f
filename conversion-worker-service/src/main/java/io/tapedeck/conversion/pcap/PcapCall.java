package io.tapedeck.conversion.pcap;

import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.media.FrameSink;
import io.tapedeck.conversion.media.RawCapture;
import io.tapedeck.conversion.pcap.CallFlows.Flow;
import io.tapedeck.conversion.pcap.CallFlows.Seen;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.srtp.SdesKey;
import io.tapedeck.protocol.srtp.SrtpReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call in a packet capture, described by the SDP of both parties. The caller's packets are replayed as interface 0, the
 * callee's as interface 1, decrypted.
 */
public final class PcapCall implements RawCapture {

    private static final int CALLER = 0;
    private static final int CALLEE = 1;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final PacketFile file;
    private final List<PartyDescription> parties;
    private final List<Map<Flow, Seen>> sent;

    private PcapCall(PacketFile file, List<PartyDescription> parties, List<Map<Flow, Seen>> sent) {
        this.file = file;
        this.parties = parties;
        this.sent = sent;
    }

    /**
     * Looks through the capture once.
     *
     * @throws JobFailure when it cannot be read, or the call is not in it
     */
    public static PcapCall find(Path capture, String callerSdp, String calleeSdp) throws JobFailure {
        var file = new PacketFile(capture);
        List<PartyDescription> parties = List.of(
                PartyDescription.parse("of the caller", callerSdp), PartyDescription.parse("of the callee", calleeSdp));
        var flows = new CallFlows();
        var udp = new UdpFrame();
        file.replay((unixNanos, packet) -> {
            if (udp.wrap(packet)) {
                flows.count(udp, unixNanos, packet);
            }
        });
        List<Map<Flow, Seen>> sent = List.of(
                flows.between(parties.get(CALLER), parties.get(CALLEE)),
                flows.between(parties.get(CALLEE), parties.get(CALLER)));
        if (sent.get(CALLER).isEmpty() && sent.get(CALLEE).isEmpty()) {
            throw notFound(flows.all().size());
        }
        return new PcapCall(file, parties, sent);
    }

    private static JobFailure notFound(int flows) {
        return flows == 0
                ? JobFailure.of(
                        FailureCode.NO_MEDIA,
                        "The capture has no packet of sound (RTP), at most control packets (RTCP).")
                : JobFailure.of(
                        FailureCode.SDP_MISMATCH,
                        "The capture has " + flows
                                + " RTP streams, but none from or to the addresses and ports of the two"
                                + " SDPs. Is it the capture of this call?");
    }

    /** When the first packet of the call was captured. */
    public Instant startedAt() {
        long first = sent.stream()
                .flatMap(flows -> flows.values().stream())
                .mapToLong(seen -> seen.firstNanos)
                .min()
                .orElse(0);
        return Instant.ofEpochSecond(first / NANOS_PER_SECOND, first % NANOS_PER_SECOND);
    }

    /** Both parties' streams, with the formats that were used. */
    public List<MediaStream> streams() {
        return List.of(stream(CALLER, Side.CALLER), stream(CALLEE, Side.CALLEE));
    }

    private MediaStream stream(int index, Side side) {
        var formats = new LinkedHashMap<Integer, PayloadFormat>();
        // the receiver says what the numbers mean; what it left out the sender may have named
        for (PartyDescription party : List.of(parties.get(1 - index), parties.get(index))) {
            party.payloads().forEach(format -> formats.putIfAbsent(format.payloadType(), format));
        }
        boolean encrypted = !readable(index);
        List<PayloadFormat> used = formats.values().stream()
                .filter(format ->
                        sent.get(index).values().stream().anyMatch(seen -> seen.payloadTypes.get(format.payloadType())))
                .map(format -> encrypted ? named("SRTP/" + format.encoding(), format) : format)
                .toList();
        return new MediaStream(index, side, "audio", 0, Component.RTP, used);
    }

    private boolean readable(int index) {
        PartyDescription sender = parties.get(index);
        return !sender.secure() || !sender.keys().isEmpty();
    }

    private static PayloadFormat named(String encoding, PayloadFormat format) {
        return new PayloadFormat(
                format.payloadType(), encoding, format.clockRateHertz(), format.channels(), format.parameters());
    }

    @Override
    public void replay(FrameSink sink) throws JobFailure {
        var udp = new UdpFrame();
        var openers = List.of(new Opener(keys(CALLER)), new Opener(keys(CALLEE)));
        var side = new HashMap<Flow, Integer>();
        sent.get(CALLEE).keySet().forEach(flow -> side.put(flow, CALLEE));
        sent.get(CALLER).keySet().forEach(flow -> side.put(flow, CALLER));
        file.replay((unixNanos, packet) -> {
            Integer index = udp.wrap(packet) ? side.get(Flow.of(udp)) : null;
            ByteBuffer open = index == null ? null : openers.get(index).open(udp, packet);
            if (index != null && open != null) {
                sink.accept(index, unixNanos, open);
            }
        });
    }

    /** Those whose tag the other side has chosen, else all (RFC 4568, 5.1.2). */
    private List<SdesKey> keys(int index) {
        List<SdesKey> own = parties.get(index).keys();
        List<Integer> tags =
                parties.get(1 - index).keys().stream().map(SdesKey::tag).toList();
        List<SdesKey> chosen =
                own.stream().filter(key -> tags.contains(key.tag())).toList();
        return chosen.isEmpty() ? own : chosen;
    }

    /** Decrypts what one party sends. */
    private static final class Opener {

        private final List<SrtpReader> readers = new ArrayList<>();

        Opener(List<SdesKey> keys) {
            keys.forEach(key -> readers.add(new SrtpReader(key)));
        }

        /** The packet itself where nothing is encrypted; null when it is not authentic. */
        @Nullable
        ByteBuffer open(UdpFrame udp, ByteBuffer packet) {
            if (readers.isEmpty()) {
                return packet;
            }
            for (SrtpReader reader : readers) {
                ByteBuffer payload = ByteBuffer.allocate(udp.payloadLength())
                        .put(packet.slice(udp.payloadOffset(), udp.payloadLength()))
                        .flip();
                if (reader.open(payload)) {
                    return framed(udp, payload);
                }
            }
            return null;
        }

        private static ByteBuffer framed(UdpFrame udp, ByteBuffer payload) {
            byte[] source = udp.sourceAddress();
            var frame = ByteBuffer.allocate(UdpFrame.headerLength(source.length > 4) + payload.remaining());
            UdpFrame.writeHeader(
                    frame,
                    source,
                    udp.sourcePort(),
                    udp.destinationAddress(),
                    udp.destinationPort(),
                    payload.remaining());
            return frame.put(payload).flip();
        }
    }
}
