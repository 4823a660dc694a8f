package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a port believes, as the controller's flags have it. */
class SourceRulesTest {

    private static final int ALICE = 0xA11CE;

    @TempDir
    static Path spool;

    private static TestNode node;

    private final String session = UUID.randomUUID().toString();
    private final NgClient ng = new NgClient(node.ng());
    private final RtpPhone alice = new RtpPhone(ALICE);
    /** Alice's too, on another port. */
    private final RtpPhone elsewhere = new RtpPhone(ALICE);

    private final RtpPhone bob = new RtpPhone(0xB0B);
    private int portForAlice;
    private int portForBob;

    @BeforeAll
    static void start() {
        node = TestNode.start(spool);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @AfterEach
    void tearDown() {
        ng.ask("delete", "call-id", session);
        List.of(alice, elsewhere, bob).forEach(RtpPhone::close);
        ng.close();
    }

    @Test
    void usually_a_party_gets_its_media_where_it_sends_from() {
        call(alice.sdp());

        believed(elsewhere);

        bobIsHeardAt(elsewhere);
    }

    @Test
    void an_asymmetric_party_gets_its_media_where_it_said_whatever_it_sends_from() {
        call(alice.sdp(), "flags", List.of("asymmetric"));

        believed(elsewhere);

        bobIsHeardAt(alice);
    }

    @Test
    void symmetric_takes_asymmetric_back() {
        call(alice.sdp(), "flags", List.of("asymmetric"));
        believed(elsewhere);

        offer(alice.sdp(), "flags", List.of("symmetric"));

        bobIsHeardAt(elsewhere);
    }

    @Test
    void with_a_strict_source_nobody_else_is_heard() {
        call(alice.sdp(), "flags", List.of("strict-source"));
        passes(alice);

        for (int i = 0; i < 20; i++) {
            elsewhere.send(portForAlice);
        }

        passes(alice);
        bobIsHeardAt(alice);
    }

    @Test
    void with_media_handover_a_party_goes_on_from_elsewhere_without_signalling() {
        call(alice.sdp(), "flags", List.of("media-handover"));
        passes(alice);

        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            sent.add(elsewhere.send(portForAlice));
        }

        assertThat(bob.receive()).contains(sent.get(4)); // which proves that it has moved
        assertThat(bob.receive()).contains(sent.get(5));
        bobIsHeardAt(elsewhere);
    }

    @Test
    void with_the_sip_source_address_media_goes_there_and_not_where_the_sdp_says() {
        call(hidden(), "flags", List.of("SIP-source-address"), "received-from", List.of("IP4", "127.0.0.1"));

        bobIsHeardAt(alice);
    }

    @Test
    void with_trust_address_the_sdp_is_right() {
        call(
                hidden(),
                "flags",
                List.of("SIP-source-address", "trust-address"),
                "received-from",
                List.of("IP4", "127.0.0.1"));

        bob.send(portForBob);

        NgDictionary query = ng.ok("query", "call-id", session);
        assertThat(query.toString()).contains("127.0.0.9");
        believed(alice); // and what Bob sent before is not at her port
        bobIsHeardAt(alice);
    }

    /** Alice behind NAT: the host in her SDP is not the one she is seen at. */
    private String hidden() {
        return alice.sdp().replace("c=IN IP4 127.0.0.1", "c=IN IP4 127.0.0.9");
    }

    private void call(String sdp, Object... more) {
        offer(sdp, more);
        NgDictionary answer = ng.ok("answer", "call-id", session, "from-tag", "fA", "to-tag", "tB", "sdp", bob.sdp());
        portForAlice = NgClient.audioPort(answer);
    }

    private void offer(String sdp, Object... more) {
        List<Object> pairs = new ArrayList<>(List.of("call-id", session, "from-tag", "fA", "sdp", sdp));
        pairs.addAll(Arrays.asList(more));
        portForBob = NgClient.audioPort(ng.ok("offer", pairs.toArray()));
    }

    /** A known host is believed with its third packet. */
    private void believed(RtpPhone phone) {
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sent.add(phone.send(portForAlice));
        }
        assertThat(bob.receive()).contains(sent.getLast());
    }

    private void bobIsHeardAt(RtpPhone phone) {
        byte[] packet = bob.send(portForBob);
        assertThat(phone.receive()).contains(packet);
    }

    private void passes(RtpPhone phone) {
        byte[] packet = phone.send(portForAlice);
        assertThat(bob.receive()).contains(packet);
    }
}
