package io.tapedeck.conversion.pcap;

import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.protocol.rtp.RtpPackets;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The RTP flows of a capture, and which of them are a party's. One thread. */
final class CallFlows {

    private static final int MOST_FLOWS = 10_000;

    /** From or to a port of the call. Those from one of its very addresses to the other always have room. */
    private static final int MOST_OF_THE_PORTS = 100_000;

    /** Absurd times of damaged captures must not cost memory, in however many flows they are. */
    private static final int MOST_TIMES = 1_000_000;

    private static final int SOURCE_MATCHES = 2;

    /** Fewer packets than that from an address that nobody named are strays. */
    static final int BELIEVABLE = 5;

    /** Seconds in which one sender takes over from another. */
    static final int HANDOVER = 2;

    /** Of a flow's seconds; the party itself may have been heard in one of so many. */
    private static final int SELDOM = 10;

    /** Who is heard after a longer silence is another call on the same port. */
    private static final int SAME_CALL_SECONDS = 60;

    private final Map<Flow, Seen> flows = new LinkedHashMap<>();
    private final RtpPacketView rtp = new RtpPacketView();
    private final List<PartyDescription> parties;
    private final CallNames names;
    private final Room strangers = new Room(MOST_FLOWS);
    private final Room halves = new Room(MOST_FLOWS);
    private final Room times = new Room(MOST_TIMES);
    private final Room timesOfTheCall = new Room(MOST_TIMES);
    private long headless;
    private boolean untimed;

    /** @param call what its parties say of each line: there is room for what they may have sent, however much else there is */
    CallFlows(List<PartyDescription.Pair> call) {
        this.parties = call.stream()
                .flatMap(line -> Stream.of(line.caller(), line.callee()))
                .toList();
        this.names =
                new CallNames(call.stream().map(PartyDescription.Pair::caller).toList());
    }

    static CallFlows of(PacketFile file, TimeRuns runs, List<PartyDescription.Pair> call) throws JobFailure {
        var flows = new CallFlows(call);
        var udp = new UdpFrame();
        file.replay(at -> {
            runs.note(at.unixNanos());
            flows.names.note(at.comment());
            boolean isDatagram = udp.wrap(at.packet());
            boolean isCounted = isDatagram && flows.count(udp, at.unixNanos(), at.packet());
            flows.untimed |= isCounted && !at.isTimed();
            if (isDatagram && !isCounted) {
                boolean isHeadless = at.cutAt() > 0 && udp.payloadLength() < RtpPackets.HEADER_LENGTH;
                flows.headless += isHeadless ? 1 : 0;
                flows.names.note(udp, at.packet(), at.unixNanos());
            }
        });
        return flows;
    }

    /** Who talked, as far as signalling in the capture says. */
    CallNames names() {
        return names;
    }

    /** Datagrams of which no more was captured than would be in the header of an RTP packet. */
    long headless() {
        return headless;
    }

    /** From where to where. The buffers are never changed. */
    record Flow(ByteBuffer source, int sourcePort, ByteBuffer destination, int destinationPort) {

        static Flow of(UdpFrame udp) {
            return new Flow(
                    ByteBuffer.wrap(udp.sourceAddress()),
                    udp.sourcePort(),
                    ByteBuffer.wrap(udp.destinationAddress()),
                    udp.destinationPort());
        }

        Flow back() {
            return new Flow(
                    /* source= */ destination,
                    /* sourcePort= */ destinationPort,
                    /* destination= */ source,
                    /* destinationPort= */ sourcePort);
        }
    }

    /** What went that way. */
    static final class Seen {
        long packets;
        final BitSet payloadTypes = new BitSet();
        final Stretches times;
        private @Nullable Seconds seconds;

        Seen(Room room) {
            this.times = new Stretches(room);
        }

        /** In which there were packets, once all have been counted. */
        Seconds seconds() {
            if (seconds == null) {
                seconds = Stretches.believable(List.of(times), List.of()).seconds();
            }
            return seconds;
        }
    }

    /** @return whether it is one of RTP */
    boolean count(UdpFrame udp, long unixNanos, ByteBuffer packet) {
        int offset = udp.payloadOffset();
        int length = udp.payloadLength();
        if (RtpPackets.looksLikeRtcp(packet, offset, length) || !rtp.wrap(packet, offset, length)) {
            return false;
        }
        Flow flow = Flow.of(udp);
        Seen seen = flows.get(flow);
        if (seen == null) {
            int ends = ends(flow);
            if (ends < 2 && !hasRoom(flow, ends)) {
                return true;
            }
            seen = new Seen(ends == 2 ? timesOfTheCall : times);
            flows.put(flow, seen);
        }
        seen.packets++;
        seen.payloadTypes.set(rtp.payloadType());
        seen.times.add(unixNanos);
        return true;
    }

    /** How many of its ends are those of the call, with address and port. */
    private int ends(Flow flow) {
        boolean source = parties.stream().anyMatch(party -> is(flow.source(), flow.sourcePort(), party));
        boolean destination = parties.stream().anyMatch(party -> is(flow.destination(), flow.destinationPort(), party));
        return (source ? 1 : 0) + (destination ? 1 : 0);
    }

    private boolean hasRoom(Flow flow, int ends) {
        if (ends > 0) {
            return halves.take();
        }
        if (parties.stream()
                .anyMatch(party -> flow.sourcePort() == party.port() || flow.destinationPort() == party.port())) {
            return flows.size() < MOST_OF_THE_PORTS;
        }
        return strangers.take();
    }

    /**
     * What {@code from} sends to {@code to}: by address and port; where no flow fits, by port alone, since addresses are rewritten
     * on the way. A flow that leaves the sender's own address is believed before one that only reaches the receiver's: a relay's
     * capture has both. Still, what the receiver heard from elsewhere while the sender itself said nothing belongs to the call:
     * other phones that rang first, an announcement, the address after a transfer.
     */
    Map<Flow, Seen> between(PartyDescription from, PartyDescription to) {
        Map<Flow, Seen> exact = best(flow ->
                score(is(flow.source(), flow.sourcePort(), from), is(flow.destination(), flow.destinationPort(), to)));
        if (exact.isEmpty()) {
            return best(flow -> score(flow.sourcePort() == from.port(), flow.destinationPort() == to.port()));
        }
        addSubstitutes(exact, to);
        return exact;
    }

    /** What the caller sends to the callee, and what it gets; wherever both went, unless packets have no times. */
    List<Map<Flow, Seen>> of(PartyDescription.Pair pair) {
        Map<Flow, Seen> callers = between(pair.caller(), pair.callee());
        Map<Flow, Seen> callees = between(pair.callee(), pair.caller());
        if (!untimed) {
            new CallMoves(flows, callers, callees).follow();
        }
        return List.of(callers, callees);
    }

    private void addSubstitutes(Map<Flow, Seen> own, PartyDescription to) {
        Seconds spoken = spoken(own.values());
        flows.forEach((flow, seen) -> {
            if (is(flow.destination(), flow.destinationPort(), to) && substitutes(seen, spoken)) {
                own.putIfAbsent(flow, seen);
            }
        });
    }

    private static Seconds spoken(Collection<Seen> all) {
        var spoken = new Seconds();
        all.forEach(seen -> spoken.addAll(seen.seconds()));
        return spoken;
    }

    /** A relay's copy of the sender's sound is there when the sender is; who stands in for it is not, but for moments. */
    private static boolean substitutes(Seen seen, Seconds spoken) {
        int length = seen.seconds().size();
        int shared = seen.seconds().shared(spoken);
        return seen.packets >= BELIEVABLE
                && isNear(seen.seconds(), spoken)
                && shared <= Math.max(HANDOVER, length / SELDOM)
                && 2 * shared <= length;
    }

    private static boolean isNear(Seconds seconds, Seconds spoken) {
        return !seconds.isEmpty()
                && (spoken.anyOf(seconds.first() - SAME_CALL_SECONDS, seconds.first())
                        || spoken.anyOf(seconds.last(), seconds.last() + SAME_CALL_SECONDS));
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
