package io.tapedeck.proxy.recording;

import java.time.Duration;
import java.util.List;

/**
 * How capture nodes are spoken to.
 *
 * @param nodes ng addresses, {@code host:port}
 * @param answerWithin how long a command may take, retransmissions included
 * @param firstRetransmission after this a command is sent again; the pause doubles each time
 * @param pingEvery how often every node is asked whether it is there
 * @param missedPings so many in a row make a node unhealthy
 * @param busyFor how long a node without free ports gets no new calls
 */
public record CaptureNodeSettings(
        List<String> nodes,
        Duration answerWithin,
        Duration firstRetransmission,
        Duration pingEvery,
        int missedPings,
        Duration busyFor) {

    public CaptureNodeSettings {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("there must be a capture node");
        }
        nodes.forEach(NodeAddress::parse);
        positive("answer-within", answerWithin);
        positive("first-retransmission", firstRetransmission);
        positive("ping-every", pingEvery);
        positive("busy-for", busyFor);
        if (missedPings < 1) {
            throw new IllegalArgumentException("missed-pings must be positive, was " + missedPings);
        }
    }

    private static void positive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive, was " + duration);
        }
    }
}
