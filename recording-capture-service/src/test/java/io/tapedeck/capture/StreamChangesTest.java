package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that come, go, move and change in the middle of a recorded call. */
class StreamChangesTest {

    @TempDir
    static Path spool;

    private static TestNode node;

    private final String callId = UUID.randomUUID().toString();
    private final List<RtpPhone> phones = new ArrayList<>();
    private NgClient ng;
    private RtpPhone alice;
    private RtpPhone bob;
    private NgDictionary forBob;
    private NgDictionary forAlice;

    @BeforeAll
    static void start() {
        node = TestNode.start(spool);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void setUp() {
        ng = new NgClient(node.ng());
        alice = phone();
        bob = phone();
    }

    @AfterEach
    void tearDown() {
        ng.ask("delete", "call-id", callId);
        phones.forEach(RtpPhone::close);
        ng.close();
    }

    private RtpPhone phone() {
        var phone = new RtpPhone(0x100 + phones.size());
        phones.add(phone);
        return phone;
    }

    @Test
    void audio_and_video_have_streams_of_their_own() {
        RtpPhone aliceVideo = phone();
        RtpPhone bobVideo = phone();
        agree(
                Sdp.of(Sdp.audio(alice.port()), Sdp.video(aliceVideo.port())),
                Sdp.of(Sdp.audio(bob.port()), Sdp.video(bobVideo.port())));

        byte[] sound = fromCaller(alice, 0, bob);
        byte[] picture = fromCaller(aliceVideo, 1, bobVideo);

        RawCapture raw = sealed();
        assertThat(raw.interfaces())
                .extracting(i -> i.name())
                .contains("caller audio RTP", "caller video 1 RTP", "callee video 1 RTCP");
        assertThat(raw.payloadsOf(0)).containsExactly(sound);
        assertThat(raw.payloadsOf(4)).containsExactly(picture);
    }

    @Test
    void a_stream_is_added_and_removed_and_its_ports_rest() {
        agree(Sdp.of(Sdp.audio(alice.port())), Sdp.of(Sdp.audio(bob.port())));
        RtpPhone aliceVideo = phone();
        RtpPhone bobVideo = phone();
        String withVideo = Sdp.of(Sdp.audio(alice.port()), Sdp.video(aliceVideo.port()));
        String alsoWithVideo = Sdp.of(Sdp.audio(bob.port()), Sdp.video(bobVideo.port()));
        agree(withVideo, alsoWithVideo);
        int first = Sdp.port(forAlice, 1);
        fromCaller(aliceVideo, 1, bobVideo);

        agree(Sdp.of(Sdp.audio(alice.port()), Sdp.video(0)), Sdp.of(Sdp.audio(bob.port()), Sdp.video(0)));
        aliceVideo.send(first);
        assertThat(bobVideo.receive(200)).isEmpty();
        fromCaller(alice, 0, bob);
        agree(withVideo, alsoWithVideo);

        assertThat(Sdp.port(forAlice, 1)).isNotEqualTo(first);
        byte[] again = fromCaller(aliceVideo, 1, bobVideo);
        RawCapture raw = sealed();
        assertThat(raw.packets().getLast().payload()).isEqualTo(again);
        assertThat(raw.packets()).hasSize(3);
    }

    @Test
    void a_stream_that_the_answer_refuses_stays_refused_and_may_be_offered_again() {
        RtpPhone aliceVideo = phone();
        RtpPhone bobVideo = phone();
        String offer = Sdp.of(Sdp.audio(alice.port()), Sdp.video(aliceVideo.port()));
        agree(offer, Sdp.of(Sdp.audio(bob.port()), Sdp.video(0)));

        assertThat(Sdp.port(forAlice, 1)).isZero();
        fromCaller(alice, 0, bob);

        agree(offer, Sdp.of(Sdp.audio(bob.port()), Sdp.video(bobVideo.port())));
        fromCaller(aliceVideo, 1, bobVideo);
        fromCallee(bobVideo, 1, aliceVideo);
    }

    @Test
    void a_phone_that_moves_says_so_and_is_believed_at_its_new_place() {
        agree(Sdp.of(Sdp.audio(alice.port())), Sdp.of(Sdp.audio(bob.port())));
        fromCaller(alice, 0, bob);
        RtpPhone moved = phone();
        agree(Sdp.of(Sdp.audio(moved.port())), Sdp.of(Sdp.audio(bob.port())));

        fromCaller(moved, 0, bob);
        fromCallee(bob, 0, moved);
        assertThat(alice.receive(200)).isEmpty();
    }

    @Test
    void the_callee_may_offer_too() {
        agree(Sdp.of(Sdp.audio(alice.port())), Sdp.of(Sdp.audio(bob.port())));
        fromCallee(bob, 0, alice);
        RtpPhone moved = phone();

        forAlice = ng.ok(
                "offer", "call-id", callId, "from-tag", "b", "to-tag", "a", "sdp", Sdp.of(Sdp.audio(moved.port())));
        forBob = ng.ok(
                "answer", "call-id", callId, "from-tag", "b", "to-tag", "a", "sdp", Sdp.of(Sdp.audio(alice.port())));

        byte[] packet = fromCallee(moved, 0, alice);
        assertThat(sealed().payloadsOf(2)).contains(packet);
    }

    @Test
    void an_invite_without_an_offer_is_offered_by_the_callee() {
        forAlice = ng.ok(
                "offer",
                "call-id",
                callId,
                "from-tag",
                "b",
                "to-tag",
                "a",
                "record call",
                "yes",
                "sdp",
                Sdp.of(Sdp.audio(bob.port())));
        forBob = ng.ok(
                "answer", "call-id", callId, "from-tag", "b", "to-tag", "a", "sdp", Sdp.of(Sdp.audio(alice.port())));

        byte[] callers = fromCaller(alice, 0, bob);
        byte[] callees = fromCallee(bob, 0, alice);

        RawCapture raw = sealed();
        assertThat(raw.payloadsOf(0)).containsExactly(callers);
        assertThat(raw.payloadsOf(2)).containsExactly(callees);
    }

    @Test
    void a_call_becomes_a_fax_and_a_call_again() {
        String aliceSpeaks = Sdp.of(Sdp.audio(alice.port()));
        String bobSpeaks = Sdp.of(Sdp.audio(bob.port()));
        agree(aliceSpeaks, bobSpeaks);
        byte[] before = fromCaller(alice, 0, bob);

        agree(Sdp.of(Sdp.fax(alice.port())), Sdp.of(Sdp.fax(bob.port())));
        byte[] fax = {0, 1, 2, 3, 4, 5, 6, 7};
        alice.send(fax, Sdp.port(forAlice, 0));
        assertThat(bob.receive()).contains(fax);
        assertThat(Sdp.line(forAlice, 0).protocol()).isEqualTo("udptl");

        agree(aliceSpeaks, bobSpeaks);
        byte[] after = fromCaller(alice, 0, bob);

        assertThat(sealed().packets()).extracting(RawCapture.Packet::payload).containsExactly(before, after);
    }

    @Test
    void fax_may_stand_on_a_line_of_its_own() {
        RtpPhone aliceFax = phone();
        RtpPhone bobFax = phone();
        agree(Sdp.of(Sdp.audio(alice.port())), Sdp.of(Sdp.audio(bob.port())));
        agree(Sdp.of(Sdp.audio(0), Sdp.fax(aliceFax.port())), Sdp.of(Sdp.audio(0), Sdp.fax(bobFax.port())));

        byte[] fax = {9, 8, 7};
        aliceFax.send(fax, Sdp.port(forAlice, 1));

        assertThat(bobFax.receive()).contains(fax);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=sendonly", "a=inactive", "c=IN IP4 0.0.0.0", "c=IN IP6 ::"})
    void a_call_on_hold_comes_back_as_it_was(String hold) {
        agree(Sdp.of(Sdp.audio(alice.port())), Sdp.of(Sdp.audio(bob.port())));
        fromCallee(bob, 0, alice);
        int before = Sdp.port(forAlice, 0);

        agree(Sdp.of(Sdp.audio(alice.port()), hold), Sdp.of(Sdp.audio(bob.port()), "a=recvonly"));
        assertThat(forBob.text("sdp").orElseThrow()).contains(hold);
        agree(Sdp.of(Sdp.audio(alice.port())), Sdp.of(Sdp.audio(bob.port())));

        assertThat(Sdp.port(forAlice, 0)).isEqualTo(before);
        fromCallee(bob, 0, alice);
        fromCaller(alice, 0, bob);
    }

    /** Where RTCP goes for each of the two, by what they agreed on. */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, false"})
    void rtcp_goes_where_each_party_wants_it(boolean aliceMuxes, boolean bobMuxes) {
        RtpPhone aliceControl = phone();
        RtpPhone bobControl = phone();
        agree(Sdp.of(rtcp(alice, aliceControl, aliceMuxes)), Sdp.of(rtcp(bob, bobControl, bobMuxes)));
        byte[] report = {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 7};
        fromCaller(alice, 0, bob);
        fromCallee(bob, 0, alice);
        boolean mux = aliceMuxes && bobMuxes;

        assertThat(Sdp.line(forAlice, 0).rtcpMux()).isEqualTo(mux);
        (mux ? alice : aliceControl).send(report, Sdp.port(forAlice, 0) + (mux ? 0 : 1));
        assertThat((mux ? bob : bobControl).receive()).contains(report);
        (mux ? bob : bobControl).send(report, Sdp.port(forBob, 0) + (mux ? 0 : 1));
        assertThat((mux ? alice : aliceControl).receive()).contains(report);
        assertThat(sealed().payloadsOf(1)).containsExactly(report);
    }

    @Test
    void one_party_may_multiplex_while_the_other_does_not() {
        RtpPhone bobControl = phone();
        String callerMuxes = Sdp.of(Sdp.audio(alice.port()), "a=rtcp-mux");
        forBob = ng.ok("offer", "call-id", callId, "from-tag", "a", "rtcp-mux", List.of("demux"), "sdp", callerMuxes);
        forAlice = ng.ok(
                "answer",
                "call-id",
                callId,
                "from-tag",
                "a",
                "to-tag",
                "b",
                "sdp",
                Sdp.of(rtcp(bob, bobControl, false)));
        byte[] report = {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 7};
        fromCaller(alice, 0, bob);

        assertThat(Sdp.line(forBob, 0).rtcpMux()).isFalse();
        assertThat(Sdp.line(forAlice, 0).rtcpMux()).isTrue();
        alice.send(report, Sdp.port(forAlice, 0));
        assertThat(bobControl.receive()).contains(report);
        bobControl.send(report, Sdp.port(forBob, 0) + 1);
        assertThat(alice.receive()).contains(report);
    }

    private static String rtcp(RtpPhone rtp, RtpPhone control, boolean muxes) {
        return Sdp.audio(rtp.port()) + "\r\na=rtcp:" + control.port() + (muxes ? "\r\na=rtcp-mux" : "");
    }

    @Test
    void early_media_of_two_forks_reaches_the_caller_and_the_winner_stays() {
        forBob = ng.ok(
                "offer", "call-id", callId, "from-tag", "a", "via-branch", "1", "sdp", Sdp.of(Sdp.audio(alice.port())));
        RtpPhone other = phone();
        forAlice = answer("early", Sdp.of(Sdp.audio(other.port())));
        fromCallee(other, 0, alice);
        forAlice = answer("b", Sdp.of(Sdp.audio(bob.port())));

        fromCallee(bob, 0, alice);
        fromCaller(alice, 0, bob);
        ng.ok("delete", "call-id", callId, "from-tag", "a", "to-tag", "early");
        fromCaller(alice, 0, bob);
    }

    @Test
    void a_repeated_offer_and_answer_change_nothing() {
        agree(Sdp.of(Sdp.audio(alice.port())), Sdp.of(Sdp.audio(bob.port())));
        fromCaller(alice, 0, bob);
        NgDictionary before = forAlice;
        agree(Sdp.of(Sdp.audio(alice.port())), Sdp.of(Sdp.audio(bob.port())));

        assertThat(forAlice.text("sdp")).isEqualTo(before.text("sdp"));
        fromCaller(alice, 0, bob);
        assertThat(sealed().interfaces()).hasSize(4);
    }

    /** The caller offers, the callee answers; recorded. */
    private void agree(String offer, String answer) {
        forBob = ng.ok("offer", "call-id", callId, "from-tag", "a", "record call", "yes", "sdp", offer);
        forAlice = answer("b", answer);
    }

    private NgDictionary answer(String tag, String sdp) {
        return ng.ok("answer", "call-id", callId, "from-tag", "a", "to-tag", tag, "sdp", sdp);
    }

    private byte[] fromCaller(RtpPhone from, int line, RtpPhone to) {
        return RelayedPhones.heard(from, Sdp.port(forAlice, line), to);
    }

    private byte[] fromCallee(RtpPhone from, int line, RtpPhone to) {
        return RelayedPhones.heard(from, Sdp.port(forBob, line), to);
    }

    private RawCapture sealed() {
        String capture = ng.ok("delete", "call-id", callId)
                .dictionary("tapedeck")
                .orElseThrow()
                .text("capture")
                .orElseThrow();
        node.sealedManifest(capture);
        return RawCapture.read(node.media(capture));
    }
}
