package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.testkit.audio.ToneDetector;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** Keys that do not come as events: told by the controller from SIP, or heard as tones. */
class KeysScenarioTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ALICE = 0xA11CE;
    private static final List<String> DETECT = List.of("detect-DTMF");

    @TempDir
    static Path spool;

    private static DatagramSocket listener;
    private static TestNode node;

    private final String session = UUID.randomUUID().toString();
    private final NgClient ng = new NgClient(node.ng());
    private final RtpPhone alice = new RtpPhone(ALICE);
    private final RtpPhone bob = new RtpPhone(0xB0B);
    private final KeySounds sounds = new KeySounds(ALICE);
    private int portForAlice;

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
    void tearDown() {
        ng.ask("delete", "call-id", session);
        alice.close();
        bob.close();
        ng.close();
    }

    @Test
    void a_key_by_sip_is_told_as_one_by_rtp_and_stands_in_the_manifest() throws IOException {
        call(List.of());

        ng.ok("tell DTMF", "call-id", session, "from-tag", "tB", "tapedeck", digit("#", 250));

        JsonNode told = told();
        assertThat(told.get("type").stringValue()).isEqualTo("DTMF");
        assertThat(told.get("source_tag").stringValue()).isEqualTo("tB");
        assertThat(told.get("event").asInt()).isEqualTo(11);
        assertThat(told.get("duration").asInt()).isEqualTo(250);
        JsonNode keys = sealed().at("/capture/keys");
        assertThat(keys).hasSize(1);
        assertThat(keys.get(0).get("key").stringValue()).isEqualTo("#");
        assertThat(keys.get(0).get("side").stringValue()).isEqualTo("callee");
        assertThat(keys.get(0).get("source").stringValue()).isEqualTo("sip");
        assertThat(keys.get(0).get("length").stringValue()).isEqualTo("PT0.25S");
    }

    @Test
    void a_key_that_is_blocked_or_pressed_in_a_pause_is_told_but_not_kept() throws IOException {
        call(List.of());
        ng.ok("block DTMF", "call-id", session, "from-tag", "fA");
        ng.ok("tell DTMF", "call-id", session, "from-tag", "fA", "tapedeck", digit("4", 100));
        ng.ok("unblock DTMF", "call-id", session, "from-tag", "fA");
        ng.ok("pause recording", "call-id", session);
        ng.ok("tell DTMF", "call-id", session, "from-tag", "fA", "tapedeck", digit("5", 100));
        ng.ok("start recording", "call-id", session);

        ng.ok("tell DTMF", "call-id", session, "from-tag", "fA", "tapedeck", digit("6", 100));

        assertThat(List.of(event(), event(), event())).containsExactly(4, 5, 6);
        assertThat(keysOf(sealed())).isEqualTo("6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "11", "x", "?"})
    void what_is_no_key_is_refused(String digit) throws IOException {
        call(List.of());

        NgDictionary reply = ng.ask("tell DTMF", "call-id", session, "from-tag", "fA", "tapedeck", digit(digit, 100));

        assertThat(reply.text("error-reason")).contains("tapedeck digit is not a key");
    }

    @Test
    void without_a_party_there_is_no_key() throws IOException {
        call(List.of());

        NgDictionary reply = ng.ask("tell DTMF", "call-id", session, "tapedeck", digit("1", 100));

        assertThat(reply.text("error-reason")).contains("No participant party specified");
    }

    @Test
    void tones_are_heard_as_keys_when_that_was_asked_for_and_pass_as_they_are() throws IOException {
        call(DETECT);

        assertThat(bob.receive(200)).isEmpty(); // a key of 80 ms that arrives in no time began before
        List<byte[]> sent = new ArrayList<>(sounds.key('7', 4));
        sent.addAll(sounds.silence(3));
        sent.addAll(sounds.key('D', 3));
        sent.addAll(sounds.silence(4));

        assertThat(KeySounds.heard(through(sent))).isEqualTo(KeySounds.heard(sent));
        assertThat(List.of(event(), event())).containsExactly(7, 15);
        assertThat(keysOf(sealed())).isEqualTo("7D");
    }

    @Test
    void tones_are_not_looked_for_unless_that_was_asked_for() throws IOException {
        call(List.of());

        List<byte[]> sent = new ArrayList<>(sounds.key('7', 4));
        sent.addAll(sounds.silence(4));
        through(sent);
        ng.ok("tell DTMF", "call-id", session, "from-tag", "fA", "tapedeck", digit("1", 100));

        assertThat(event()).isEqualTo(1);
    }

    @Test
    void a_blocked_tone_is_told_but_neither_heard_nor_recorded() throws IOException {
        call(DETECT);
        ng.ok("block DTMF", "call-id", session, "from-tag", "fA");

        List<byte[]> before = sounds.noise(5);
        List<byte[]> key = sounds.key('9', 5);
        List<byte[]> pause = sounds.silence(1);
        List<byte[]> after = sounds.noise(5);
        List<byte[]> noise = through(before);
        List<byte[]> masked = through(key);
        masked.addAll(through(pause));
        noise.addAll(through(after));

        assertThat(event()).isEqualTo(9);
        before.addAll(after);
        assertThat(KeySounds.heard(noise)).isEqualTo(KeySounds.heard(before));
        assertThat(level(masked)).isLessThan(0.001);
        JsonNode manifest = sealed();
        assertThat(keysOf(manifest)).isEmpty();
        List<byte[]> kept = RawCapture.read(
                        node.media(manifest.at("/capture/captureId").stringValue()))
                .payloadsOf(0);
        assertThat(kept).hasSize(17).doesNotContainAnyElementsOf(key);
        assertThat(level(kept.subList(6, 12))).isLessThan(0.001);
    }

    private static double level(List<byte[]> packets) {
        return ToneDetector.level(KeySounds.heard(packets), 8_000, KeySounds.row('9'));
    }

    private void call(List<String> flags) throws IOException {
        NgDictionary offer = ng.ok(
                "offer", "call-id", session, "from-tag", "fA", "label", "caller", "flags", flags, "sdp", alice.sdp());
        assertThat(NgClient.audioPort(offer)).isPositive();
        NgDictionary answer = ng.ok(
                "answer",
                "call-id",
                session,
                "from-tag",
                "fA",
                "to-tag",
                "tB",
                "label",
                "callee",
                "record call",
                "yes",
                "sdp",
                bob.sdp());
        portForAlice = NgClient.audioPort(answer);
        List<byte[]> _ = through(sounds.silence(1));
    }

    /** @return what Bob gets of it */
    private List<byte[]> through(List<byte[]> packets) {
        List<byte[]> heard = new ArrayList<>();
        for (byte[] packet : packets) {
            alice.send(packet, portForAlice);
            heard.add(bob.receive().orElseThrow());
        }
        return heard;
    }

    private static NgDictionary digit(String digit, int millis) {
        return NgDictionary.empty().with("digit", digit).with("duration", millis);
    }

    private JsonNode sealed() {
        NgDictionary reply = ng.ok("delete", "call-id", session);
        return node.sealedManifest(
                reply.dictionary("tapedeck").orElseThrow().text("capture").orElseThrow());
    }

    private static String keysOf(JsonNode manifest) {
        var keys = new StringBuilder();
        manifest.at("/capture/keys").forEach(key -> keys.append(key.get("key").stringValue()));
        return keys.toString();
    }

    private static int event() throws IOException {
        return told().get("event").asInt();
    }

    private static JsonNode told() throws IOException {
        var packet = new DatagramPacket(new byte[2_000], 2_000);
        listener.receive(packet);
        return JSON.readTree(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
    }
}
