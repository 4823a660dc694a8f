package io.tapedeck.conversion.pcap;

import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.protocol.rtp.RtpPackets;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The RTP flows of a capture, and which of them are a party's. One thread. */
final class CallFlows {

    private static final int MOST_FLOWS = 10_000;
    private static final int SOURCE_MATCHES = 2;

    private final Map<Flow, Seen> flows = new LinkedHashMap<>();
    private final RtpPacketView rtp = new RtpPacketView();

    /** From where to where. The buffers are never changed. */
    record Flow(ByteBuffer source, int sourcePort, ByteBuffer destination, int destinationPort) {

        static Flow of(UdpFrame udp) {
            return new Flow(
                    ByteBuffer.wrap(udp.sourceAddress()),
                    udp.sourcePort(),
                    ByteBuffer.wrap(udp.destinationAddress()),
                    udp.destinationPort());
        }
    }

    /** What went that way. */
    static final class Seen {
        long firstNanos;
        long packets;
        final BitSet payloadTypes = new BitSet();
    }

    void count(UdpFrame udp, long unixNanos, ByteBuffer packet) {
        int offset = udp.payloadOffset();
        int length = udp.payloadLength();
        if (RtpPackets.looksLikeRtcp(packet, offset, length) || !rtp.wrap(packet, offset, length)) {
            return;
        }
        Flow flow = Flow.of(udp);
        Seen seen = flows.get(flow);
        if (seen == null) {
            if (flows.size() >= MOST_FLOWS) {
                return;
            }
            seen = new Seen();
            seen.firstNanos = unixNanos;
            flows.put(flow, seen);
        }
        seen.packets++;
        seen.payloadTypes.set(rtp.payloadType());
    }

    /**
     * What {@code from} sends to {@code to}: by address and port; where no flow fits, by port alone, since addresses are rewritten
     * on the way. A flow that leaves the sender's own address is believed before one that only reaches the receiver's: a relay's
     * capture has both.
     */
    Map<Flow, Seen> between(PartyDescription from, PartyDescription to) {
        Map<Flow, Seen> exact = best(flow ->
                score(is(flow.source(), flow.sourcePort(), from), is(flow.destination(), flow.destinationPort(), to)));
        return !exact.isEmpty()
                ? exact
                : best(flow -> score(flow.sourcePort() == from.port(), flow.destinationPort() == to.port()));
    }

    List<Flow> all() {
        return List.copyOf(flows.keySet());
    }

    private Map<Flow, Seen> best(ToIntFunction<Flow> score) {
        var found = new LinkedHashMap<Flow, Seen>();
        boolean fromSource = flows.keySet().stream().anyMatch(flow -> score.applyAsInt(flow) >= SOURCE_MATCHES);
        flows.forEach((flow, seen) -> {
            if (score.applyAsInt(flow) >= (fromSource ? SOURCE_MATCHES : 1)) {
                found.put(flow, seen);
            }
        });
        return found;
    }

    private static int score(boolean source, boolean destination) {
        return (source ? SOURCE_MATCHES : 0) + (destination ? 1 : 0);
    }

    private static boolean is(ByteBuffer address, int port, PartyDescription party) {
        return port == party.port() && address.equals(ByteBuffer.wrap(party.address()));
    }
}
