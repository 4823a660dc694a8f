package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.media.RelayCounters.Count;
import io.tapedeck.capture.media.UdpRelay;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.rtp.RtcpCompound;
import io.tapedeck.protocol.rtp.RtcpPacket.SenderReport;
import io.tapedeck.testkit.srtp.SrtpWriter;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Phones that agree on SRTP with keys in the SDP (RFC 4568): heard as they encrypt, recorded in plain. */
class SrtpCallsTest {

    private static final String ALICES = SrtpWriter.crypto(1, SrtpWriter.SUITE, 1);
    private static final String BOBS = SrtpWriter.crypto(1, SrtpWriter.SUITE, 2);
    private static final String OTHER = SrtpWriter.crypto(1, SrtpWriter.SUITE, 3);
    private static final int ALICES_SSRC = 0xA11CE;
    private static final int CALLER_RTP = 0;
    private static final int CALLER_RTCP = 1;
    private static final int CALLEE_RTP = 2;

    @TempDir
    static Path spool;

    private static DatagramSocket listener;
    private static TestNode node;

    private final String callId = UUID.randomUUID().toString();
    private final NgClient ng = new NgClient(node.ng());
    private final SrtpPhone alice = new SrtpPhone(ALICES_SSRC, ALICES);
    private final SrtpPhone bob = new SrtpPhone(0xB0B, BOBS);
    private int portForAlice;
    private int portForBob;

    @BeforeAll
    static void start() throws IOException {
        listener = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        listener.setSoTimeout(20_000);
        node = TestNode.start(spool, "--tapedeck.capture.dtmf-log-dest=127.0.0.1:" + listener.getLocalPort());
    }

    @AfterAll
    static void stop() {
        node.close();
        listener.close();
    }

    @AfterEach
    void hang_up() {
        ng.ask("delete", "call-id", callId);
        alice.close();
        bob.close();
        ng.close();
    }

    @Test
    void the_other_hears_what_was_encrypted_and_the_disk_has_it_in_plain() {
        agree(alice.sdp(), bob.sdp());
        for (int i = 0; i < 20; i++) {
            alice.speak(portForAlice, bob);
            bob.speak(portForBob, alice);
        }

        RawCapture raw = RawCapture.read(node.media(sealed()));

        assertThat(raw.payloadsOf(CALLER_RTP)).containsExactlyElementsOf(alice.said());
        assertThat(raw.payloadsOf(CALLEE_RTP)).containsExactlyElementsOf(bob.said());
        assertThat(raw.packets()).hasSize(40);
    }

    @Test
    void what_is_kept_is_called_by_its_codec_and_no_key_is_written_down() throws IOException {
        NgDictionary forBob = offer(alice.sdp());
        answer(bob.sdp());
        alice.speak(portForAlice, bob);
        String capture = sealed();

        JsonNode manifest = node.sealedManifest(capture);
        RawCapture raw = RawCapture.read(node.media(capture));

        assertThat(manifest.at("/capture/streams/0/stream/payloads/0/encoding").stringValue())
                .isEqualTo("PCMA");
        assertThat(raw.interfaces().get(CALLER_RTP).comment())
                .contains(" RTP/AVP 8", "a=crypto:1 " + SrtpWriter.SUITE + " inline:*");
        assertThat(manifest.at("/capture/sdps/0/text").stringValue()).contains("RTP/SAVP", "inline:*");
        assertThat(forBob.text("sdp").orElseThrow()).contains("a=crypto:" + ALICES);
        for (String key : List.of(keyOf(ALICES), keyOf(BOBS))) {
            assertThat(manifest.toString()).doesNotContain(key);
            assertThat(Files.readString(node.media(capture), StandardCharsets.ISO_8859_1))
                    .doesNotContain(key);
        }
    }

    @Test
    void what_another_key_made_goes_on_and_is_counted_but_not_kept() {
        agree(alice.sdp(), bob.sdp());
        long before = node.bean(UdpRelay.class).count(Count.UNAUTHENTIC);
        byte[] said = alice.speak(portForAlice, bob);
        alice.useKey(OTHER);
        byte[] noise = alice.whisper(portForAlice);
        assertThat(bob.hears()).contains(noise);

        NgDictionary reception = received();

        assertThat(reception.integer("unauthentic")).hasValue(1);
        assertThat(node.bean(UdpRelay.class).count(Count.UNAUTHENTIC)).isEqualTo(before + 1);
        String capture = sealed();
        assertThat(RawCapture.read(node.media(capture)).payloadsOf(CALLER_RTP)).containsExactly(said);
        assertThat(node.sealedManifest(capture)
                        .at("/capture/measured/0/unauthentic")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void new_keys_are_in_force_with_their_answer_and_the_old_ones_still_open_what_is_under_way() {
        agree(alice.sdp(), bob.sdp());
        alice.speak(portForAlice, bob);
        bob.speak(portForBob, alice);
        offer(alice.sdp().replace(keyOf(ALICES), keyOf(OTHER)));
        alice.speak(portForAlice, bob);
        String bobs = SrtpWriter.crypto(1, SrtpWriter.SUITE, 4);
        answer(bob.sdp().replace(keyOf(BOBS), keyOf(bobs)));
        alice.speak(portForAlice, bob);
        bob.speak(portForBob, alice);
        alice.changeKey(OTHER);
        bob.changeKey(bobs);

        alice.speak(portForAlice, bob);
        bob.speak(portForBob, alice);

        RawCapture raw = RawCapture.read(node.media(sealed()));
        assertThat(raw.payloadsOf(CALLER_RTP)).containsExactlyElementsOf(alice.said());
        assertThat(raw.payloadsOf(CALLEE_RTP)).containsExactlyElementsOf(bob.said());
    }

    @Test
    void of_several_forks_each_answer_brings_its_key() {
        offer(alice.sdp());
        answer(bob.sdp());
        bob.speak(portForBob, alice);
        try (var carol = new SrtpPhone(0xCA401, OTHER)) {
            portForAlice = NgClient.audioPort(
                    ng.ok("answer", "call-id", callId, "from-tag", "fA", "to-tag", "tC", "sdp", carol.sdp()));

            carol.speak(portForBob, alice);
            alice.speak(portForAlice, carol);

            RawCapture raw = RawCapture.read(node.media(sealed()));
            assertThat(raw.payloadsOf(CALLEE_RTP))
                    .containsExactly(bob.said().getFirst(), carol.said().getFirst());
            assertThat(raw.payloadsOf(CALLER_RTP)).containsExactlyElementsOf(alice.said());
        }
    }

    @Test
    void the_answer_says_which_of_the_offered_keys_is_in_force() {
        alice.useKey(OTHER);
        agree(
                alice.sdp("a=crypto:2 AES_256_CM_HMAC_SHA1_80 inline:unknown", "a=crypto:3" + OTHER.substring(1)),
                bob.sdp().replace("a=crypto:1 ", "a=crypto:3 "));

        alice.speak(portForAlice, bob);
        bob.speak(portForBob, alice);

        RawCapture raw = RawCapture.read(node.media(sealed()));
        assertThat(raw.payloadsOf(CALLER_RTP)).containsExactlyElementsOf(alice.said());
        assertThat(raw.payloadsOf(CALLEE_RTP)).containsExactlyElementsOf(bob.said());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AES_CM_128_HMAC_SHA1_80|2^48|1:4",
                "AES_CM_128_HMAC_SHA1_32",
                "AES_CM_128_HMAC_SHA1_32|2^20|7:2",
            })
    void tags_may_be_short_and_keys_may_have_names(String suite) {
        String[] parts = suite.split("\\|", 2);
        String behind = parts.length > 1 ? "|" + parts[1] : "";
        alice.changeKey(SrtpWriter.crypto(1, parts[0], 5) + behind);
        bob.changeKey(SrtpWriter.crypto(1, parts[0], 6) + behind);
        agree(alice.sdp(), bob.sdp());

        alice.speak(portForAlice, bob);
        bob.speak(portForBob, alice);
        byte[] report = alice.report(report(), portForAlice, bob);

        RawCapture raw = RawCapture.read(node.media(sealed()));
        assertThat(raw.payloadsOf(CALLER_RTP)).containsExactlyElementsOf(alice.said());
        assertThat(raw.payloadsOf(CALLEE_RTP)).containsExactlyElementsOf(bob.said());
        assertThat(raw.payloadsOf(CALLER_RTCP)).containsExactly(report);
    }

    @Test
    void sequence_numbers_roll_over() {
        alice.skip(65_434);
        agree(alice.sdp(), bob.sdp());
        for (int i = 0; i < 5; i++) {
            alice.speak(portForAlice, bob);
        }

        assertThat(RawCapture.read(node.media(sealed())).payloadsOf(CALLER_RTP))
                .containsExactlyElementsOf(alice.said());
    }

    @Test
    void a_recording_that_begins_late_has_missed_no_turn_of_the_numbers() {
        offer(alice.sdp());
        portForAlice = NgClient.audioPort(
                ng.ok("answer", "call-id", callId, "from-tag", "fA", "to-tag", "tB", "sdp", bob.sdp()));
        alice.speak(portForAlice, bob);
        for (int turn = 0; turn < 3; turn++) {
            for (int steps = 0; steps < 4; steps++) {
                alice.skip(16_384);
                alice.speak(portForAlice, bob);
            }
        }
        ng.ok("start recording", "call-id", callId);
        int before = alice.said().size();
        alice.speak(portForAlice, bob);

        assertThat(RawCapture.read(node.media(sealed())).payloadsOf(CALLER_RTP))
                .containsExactlyElementsOf(alice.said().subList(before, before + 1));
    }

    @Test
    void reports_are_read_and_kept_in_plain() {
        agree(alice.sdp(), bob.sdp());
        alice.speak(portForAlice, bob);
        byte[] report = alice.report(report(), portForAlice, bob);
        byte[] forged = report();
        alice.sendRaw(forged, portForAlice); // in plain, and so not authentic
        assertThat(bob.hears()).contains(forged);

        assertThat(RawCapture.read(node.media(sealed())).payloadsOf(CALLER_RTCP))
                .containsExactly(report);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void a_key_is_told_whether_the_call_is_recorded_or_not(String recorded) throws IOException {
        offer(alice.sdp());
        portForAlice = NgClient.audioPort(ng.ok(
                "answer",
                "call-id",
                callId,
                "from-tag",
                "fA",
                "to-tag",
                "tB",
                "sdp",
                bob.sdp(),
                "record call",
                recorded));
        alice.speak(portForAlice, bob);
        for (int ticks = 160; ticks <= 640; ticks += 160) {
            alice.say(alice.key(5, ticks == 640, ticks, 16_000), portForAlice, bob);
        }

        JsonNode told = told();

        assertThat(told.get("event").asInt()).isEqualTo(5);
        assertThat(told.get("duration").asInt()).isEqualTo(80);
    }

    /** Of a key in this call. */
    private JsonNode told() throws IOException {
        JsonNode told = next();
        while (!told.get("callid").stringValue().equals(callId)) {
            told = next();
        }
        return told;
    }

    private static JsonNode next() throws IOException {
        var packet = new DatagramPacket(new byte[2_000], 2_000);
        listener.receive(packet);
        return JsonMapper.builder()
                .build()
                .readTree(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
    }

    @Test
    void padding_inside_of_what_is_encrypted_does_no_harm() {
        agree(alice.sdp(), bob.sdp());
        byte[] padded = new byte[12 + 160 + 4];
        padded[0] = (byte) (0x80 | 0x20); // V=2, P
        padded[1] = 8;
        padded[3] = 7; // sequence number
        padded[11] = 9; // SSRC
        padded[padded.length - 1] = 4; // bytes of padding

        alice.say(padded, portForAlice, bob);

        assertThat(RawCapture.read(node.media(sealed())).payloadsOf(CALLER_RTP)).containsExactly(padded);
    }

    @Test
    void every_line_has_keys_of_its_own() {
        try (var camera = new SrtpPhone(0xCA3E4A, OTHER);
                var screen = new SrtpPhone(0x5C4EE, SrtpWriter.crypto(1, SrtpWriter.SUITE, 4))) {
            String video = "RTP/SAVP 96";
            NgDictionary forBob = offer(Sdp.of(alice.audio(), camera.line("video", video, "a=rtpmap:96 VP8/90000")));
            NgDictionary forAlice = answer(Sdp.of(bob.audio(), screen.line("video", video, "a=rtpmap:96 VP8/90000")));

            alice.speak(portForAlice, bob);
            camera.speak(Sdp.port(forAlice, 1), screen);
            screen.speak(Sdp.port(forBob, 1), camera);

            RawCapture raw = RawCapture.read(node.media(sealed()));
            assertThat(raw.payloadsOf(CALLER_RTP)).containsExactlyElementsOf(alice.said());
            assertThat(raw.payloadsOf(4)).containsExactlyElementsOf(camera.said());
            assertThat(raw.payloadsOf(6)).containsExactlyElementsOf(screen.said());
        }
    }

    @Test
    void srtp_under_the_name_of_rtp_is_srtp_when_both_have_keys() {
        agree(alice.sdp().replace("SAVP", "AVP"), bob.sdp().replace("SAVP", "AVP"));

        alice.speak(portForAlice, bob);

        assertThat(RawCapture.read(node.media(sealed())).payloadsOf(CALLER_RTP))
                .containsExactlyElementsOf(alice.said());
    }

    @Test
    void with_a_suite_that_is_not_known_it_is_kept_as_it_came_and_says_so() {
        String unknown = "AES_256_CM_HMAC_SHA1_80 inline:unknown";
        agree(alice.sdp().replace(ALICES.substring(2), unknown), bob.sdp().replace(BOBS.substring(2), unknown));
        byte[] sent = alice.whisper(portForAlice);
        assertThat(bob.hears()).contains(sent);
        String capture = sealed();

        assertThat(RawCapture.read(node.media(capture)).payloadsOf(CALLER_RTP)).containsExactly(sent);
        JsonNode manifest = node.sealedManifest(capture);
        assertThat(manifest.at("/capture/streams/0/stream/payloads/0/encoding").stringValue())
                .isEqualTo("SRTP/PCMA");
        assertThat(manifest.at("/capture/sdps/0/text").stringValue()).contains(unknown);
    }

    @Test
    void nothing_is_played_into_it_and_what_is_blocked_is_left_out_unchanged() throws IOException {
        agree(alice.sdp(), bob.sdp());
        alice.speak(portForAlice, bob);

        NgDictionary played = ng.ask(
                "play media",
                "call-id",
                callId,
                "from-tag",
                "fA",
                "tapedeck",
                NgDictionary.empty().with("tone", "beep"));
        NgDictionary blocked = ng.ok("block DTMF", "call-id", callId, "from-tag", "fA");
        alice.sendRaw(alice.secured(alice.key(5, true, 160, 1_000)), portForAlice);
        alice.speak(portForAlice, bob);
        assertThat(told().get("event").asInt()).isEqualTo(5);
        ng.ok("unblock DTMF", "call-id", callId, "from-tag", "fA");
        alice.speak(portForAlice, bob);

        assertThat(played.text("error-reason").orElseThrow()).contains("no audio that can be played to");
        assertThat(blocked.text("warning").orElseThrow()).contains("SRTP");
        assertThat(RawCapture.read(node.media(sealed())).payloadsOf(CALLER_RTP))
                .containsExactlyElementsOf(alice.said());
    }

    @Test
    void what_is_blocked_is_cut_out_without_a_gap_once_the_call_is_no_longer_encrypted() {
        agree(alice.sdp(), bob.sdp());
        alice.speak(portForAlice, bob);
        ng.ok("block DTMF", "call-id", callId, "from-tag", "fA");
        agree(plain(alice, ALICES), plain(bob, BOBS));
        byte[] first = alice.plain();
        alice.sendRaw(first, portForAlice);
        int before = sequenceOf(bob.hears().orElseThrow());

        alice.sendRaw(alice.key(5, true, 160, 1_000), portForAlice);
        alice.sendRaw(alice.plain(), portForAlice);

        assertThat(before).isEqualTo(sequenceOf(first));
        assertThat(sequenceOf(bob.hears().orElseThrow())).isEqualTo(before + 1);
    }

    private static String plain(SrtpPhone phone, String crypto) {
        return phone.sdp().replace("SAVP", "AVP").replace("a=crypto:" + crypto + "\r\n", "");
    }

    private static int sequenceOf(byte[] packet) {
        return ByteBuffer.wrap(packet).getShort(2) & 0xFFFF;
    }

    @Test
    void who_gets_a_copy_gets_the_key_of_its_sender() {
        agree(alice.sdp(), bob.sdp());

        NgDictionary copy = ng.ok("subscribe request", "call-id", callId, "from-tag", "fA");

        assertThat(Sdp.line(copy, 0).attributeValues("crypto")).containsExactly(ALICES);
    }

    @Test
    void a_copy_has_the_key_that_is_in_force_and_not_one_that_is_only_offered() {
        agree(alice.sdp(), bob.sdp());
        offer(alice.sdp().replace(keyOf(ALICES), keyOf(OTHER)));

        NgDictionary copy = ng.ok("subscribe request", "call-id", callId, "from-tag", "fA");

        assertThat(Sdp.line(copy, 0).attributeValues("crypto")).containsExactly(ALICES);
    }

    private void agree(String offer, String answer) {
        offer(offer);
        answer(answer);
    }

    private NgDictionary offer(String sdp) {
        NgDictionary reply = ng.ok("offer", "call-id", callId, "from-tag", "fA", "sdp", sdp);
        portForBob = NgClient.audioPort(reply);
        return reply;
    }

    /** Recorded from here on. */
    private NgDictionary answer(String sdp) {
        NgDictionary reply =
                ng.ok("answer", "call-id", callId, "from-tag", "fA", "to-tag", "tB", "sdp", sdp, "record call", "yes");
        portForAlice = NgClient.audioPort(reply);
        return reply;
    }

    /** How what Alice sends is received. */
    private NgDictionary received() {
        NgDictionary tags = ng.ok("query", "call-id", callId).dictionary("tags").orElseThrow();
        NgDictionary media = first(tags.dictionary("fA").orElseThrow(), "medias");
        return first(media, "streams").dictionary("reception").orElseThrow();
    }

    private static NgDictionary first(NgDictionary of, String key) {
        return (NgDictionary) of.list(key).getFirst();
    }

    private String sealed() {
        String capture = RelayedPhones.captureOf(ng.ok("delete", "call-id", callId, "from-tag", "fA"));
        node.sealedManifest(capture);
        return capture;
    }

    private static byte[] report() {
        ByteBuffer out = ByteBuffer.allocate(100);
        RtcpCompound.write(out, new SenderReport(ALICES_SSRC, 0x0123_4567_89AB_CDEFL, 1, 1, 160, List.of()));
        return Arrays.copyOf(out.array(), out.position());
    }

    private static String keyOf(String crypto) {
        return crypto.substring(crypto.indexOf("inline:") + "inline:".length());
    }
}
