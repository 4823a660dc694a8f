package io.tapedeck.conversion.pcap;

import io.tapedeck.conversion.pcap.CallFlows.Flow;
import io.tapedeck.conversion.pcap.CallFlows.Seen;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Both parties may go to other addresses at once, by a re-INVITE of which nobody told. Then two flows, one the way back of the
 * other, begin when the call's own have ended. Where more than one such pair begins, there are other calls, and none is taken.
 */
final class CallMoves {

    /** Of what was agreed on again the sound goes on at once; the next call takes longer. In seconds. */
    private static final int BREAK = 1;

    private final Map<Flow, Seen> all;
    private final Map<Flow, Seen> callers;
    private final Map<Flow, Seen> callees;

    private record Move(Flow caller, Flow callee) {}

    /**
     * @param all flows of the capture
     * @param callers what is known to be the caller's; gets what it sends after each move
     * @param callees the same of the callee
     */
    CallMoves(Map<Flow, Seen> all, Map<Flow, Seen> callers, Map<Flow, Seen> callees) {
        this.all = all;
        this.callers = callers;
        this.callees = callees;
    }

    void follow() {
        if (callers.isEmpty() || callees.isEmpty()) {
            return;
        }
        for (Move move = next(); move != null; move = next()) {
            callers.put(move.caller(), seen(move.caller()));
            callees.put(move.callee(), seen(move.callee()));
        }
    }

    private @Nullable Move next() {
        long end = end();
        List<Move> possible = new ArrayList<>();
        for (Flow flow : all.keySet()) {
            Flow back = flow.back();
            if (all.containsKey(back) && takesOver(flow, end) && takesOver(back, end)) {
                possible.add(new Move(flow, back));
            }
        }
        boolean one = possible.size() == 2; // seen from each side
        return one
                ? possible.stream().max(Comparator.comparingInt(this::likeness)).orElseThrow()
                : null;
    }

    /** The last second in which the call was heard. */
    private long end() {
        return Math.max(end(callers), end(callees));
    }

    private static long end(Map<Flow, Seen> flows) {
        return flows.values().stream()
                .filter(seen -> !seen.seconds().isEmpty())
                .mapToLong(seen -> seen.seconds().last())
                .max()
                .orElse(Long.MIN_VALUE);
    }

    private boolean takesOver(Flow flow, long end) {
        Seen seen = seen(flow);
        boolean known = callers.containsKey(flow) || callees.containsKey(flow);
        if (known || seen.packets < CallFlows.BELIEVABLE || seen.seconds().isEmpty()) {
            return false;
        }
        long first = seen.seconds().first();
        return first >= end - CallFlows.HANDOVER && first <= end + BREAK;
    }

    private Seen seen(Flow flow) {
        Seen seen = all.get(flow);
        if (seen == null) {
            throw new IllegalArgumentException("no flow of this capture: " + flow);
        }
        return seen;
    }

    /**
     * How well that fits who is who: the same hosts, else the same formats, else the same networks, else whose port is the lower
     * one. The last says little, but half a call on the wrong channel is less harm than half a call lost.
     */
    private int likeness(Move move) {
        Flow caller = callers.keySet().iterator().next();
        int hosts = (move.caller().source().equals(caller.source()) ? 1 : 0)
                + (move.callee().source().equals(caller.destination()) ? 1 : 0);
        int formats = shared(move.caller(), callers) + shared(move.callee(), callees);
        int networks = prefix(move.caller().source(), caller.source())
                + prefix(move.callee().source(), caller.destination());
        boolean lower = caller.sourcePort() < caller.destinationPort();
        boolean lowerNow = move.caller().sourcePort() < move.caller().destinationPort();
        return ((hosts * 256 + formats) * 512 + networks) * 2 + (lower == lowerNow ? 1 : 0);
    }

    private int shared(Flow flow, Map<Flow, Seen> before) {
        var types = (BitSet) seen(flow).payloadTypes.clone();
        var used = new BitSet();
        before.values().forEach(seen -> used.or(seen.payloadTypes));
        types.and(used);
        return types.cardinality();
    }

    /** Bits that both begin with. */
    private static int prefix(ByteBuffer one, ByteBuffer other) {
        int same = one.mismatch(other);
        if (same < 0 || same >= Math.min(one.limit(), other.limit())) {
            return Byte.SIZE * Math.min(one.limit(), other.limit());
        }
        int differing = (one.get(same) ^ other.get(same)) & 0xff;
        return Byte.SIZE * same + Integer.numberOfLeadingZeros(differing) - (Integer.SIZE - Byte.SIZE);
    }
}
