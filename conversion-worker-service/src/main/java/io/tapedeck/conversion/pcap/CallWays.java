package io.tapedeck.conversion.pcap;

import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.media.FrameSink;
import io.tapedeck.conversion.pcap.CallFlows.Flow;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.rtp.RtpPacketView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which stream a packet belongs to. Where audio and video share a flow (RFC 9143), the payload type tells. One thread. */
final class CallWays {

    private final Map<Flow, List<Way>> ways = new HashMap<>();
    private final UdpFrame udp = new UdpFrame();
    private final RtpPacketView rtp = new RtpPacketView();
    private final boolean[] opened = new boolean[2];
    private final boolean[] refused = new boolean[2];

    private record Way(CallLine line, int party, Opener opener) {}

    CallWays(List<CallLine> lines) {
        for (CallLine line : lines) {
            for (int party : List.of(CallLine.CALLER, CallLine.CALLEE)) { // who is taken for the caller counts first
                var way = new Way(line, party, new Opener(line.keys(party)));
                line.sent()
                        .get(party)
                        .keySet()
                        .forEach(flow -> ways.computeIfAbsent(flow, _ -> new ArrayList<>())
                                .add(way));
            }
        }
    }

    /** Passes the packet on, decrypted, if it is the call's and authentic. */
    void pass(long unixNanos, ByteBuffer packet, FrameSink sink) throws JobFailure {
        Way way = udp.wrap(packet) ? wayOf(packet) : null;
        ByteBuffer open = way == null ? null : way.opener().open(udp, packet);
        if (way == null) {
            return;
        }
        opened[way.party()] |= open != null;
        refused[way.party()] |= open == null;
        if (open != null) {
            sink.accept(way.line().interfaceOf(way.party()), unixNanos, open);
        }
    }

    /** There were packets for the call, and no key of it fits any of them. */
    boolean noKeyFits() {
        return (refused[CallLine.CALLER] || refused[CallLine.CALLEE])
                && !opened[CallLine.CALLER]
                && !opened[CallLine.CALLEE];
    }

    /** Whether this party sent packets, and no key fits any of them. */
    boolean noKeyFits(int party) {
        return refused[party] && !opened[party];
    }

    private @Nullable Way wayOf(ByteBuffer packet) {
        List<Way> possible = ways.getOrDefault(Flow.of(udp), List.of());
        if (possible.size() > 1 && rtp.wrap(packet, udp.payloadOffset(), udp.payloadLength())) {
            for (Way way : possible) {
                if (way.line().knows(way.party(), rtp.payloadType())) {
                    return way;
                }
            }
        }
        return possible.isEmpty() ? null : possible.getFirst();
    }
}
