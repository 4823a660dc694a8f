package io.tapedeck.conversion.pcap;

import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.media.FrameSink;
import io.tapedeck.conversion.pcap.CallFlows.Flow;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.protocol.rtp.RtpPackets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which stream a packet belongs to. Where audio and video share a flow (RFC 9143), the payload type tells. Leaves out what was
 * captured at another time than the call, if the times are true, and RTCP, which nobody hears. One thread.
 */
final class CallWays {

    /** Each sample is a code of its own, so that the beginning of a packet is sound. */
    private static final Set<String> CODES = Set.of("PCMU", "PCMA", "G722", "L16");

    private final Map<Flow, List<Way>> ways = new HashMap<>();
    private final UdpFrame udp = new UdpFrame();
    private final RtpPacketView rtp = new RtpPacketView();
    private final boolean[] opened = new boolean[2];
    private final boolean[] refused = new boolean[2];
    private final Stretches times;
    private final UntimedPackets untimedPackets = new UntimedPackets();
    private long untimed;
    private long astray;
    private long cut;
    private int longestCut;
    private long passed; // of RTP

    private record Way(CallLine line, int party, Opener opener) {}

    /** @param times when packets of the call were captured */
    CallWays(List<CallLine> lines, Stretches times) {
        this.times = times;
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
    void pass(PacketCursor at, FrameSink sink) throws JobFailure {
        ByteBuffer packet = at.packet();
        Way way = udp.wrap(packet) && !isControl(packet) ? wayOf(packet) : null;
        if (way != null && isUsable(at, way)) {
            ByteBuffer open = way.opener().open(udp, packet);
            opened[way.party()] |= open != null;
            refused[way.party()] |= open == null;
            if (open != null) {
                boolean isRtp = rtp.wrapEncrypted(packet, udp.payloadOffset(), udp.payloadLength());
                passed += isRtp ? 1 : 0;
                long time = isRtp && !at.isTimed() ? likelyTime(at, way) : at.unixNanos();
                sink.accept(way.line().interfaceOf(way.party()), time, open);
            }
        }
    }

    private boolean isControl(ByteBuffer packet) {
        return RtpPackets.looksLikeRtcp(packet, udp.payloadOffset(), udp.payloadLength());
    }

    private long likelyTime(PacketCursor at, Way way) {
        untimed++;
        return untimedPackets.timeOf(rtp, way.line().clockRateHertz(way.party(), rtp.payloadType()), at.unixNanos());
    }

    private boolean isUsable(PacketCursor at, Way way) {
        boolean inTime = times.contain(at.unixNanos());
        if (inTime && at.cutAt() == 0) {
            return true;
        }
        ByteBuffer packet = at.packet();
        if (!rtp.wrap(packet, udp.payloadOffset(), udp.payloadLength())) {
            return false;
        }
        if (!inTime) {
            astray++;
            return false;
        }
        cut++;
        longestCut = Math.max(longestCut, at.cutAt());
        return CODES.contains(way.line().encoding(way.party(), rtp.payloadType()))
                && way.line().keys(way.party()).isEmpty();
    }

    /** What people should know of what was read. */
    List<String> remarks() {
        var remarks = new ArrayList<String>();
        if (astray > 0) {
            remarks.add(astray + (astray == 1 ? " packet was" : " packets were")
                    + " left out, because the time of the capture lies far from the rest of the call.");
        }
        if (untimed > 0) {
            remarks.add("Nobody noted when " + (untimed == 1 ? "one packet was" : untimed + " packets were")
                    + " captured (simple packet blocks); they are where their RTP timestamps say.");
        }
        if (cut > 0) {
            remarks.add(cut + (cut == 1 ? " packet was" : " packets were") + " cut when captured (snaplen " + longestCut
                    + "); what is missing cannot be heard. Capture whole packets (tcpdump -s 0).");
        }
        return remarks;
    }

    /** Everything there is of the call was cut, and nothing of it was of use. */
    boolean nothingButCuts() {
        return cut > 0 && passed == 0;
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
