package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.util.ArrayList;
import java.util.List;

/** Two phones in a call through a node, recorded from the answer on. */
public final class RelayedPhones implements AutoCloseable {

    public final RtpPhone alice = new RtpPhone(0xA11CE);
    public final RtpPhone bob = new RtpPhone(0xB0B);
    public final NgClient ng;
    public final int portForAlice;
    public final int portForBob;
    private final String callId;

    public RelayedPhones(TestNode node, String callId) {
        this(node, callId, "8 0 101", List.of());
    }

    /** @param more keys and values for the answer */
    public RelayedPhones(TestNode node, String callId, String formats, List<Object> more) {
        this.callId = callId;
        this.ng = new NgClient(node.ng());
        this.portForBob = NgClient.audioPort(
                ng.ok("offer", "call-id", callId, "from-tag", "fA", "sdp", alice.sdp("sendrecv", formats)));
        List<Object> answer = new ArrayList<>(List.of("call-id", callId, "from-tag", "fA", "to-tag", "tB"));
        answer.addAll(List.of("sdp", bob.sdp("sendrecv", formats), "record call", "yes"));
        answer.addAll(more);
        this.portForAlice = NgClient.audioPort(ng.ok("answer", answer.toArray()));
    }

    /** A packet each way, bit for bit. */
    public RelayedPhones talk() {
        byte[] question = alice.send(portForAlice);
        assertThat(bob.receive()).contains(question);
        byte[] answer = bob.send(portForBob);
        assertThat(alice.receive()).contains(answer);
        return this;
    }

    public NgDictionary query() {
        return ng.ok("query", "call-id", callId);
    }

    /** @return the reply to {@code delete} */
    public NgDictionary hangUp() {
        return ng.ok("delete", "call-id", callId, "from-tag", "fA");
    }

    public static String captureOf(NgDictionary deleted) {
        return deleted.dictionary("tapedeck").orElseThrow().text("capture").orElseThrow();
    }

    @Override
    public void close() {
        ng.close();
        alice.close();
        bob.close();
    }
}
