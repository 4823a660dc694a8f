package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.ng.NgValue.NgString;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A call in; a sealed capture out, with real sockets and a real disk. */
class CaptureScenarioTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int CALLER_RTP = 0;
    private static final int CALLEE_RTP = 2;

    @TempDir
    static Path spool;

    private static TestNode node;
    private NgClient ng;
    private RtpPhone alice;
    private RtpPhone bob;
    private final String session = UUID.randomUUID().toString();
    private int portForBob;
    private int portForAlice;

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
        alice = new RtpPhone(0xA11CE);
        bob = new RtpPhone(0xB0B);
    }

    @AfterEach
    void tearDown() {
        alice.close();
        bob.close();
        ng.close();
    }

    @Test
    void a_recorded_call_is_sealed_with_every_packet_that_was_relayed() {
        RecordingOrder order = order();
        callBetween(order);
        for (int i = 0; i < 50; i++) {
            relayed(alice, portForAlice, bob);
            relayed(bob, portForBob, alice);
        }

        String capture = hangUp();
        JsonNode manifest = node.sealedManifest(capture);
        RawCapture raw = RawCapture.read(node.media(capture));

        assertThat(raw.interfaces())
                .extracting(i -> i.name())
                .containsExactly("caller audio RTP", "caller audio RTCP", "callee audio RTP", "callee audio RTCP");
        assertThat(raw.payloadsOf(CALLER_RTP)).containsExactlyElementsOf(alice.sent());
        assertThat(raw.payloadsOf(CALLEE_RTP)).containsExactlyElementsOf(bob.sent());
        assertThat(manifest.at("/capture/reason").stringValue()).isEqualTo("call_ended");
        assertThat(manifest.at("/capture/orders/0/recordingId").stringValue())
                .isEqualTo(order.recordingId().toString());
        assertThat(manifest.at("/capture/caller/number").stringValue()).isEqualTo("1001");
        assertThat(manifest.at("/capture/streams/0/stream/payloads/0/encoding").stringValue())
                .isEqualTo("PCMA");
        assertThat(manifest.at("/media/bytes").longValue())
                .isEqualTo(node.media(capture).toFile().length());
        intervalsHoldEveryPacket(manifest, raw);
    }

    private static void intervalsHoldEveryPacket(JsonNode manifest, RawCapture raw) {
        Instant from = Instant.parse(manifest.at("/capture/intervals/0/from").stringValue());
        Instant to = Instant.parse(manifest.at("/capture/intervals/0/to").stringValue());
        assertThat(raw.packets())
                .allSatisfy(packet -> assertThat(Instant.ofEpochSecond(0, packet.unixNanos()))
                        .isAfterOrEqualTo(from)
                        .isBefore(to));
        assertThat(Instant.parse(manifest.at("/capture/startedAt").stringValue()))
                .isEqualTo(from);
    }

    @Test
    void lost_and_reordered_packets_are_captured_as_they_came() {
        callBetween(order());
        byte[] first = alice.packet();
        alice.skip();
        byte[] third = alice.packet();
        byte[] fourth = alice.packet();

        for (byte[] packet : List.of(first, fourth, third, third)) {
            alice.send(packet, portForAlice);
            assertThat(bob.receive()).contains(packet);
        }

        String capture = hangUp();
        node.sealedManifest(capture);
        assertThat(RawCapture.read(node.media(capture)).payloadsOf(CALLER_RTP))
                .containsExactly(first, fourth, third, third);
    }

    @Test
    void who_sprays_packets_at_our_ports_is_neither_relayed_nor_recorded() {
        callBetween(order());
        relayed(alice, portForAlice, bob);
        relayed(bob, portForBob, alice);

        try (var sprayer = new RtpPhone(0xBAD)) {
            for (int i = 0; i < 100; i++) {
                sprayer.send(portForAlice);
                sprayer.send(portForBob);
            }
        }
        relayed(alice, portForAlice, bob);
        relayed(bob, portForBob, alice);

        String capture = hangUp();
        node.sealedManifest(capture);
        assertThat(RawCapture.read(node.media(capture)).packets()).hasSize(4);
    }

    @Test
    void while_paused_not_one_packet_reaches_the_disk() {
        callBetween(order());
        relayed(alice, portForAlice, bob);
        ng.ok("pause recording", "call-id", session);
        List<byte[]> secret = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            secret.add(relayed(alice, portForAlice, bob));
        }
        ng.ok("start recording", "call-id", session);
        relayed(alice, portForAlice, bob);

        String capture = hangUp();
        JsonNode manifest = node.sealedManifest(capture);
        RawCapture raw = RawCapture.read(node.media(capture));

        assertThat(raw.packets()).hasSize(2);
        assertThat(raw.payloadsOf(CALLER_RTP)).doesNotContainAnyElementsOf(secret);
        assertThat(manifest.at("/capture/intervals"))
                .extracting(interval -> interval.get("paused").booleanValue())
                .containsExactly(false, true, false);
    }

    @Test
    void a_call_paused_before_the_answer_is_recorded_from_the_resume_on() {
        offer();
        ng.ok("pause recording", "call-id", session);
        call(Optional.of(order()));
        byte[] secret = relayed(alice, portForAlice, bob);
        ng.ok("start recording", "call-id", session);
        byte[] open = relayed(alice, portForAlice, bob);

        String capture = hangUp();
        node.sealedManifest(capture);

        assertThat(RawCapture.read(node.media(capture)).payloadsOf(CALLER_RTP))
                .containsExactly(open)
                .doesNotContain(secret);
    }

    /** Long enough for a sender that gets no processor for a while. */
    @Test
    void packets_overtaken_by_the_hang_up_are_still_taken(@TempDir Path own) {
        try (var patient = TestNode.start(own, "--tapedeck.capture.drain=3s");
                var call = new RelayedPhones(patient, session).talk()) {
            String capture = RelayedPhones.captureOf(call.hangUp());
            call.alice.send(call.portForAlice);

            patient.sealedManifest(capture);
            assertThat(RawCapture.read(patient.media(capture)).packets()).hasSize(3);
        }
    }

    @Test
    void a_call_that_is_not_recorded_leaves_nothing(@TempDir Path own) throws IOException {
        try (var fresh = TestNode.start(own);
                var call = new RelayedPhones(fresh, session, "8", List.of("record call", "no")).talk()) {
            NgDictionary reply = call.hangUp();

            assertThat(reply.dictionary("tapedeck")).isEmpty();
            assertThat(TestNode.captures(own)).isEmpty();
        }
    }

    @Test
    void a_re_invite_with_other_codecs_adds_an_interface_and_keeps_the_ports() {
        callBetween(order());
        relayed(alice, portForAlice, bob);

        int before = portForBob;
        NgDictionary offer = ng.ok(
                "offer", "call-id", session, "from-tag", "tB", "to-tag", "fA", "sdp", bob.sdp("sendrecv", "0 101"));
        NgDictionary answer = ng.ok(
                "answer", "call-id", session, "from-tag", "tB", "to-tag", "fA", "sdp", alice.sdp("sendrecv", "0 101"));

        assertThat(NgClient.audioPort(offer)).isEqualTo(portForAlice);
        assertThat(NgClient.audioPort(answer)).isEqualTo(before);
        relayed(alice, portForAlice, bob);
        String capture = hangUp();
        node.sealedManifest(capture);
        RawCapture raw = RawCapture.read(node.media(capture));
        assertThat(raw.interfaces()).hasSize(6);
        assertThat(raw.packets()).extracting(RawCapture.Packet::interfaceIndex).containsExactly(0, 4);
    }

    @Test
    void the_fork_that_answered_last_gets_the_media() {
        offer();
        answer("early", bob);
        try (var winner = new RtpPhone(0xB0B2)) {
            answer("tB", winner);

            relayed(alice, portForAlice, winner);
            ng.ok("delete", "call-id", session, "from-tag", "fA", "to-tag", "early");
            relayed(alice, portForAlice, winner);
        }
    }

    @Test
    void a_foreign_controller_records_with_a_flag_and_metadata() {
        String tenant = UUID.randomUUID().toString();
        String callId = "../../etc/passwd";
        NgDictionary offer = ng.ok(
                "offer",
                "call-id",
                callId,
                "from-tag",
                "f",
                "sdp",
                alice.sdp(),
                "record call",
                "yes",
                "metadata",
                "from:100|to:200|tenant:" + tenant);
        NgDictionary answer = ng.ok("answer", "call-id", callId, "from-tag", "f", "to-tag", "t", "sdp", bob.sdp());
        relayed(alice, NgClient.audioPort(answer), bob);
        relayed(bob, NgClient.audioPort(offer), alice);

        NgDictionary reply = ng.ok("delete", "call-id", callId, "from-tag", "f");
        String capture =
                reply.dictionary("tapedeck").orElseThrow().text("capture").orElseThrow();
        JsonNode manifest = node.sealedManifest(capture);

        assertThat(manifest.at("/capture/orders/0/tenantId").stringValue()).isEqualTo(tenant);
        assertThat(manifest.at("/capture/callee/number").stringValue()).isEqualTo("200");
        assertThat(manifest.at("/capture/callId").stringValue()).isEqualTo(callId);
        assertThat(RawCapture.read(node.media(capture)).packets()).hasSize(2);
    }

    @Test
    void an_offer_that_is_repeated_with_a_flag_gives_one_order() {
        for (int i = 0; i < 3; i++) {
            ng.ok(
                    "offer",
                    "call-id",
                    "again",
                    "from-tag",
                    "f",
                    "sdp",
                    alice.sdp(),
                    "record call",
                    "yes",
                    "metadata",
                    "tenant:" + UUID.randomUUID());
        }
        ng.ok("answer", "call-id", "again", "from-tag", "f", "to-tag", "t", "sdp", bob.sdp());

        JsonNode manifest = node.sealedManifest(captureOf(ng.ok("delete", "call-id", "again")));

        assertThat(manifest.at("/capture/orders")).hasSize(1);
    }

    @Test
    void without_a_tenant_the_capture_is_sealed_without_orders() {
        call(Optional.empty());
        ng.ok("start recording", "call-id", session);
        relayed(alice, portForAlice, bob);

        String capture = hangUp();
        JsonNode manifest = node.sealedManifest(capture);

        assertThat(manifest.at("/capture/orders")).isEmpty();
        assertThat(RawCapture.read(node.media(capture)).packets()).hasSize(1);
    }

    @Test
    void rtcp_is_relayed_and_captured_on_an_interface_of_its_own() {
        try (var aliceControl = new RtpPhone(1);
                var bobControl = new RtpPhone(2)) {
            ng.ok(
                    "offer",
                    "call-id",
                    "rtcp",
                    "from-tag",
                    "f",
                    "record call",
                    "yes",
                    "sdp",
                    alice.sdp() + "a=rtcp:" + aliceControl.port() + "\r\n");
            NgDictionary answer = ng.ok(
                    "answer",
                    "call-id",
                    "rtcp",
                    "from-tag",
                    "f",
                    "to-tag",
                    "t",
                    "sdp",
                    bob.sdp() + "a=rtcp:" + bobControl.port() + "\r\n");
            byte[] receiverReport = {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 7};

            aliceControl.send(receiverReport, NgClient.audioPort(answer) + 1);

            assertThat(bobControl.receive()).contains(receiverReport);
            String capture = captureOf(ng.ok("delete", "call-id", "rtcp"));
            node.sealedManifest(capture);
            assertThat(RawCapture.read(node.media(capture)).payloadsOf(1)).containsExactly(receiverReport);
        }
    }

    @Test
    void fax_is_passed_on_as_it_is_and_never_recorded() {
        String offer =
                "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=image %d udptl t38\r\n";
        ng.ok("offer", "call-id", "fax", "from-tag", "f", "record call", "yes", "sdp", offer.formatted(alice.port()));
        NgDictionary answer =
                ng.ok("answer", "call-id", "fax", "from-tag", "f", "to-tag", "t", "sdp", offer.formatted(bob.port()));
        int port = Integer.parseInt(
                answer.text("sdp").orElseThrow().split("m=image ")[1].split(" ")[0]);

        byte[] ifp = alice.send(new byte[] {0, 1, 2, 3}, port);

        assertThat(bob.receive()).contains(ifp);
        ng.ok("delete", "call-id", "fax");
    }

    @Test
    void a_party_on_hold_in_the_old_way_hears_nothing() {
        callBetween(order());
        relayed(bob, portForBob, alice);
        String hold = alice.sdp().replace("c=IN IP4 127.0.0.1", "c=IN IP4 0.0.0.0");
        ng.ok("offer", "call-id", session, "from-tag", "fA", "to-tag", "tB", "sdp", hold);
        ng.ok("answer", "call-id", session, "from-tag", "fA", "to-tag", "tB", "sdp", bob.sdp());
        bob.send(portForBob);

        assertThat(alice.receive(200)).isEmpty();

        ng.ok("offer", "call-id", session, "from-tag", "fA", "to-tag", "tB", "sdp", alice.sdp());
        ng.ok("answer", "call-id", session, "from-tag", "fA", "to-tag", "tB", "sdp", bob.sdp());
        relayed(bob, portForBob, alice);
        hangUp();
    }

    @Test
    void garbage_harms_nothing() throws IOException {
        callBetween(order());
        byte[] before = relayed(alice, portForAlice, bob);
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var random = new java.util.Random(7);
            for (int i = 0; i < 2_000; i++) {
                byte[] noise = new byte[random.nextInt(300)];
                random.nextBytes(noise);
                int port = i % 2 == 0 ? node.ng().getPort() : portForAlice;
                socket.send(new java.net.DatagramPacket(noise, noise.length, InetAddress.getLoopbackAddress(), port));
            }
        }

        assertThat(ng.ask("ping").text("result")).contains("pong");
        List<byte[]> relayed = new ArrayList<>(List.of(before));
        relayed.addAll(relayedAtLast(alice, portForAlice, bob));
        String capture = hangUp();
        node.sealedManifest(capture);
        for (var late = bob.receive(1); late.isPresent(); late = bob.receive(1)) {
            relayed.add(late.get());
        }
        assertThat(RawCapture.read(node.media(capture)).packets())
                .extracting(RawCapture.Packet::payload)
                .containsExactlyElementsOf(relayed);
    }

    private void callBetween(RecordingOrder order) {
        call(Optional.of(order));
    }

    private void call(Optional<RecordingOrder> order) {
        offer();
        List<Object> answer = new ArrayList<>(
                List.of("call-id", session, "from-tag", "fA", "to-tag", "tB", "sdp", bob.sdp(), "label", "callee"));
        order.ifPresent(o ->
                answer.addAll(List.of("tapedeck", tapedeck("orders", JSON.writeValueAsString(List.of(o))))));
        portForAlice = NgClient.audioPort(ng.ok("answer", answer.toArray()));
    }

    private void offer() {
        NgDictionary own = tapedeck(
                "caller", JSON.writeValueAsString(Party.offnet("1001")),
                "callee", JSON.writeValueAsString(Party.offnet("1002")),
                "sip-call-id", "abc@phone");
        portForBob = NgClient.audioPort(ng.ok(
                "offer",
                "call-id",
                session,
                "from-tag",
                "fA",
                "sdp",
                alice.sdp(),
                "label",
                "caller",
                "ICE",
                "remove",
                "replace",
                List.of("origin", "session-connection"),
                "tapedeck",
                own));
    }

    private void answer(String tag, RtpPhone phone) {
        portForAlice = NgClient.audioPort(
                ng.ok("answer", "call-id", session, "from-tag", "fA", "to-tag", tag, "sdp", phone.sdp()));
    }

    private static NgDictionary tapedeck(String... pairs) {
        Map<String, io.tapedeck.protocol.ng.NgValue> entries = new java.util.LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            entries.put(pairs[i], new NgString(pairs[i + 1]));
        }
        return new NgDictionary(entries);
    }

    private static byte[] relayed(RtpPhone from, int port, RtpPhone to) {
        byte[] packet = from.send(port);
        assertThat(to.receive()).contains(packet);
        return packet;
    }

    /** After a flood: what comes while the socket's buffer is still full is lost to everybody. */
    private static List<byte[]> relayedAtLast(RtpPhone from, int port, RtpPhone to) {
        for (int attempt = 0; attempt < 100; attempt++) {
            from.send(port);
            Optional<byte[]> arrived = to.receive(200);
            if (arrived.isPresent()) {
                return List.of(arrived.get());
            }
        }
        throw new AssertionError("nothing arrives any more");
    }

    private String hangUp() {
        return captureOf(ng.ok("delete", "call-id", session, "from-tag", "fA"));
    }

    private static String captureOf(NgDictionary deleted) {
        return deleted.dictionary("tapedeck").orElseThrow().text("capture").orElseThrow();
    }

    private static RecordingOrder order() {
        return new RecordingOrder(
                new RecordingId(UUID.randomUUID()),
                new TenantId(UUID.randomUUID()),
                null,
                MediaFormat.WAV,
                ChannelLayout.STEREO,
                null);
    }
}
