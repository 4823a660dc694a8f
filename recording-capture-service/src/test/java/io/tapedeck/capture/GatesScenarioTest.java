package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.rtp.RtpPacketView;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What one party must not hear of the other, and the keys that are told all the same. */
class GatesScenarioTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int CALLER = 0;
    private static final int FIVE = 5;
    private static final byte A_LAW_SILENCE = (byte) 0xD5;

    @TempDir
    static Path spool;

    private static DatagramSocket listener;
    private static TestNode node;

    private RelayedPhones call;
    private NgClient ng;
    private RtpPhone alice;
    private RtpPhone bob;
    private final String session = UUID.randomUUID().toString();
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

    @BeforeEach
    void setUp() {
        call = RelayedPhones.labelled(node, session);
        ng = call.ng;
        alice = call.alice;
        bob = call.bob;
        portForAlice = call.portForAlice;
        portForBob = call.portForBob;
    }

    @AfterEach
    void tearDown() {
        call.close();
    }

    @Test
    void a_key_passes_and_is_told_once() throws IOException {
        heard();

        List<byte[]> key = press();

        for (byte[] packet : key) {
            assertThat(bob.receive()).contains(packet);
        }
        assertThat(told().get("event").asInt()).isEqualTo(FIVE);
        heard(); // whatever was told is told by now, and in order
        assertThat(nothingMoreTold()).isTrue();
        assertThat(RawCapture.read(sealed()).payloadsOf(CALLER)).containsAll(key);
    }

    @Test
    void a_blocked_key_is_told_but_neither_heard_nor_recorded() throws IOException {
        byte[] before = heard();
        ng.ok("block DTMF", "call-id", session, "from-tag", "fA");

        List<byte[]> key = press();
        byte[] after = heardBy(bob, alice.send(portForAlice));

        assertThat(sequence(after)).isEqualTo(sequence(before) + 1);
        assertThat(told().get("event").asInt()).isEqualTo(FIVE);
        assertThat(RawCapture.read(sealed()).payloadsOf(CALLER)).isNotEmpty().doesNotContainAnyElementsOf(key);
    }

    @Test
    void keys_are_heard_again_when_no_longer_blocked() throws IOException {
        heard();
        ng.ok("block DTMF", "call-id", session, "from-tag", "fA");
        press();
        assertThat(told().get("event").asInt()).isEqualTo(FIVE);
        ng.ok("unblock DTMF", "call-id", session, "from-tag", "fA");

        List<byte[]> key = press();

        for (byte[] packet : key) {
            assertThat(payload(bob.receive().orElseThrow())).isEqualTo(payload(packet));
        }
        assertThat(told().get("event").asInt()).isEqualTo(FIVE);
    }

    @Test
    void blocked_media_is_neither_heard_nor_recorded_and_the_other_way_stays_open() {
        heard();
        ng.ok("block media", "call-id", session, "from-tag", "fA");

        List<byte[]> blocked = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            blocked.add(alice.send(portForAlice));
            byte[] answered = bob.send(portForBob); // which also tells that the loop has seen Alice's
            assertThat(alice.receive()).contains(answered);
        }

        ng.ok("unblock media", "call-id", session, "from-tag", "fA");
        byte[] again = alice.send(portForAlice);
        assertThat(payload(bob.receive().orElseThrow())).isEqualTo(payload(again));
        assertThat(RawCapture.read(sealed()).payloadsOf(CALLER)).contains(again).doesNotContainAnyElementsOf(blocked);
    }

    @Test
    void silenced_media_is_silence_of_the_same_length() {
        heard();
        ng.ok("silence media", "call-id", session, "from-tag", "fA");

        byte[] spoken = alice.send(portForAlice);
        byte[] heard = bob.receive().orElseThrow();

        assertThat(heard).hasSameSizeAs(spoken);
        assertThat(payload(heard)).containsOnly(A_LAW_SILENCE);
        ng.ok("unsilence media", "call-id", session, "from-tag", "fA");
        byte[] again = heard();
        assertThat(RawCapture.read(sealed()).payloadsOf(CALLER))
                .contains(heard, again)
                .doesNotContain(spoken);
    }

    /** @return a packet of Alice's that Bob got as it is */
    private byte[] heard() {
        byte[] packet = alice.send(portForAlice);
        assertThat(payload(heardBy(bob, packet))).isEqualTo(payload(packet));
        return packet;
    }

    private static byte[] heardBy(RtpPhone phone, byte[] sent) {
        return phone.receive().orElseThrow(() -> new AssertionError(sent.length + " bytes did not arrive"));
    }

    /** A five, with its end three times (RFC 4733, 2.5.1.4). */
    private List<byte[]> press() {
        int timestamp = sequence(alice.sent().getLast()) * 160 + 160;
        List<byte[]> packets = new ArrayList<>();
        for (int ticks = 160; ticks <= 480; ticks += 160) {
            packets.add(alice.send(alice.key(FIVE, false, ticks, timestamp), portForAlice));
        }
        for (int i = 0; i < 3; i++) {
            packets.add(alice.send(alice.key(FIVE, true, 640, timestamp), portForAlice));
        }
        return packets;
    }

    private static JsonNode told() throws IOException {
        var packet = new DatagramPacket(new byte[2_000], 2_000);
        listener.receive(packet);
        return JSON.readTree(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
    }

    private static boolean nothingMoreTold() throws IOException {
        listener.setSoTimeout(1);
        try {
            told();
            return false;
        } catch (java.net.SocketTimeoutException _) {
            return true;
        } finally {
            listener.setSoTimeout(20_000);
        }
    }

    private Path sealed() {
        NgDictionary reply = ng.ok("delete", "call-id", session);
        String capture =
                reply.dictionary("tapedeck").orElseThrow().text("capture").orElseThrow();
        node.sealedManifest(capture);
        return node.media(capture);
    }

    private static int sequence(byte[] packet) {
        return Short.toUnsignedInt(ByteBuffer.wrap(packet).getShort(2));
    }

    private static byte[] payload(byte[] packet) {
        var view = new RtpPacketView();
        assertThat(view.wrap(ByteBuffer.wrap(packet), 0, packet.length)).isTrue();
        return Arrays.copyOfRange(packet, view.payloadOffset(), view.payloadOffset() + view.payloadLength());
    }
}
