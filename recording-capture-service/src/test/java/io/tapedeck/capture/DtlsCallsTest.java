package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.media.RelayCounters.Count;
import io.tapedeck.capture.media.UdpRelay;
import io.tapedeck.testkit.srtp.SrtpWriter;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Phones that agree on their keys by a handshake between their packets (RFC 5764), of which nobody here is part. */
class DtlsCallsTest {

    private static final int CALLER_RTP = 0;

    @TempDir
    static Path spool;

    private static TestNode node;

    private final String callId = UUID.randomUUID().toString();
    private final NgClient ng = new NgClient(node.ng());
    private final SrtpPhone alice = new SrtpPhone(0xA11CE, SrtpWriter.crypto(1, SrtpWriter.SUITE, 1));
    private final SrtpPhone bob = new SrtpPhone(0xB0B, SrtpWriter.crypto(1, SrtpWriter.SUITE, 2));
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
    void hang_up() {
        ng.ask("delete", "call-id", callId);
        alice.close();
        bob.close();
        ng.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 22, 63})
    void who_agrees_on_keys_by_dtls_is_let_to_and_the_handshake_is_not_recorded(int first) {
        agree(dtls(alice), dtls(bob));
        byte[] hello = dtlsRecord(first);
        alice.sendRaw(hello, portForAlice);
        assertThat(bob.hears()).contains(hello);
        bob.sendRaw(hello, portForBob);
        assertThat(alice.hears()).contains(hello);
        byte[] said = alice.whisper(portForAlice);
        assertThat(bob.hears()).contains(said);

        RawCapture raw = RawCapture.read(node.media(sealed()));

        assertThat(raw.packets()).hasSize(1);
        assertThat(raw.payloadsOf(CALLER_RTP)).containsExactly(said);
    }

    @Test
    void a_handshake_may_begin_before_its_answer_is_here() {
        offer(dtls(alice));
        byte[] hello = dtlsRecord(22);

        for (int i = 0; i < 5; i++) { // as often as one not yet signalled has to be heard
            bob.sendRaw(hello, portForBob);
        }

        assertThat(alice.hears()).contains(hello);
    }

    @Test
    void a_strangers_handshake_reaches_nobody() {
        agree(dtls(alice), dtls(bob));
        alice.whisper(portForAlice);
        assertThat(bob.hears()).isPresent();
        try (var mallory = new RtpPhone(0xBAD)) {
            for (int i = 0; i < 10; i++) {
                mallory.send(dtlsRecord(22), portForAlice);
            }
            byte[] hello = dtlsRecord(23);
            alice.sendRaw(hello, portForAlice);

            assertThat(bob.hears()).contains(hello);
        }
    }

    @Test
    void what_begins_with_another_byte_is_no_handshake_and_neither_is_anything_where_keys_are_in_the_sdp() {
        agree(alice.sdp(), bob.sdp());
        long before = node.bean(UdpRelay.class).count(Count.MALFORMED);
        alice.sendRaw(dtlsRecord(22), portForAlice);
        alice.speak(portForAlice, bob);
        agree(dtls(alice), dtls(bob));
        alice.sendRaw(dtlsRecord(19), portForAlice);
        alice.sendRaw(dtlsRecord(64), portForAlice);
        byte[] said = alice.whisper(portForAlice);

        assertThat(bob.hears()).contains(said);
        assertThat(node.bean(UdpRelay.class).count(Count.MALFORMED)).isEqualTo(before + 3);
    }

    private static String dtls(SrtpPhone phone) {
        return Sdp.of(
                "m=audio " + phone.port() + " UDP/TLS/RTP/SAVPF 8",
                "a=rtcp-mux",
                "a=setup:actpass",
                "a=fingerprint:sha-256 " + "AB:".repeat(31) + "AB");
    }

    /** @param type as 22, a handshake (RFC 6347, 4.1) */
    private static byte[] dtlsRecord(int type) {
        byte[] result = new byte[13 + 60];
        result[0] = (byte) type;
        result[1] = (byte) 0xFE; // version 1.2, in complement
        result[2] = (byte) 0xFD;
        result[12] = 60; // bytes that follow
        return result;
    }

    private void agree(String offer, String answer) {
        offer(offer);
        portForAlice = NgClient.audioPort(ng.ok(
                "answer", "call-id", callId, "from-tag", "fA", "to-tag", "tB", "sdp", answer, "record call", "yes"));
    }

    private void offer(String sdp) {
        portForBob = NgClient.audioPort(ng.ok("offer", "call-id", callId, "from-tag", "fA", "sdp", sdp));
    }

    private String sealed() {
        String capture = RelayedPhones.captureOf(ng.ok("delete", "call-id", callId, "from-tag", "fA"));
        node.sealedManifest(capture);
        return capture;
    }
}
