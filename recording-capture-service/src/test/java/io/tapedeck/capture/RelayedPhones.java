package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Two phones in a call through a node. */
public final class RelayedPhones implements AutoCloseable {

    private static final String CALLER_TAG = "fA";
    private static final String CALLEE_TAG = "tB";

    public final RtpPhone alice = new RtpPhone(0xA11CE);
    public final RtpPhone bob = new RtpPhone(0xB0B);
    public final NgClient ng;
    public final int portForAlice;
    public final int portForBob;
    private final String callId;

    /** Recorded from the answer on. */
    public RelayedPhones(TestNode node, String callId) {
        this(node, callId, "8 0 101", List.of());
    }

    /** @param more keys and values for the answer */
    public RelayedPhones(TestNode node, String callId, String formats, List<Object> more) {
        this(node, callId, phone -> phone.sdp("sendrecv", formats), List.of(), recorded(more));
    }

    private RelayedPhones(
            TestNode node, String callId, Function<RtpPhone, String> sdp, List<Object> offer, List<Object> answer) {
        this.callId = callId;
        this.ng = new NgClient(node.ng());
        this.portForBob = NgClient.audioPort(ng.ok(
                "offer",
                with(offer, "call-id", callId, "from-tag", CALLER_TAG, "sdp", sdp.apply(alice))
                        .toArray()));
        List<Object> named = with(answer, "call-id", callId, "from-tag", CALLER_TAG, "to-tag", CALLEE_TAG);
        this.portForAlice = NgClient.audioPort(
                ng.ok("answer", with(named, "sdp", sdp.apply(bob)).toArray()));
    }

    /** Recorded from the offer on; Alice is the caller by her label and has the tag fA, Bob the callee and has tB. */
    public static RelayedPhones labelled(TestNode node, String callId) {
        return labelled(node, callId, RtpPhone::sdp);
    }

    public static RelayedPhones labelled(TestNode node, String callId, Function<RtpPhone, String> sdp) {
        return new RelayedPhones(
                node, callId, sdp, List.of("label", "caller", "record call", "yes"), List.of("label", "callee"));
    }

    /** Unless {@code more} says otherwise. */
    private static List<Object> recorded(List<Object> more) {
        return with(List.of("record call", "yes"), more.toArray());
    }

    private static List<Object> with(List<Object> pairs, Object... more) {
        List<Object> all = new ArrayList<>(pairs);
        all.addAll(List.of(more));
        return all;
    }

    public String callId() {
        return callId;
    }

    /** One packet from Alice, as it came to Bob. */
    public byte[] aliceSpeaks() {
        return heard(alice, portForAlice, bob);
    }

    public byte[] bobSpeaks() {
        return heard(bob, portForBob, alice);
    }

    /** Bit for bit. */
    public static byte[] heard(RtpPhone from, int port, RtpPhone to) {
        byte[] packet = from.send(port);
        assertThat(to.receive()).contains(packet);
        return packet;
    }

    /** A packet each way. */
    public RelayedPhones talk() {
        aliceSpeaks();
        bobSpeaks();
        return this;
    }

    public NgDictionary query() {
        return ng.ok("query", "call-id", callId);
    }

    /** @return the reply to {@code delete} */
    public NgDictionary hangUp() {
        return ng.ok("delete", "call-id", callId, "from-tag", CALLER_TAG);
    }

    public static String captureOf(NgDictionary deleted) {
        return deleted.dictionary("tapedeck").orElseThrow().text("capture").orElseThrow();
    }

    /** Hangs up, whether somebody did already or not. */
    @Override
    public void close() {
        ng.ask("delete", "call-id", callId);
        ng.close();
        alice.close();
        bob.close();
    }
}
