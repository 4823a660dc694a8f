package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.codec.G711;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.ng.NgValue.NgInteger;
import io.tapedeck.protocol.ng.NgValue.NgString;
import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.testkit.audio.Correlation;
import io.tapedeck.testkit.audio.ToneDetector;
import io.tapedeck.testkit.audio.WavFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Announcements and tones into running calls, as the parties hear them and as they are captured. */
class PlayScenarioTest {

    private static final int FRAME_TICKS = 160;
    private static final int PCMA = 8;

    @TempDir
    static Path directory;

    private static TestNode node;
    private static short[] sweep;

    private RelayedPhones call;
    private NgClient ng;
    private RtpPhone alice;
    private RtpPhone bob;
    private final String session = UUID.randomUUID().toString();
    private int portForAlice;

    @BeforeAll
    static void start() throws IOException {
        Path prompts = Files.createDirectory(directory.resolve("prompts"));
        sweep = sweep(8_000, 400);
        WavFile.write(prompts.resolve("sweep.wav"), 8_000, sweep);
        Files.writeString(prompts.resolve("noise.wav"), "no sound at all");
        Files.writeString(directory.resolve("secret.wav"), "RIFF");
        node = TestNode.start(
                directory.resolve("spool"),
                "--tapedeck.capture.prompts.directory=" + prompts,
                "--tapedeck.capture.prompts.largest=64KB",
                "--tapedeck.capture.plays=3");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void setUp() {
        call = RelayedPhones.labelled(node, session);
        ng = call.ng;
        alice = call.alice;
        bob = call.bob;
        portForAlice = call.portForAlice;
    }

    @AfterEach
    void tearDown() {
        call.close();
    }

    @Test
    void a_prompt_sounds_as_it_was_recorded_and_fits_into_the_stream_without_a_seam() {
        List<byte[]> heard = new ArrayList<>(relayed(5));

        NgDictionary reply = ng.ok("play media", "call-id", session, "from-tag", "tB", "file", "sweep.wav");
        List<byte[]> prompt = heardWhileAliceTalks(20);
        heard.addAll(prompt);
        List<byte[]> after = afterwards(5);
        heard.addAll(after);

        assertThat(reply.integer("duration")).hasValue(400);
        assertThat(Correlation.best(aLaw(prompt), sweep).coefficient()).isGreaterThan(0.95);
        assertSeamless(heard);
        assertThat(marker(prompt.getFirst())).isTrue();
        assertThat(marker(prompt.get(1))).isFalse();
        assertThat(marker(after.getFirst())).isTrue();
        assertThat(after).allMatch(this::isFromAlice);
    }

    @Test
    void what_was_played_is_captured_as_a_stream_of_its_own_beside_what_was_said() {
        relayed(2);
        ng.ok("play media", "call-id", session, "from-tag", "tB", "file", "sweep.wav");
        List<byte[]> prompt = heardWhileAliceTalks(20);

        RawCapture raw = hangUp();

        assertThat(raw.interfaces()).extracting(i -> i.name()).contains("played to callee audio RTP");
        int played = raw.interfaces().stream().map(i -> i.name()).toList().indexOf("played to callee audio RTP");
        assertThat(raw.payloadsOf(played)).containsExactlyElementsOf(prompt);
        assertThat(raw.payloadsOf(0)).containsExactlyElementsOf(alice.sent());
    }

    @Test
    void a_party_that_has_heard_nothing_yet_hears_a_stream_that_the_other_then_continues() {
        ng.ok("play media", "call-id", session, "from-tag", "tB", "tapedeck", tone("425/200"));
        List<byte[]> heard = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            heard.add(bob.receive().orElseThrow());
        }
        heard.addAll(afterwards(3));

        assertSeamless(heard);
        short[] pcm = aLaw(heard.subList(0, 10));
        assertThat(ToneDetector.purity(pcm, 8_000, 425)).isGreaterThan(0.9);
    }

    @Test
    void a_prompt_for_all_is_heard_by_both() {
        relayed(1);

        ng.ok("play media", "call-id", session, "flags", List.of("all"), "tapedeck", tone("beep"));

        assertThat(ToneDetector.purity(
                        aLaw(List.of(bob.receive().orElseThrow(), bob.receive().orElseThrow())), 8_000, 1_400))
                .isGreaterThan(0.8);
        assertThat(ToneDetector.purity(
                        aLaw(List.of(
                                alice.receive().orElseThrow(), alice.receive().orElseThrow())),
                        8_000,
                        1_400))
                .isGreaterThan(0.8);
    }

    @Test
    void a_stopped_prompt_ends_at_once_and_tells_how_far_it_came() {
        relayed(1);
        ng.ok("play media", "call-id", session, "label", "callee", "file", "sweep.wav", "repeat-times", "1000");
        heardWhileAliceTalks(30);

        NgDictionary reply = ng.ok("stop media", "call-id", session, "label", "callee");

        assertThat(reply.integer("last-frame-pos").orElseThrow()).isBetween(0L, 400L);
        bobHearsAliceAgain();
        assertThat(ng.ok("stop media", "call-id", session, "label", "callee").integer("last-frame-pos"))
                .isEmpty();
    }

    @Test
    void a_prompt_may_begin_in_its_middle_and_be_repeated() {
        relayed(1);
        ng.ok(
                "play media",
                "call-id",
                session,
                "from-tag",
                "tB",
                "file",
                "sweep.wav",
                "start-pos",
                "200",
                "repeat-times",
                "2");

        List<byte[]> prompt = heardWhileAliceTalks(30);

        short[] pcm = aLaw(prompt);
        assertThat(Correlation.best(Arrays.copyOfRange(pcm, 1_600, 4_800), sweep)
                        .coefficient())
                .isGreaterThan(0.95);
        assertSeamless(prompt);
        bobHearsAliceAgain();
    }

    @Test
    void a_beep_every_second_lets_the_parties_talk_in_between() {
        relayed(1);
        ng.ok(
                "play media",
                "call-id",
                session,
                "from-tag",
                "tB",
                "tapedeck",
                new NgDictionary(Map.of("tone", new NgString("1400/100"), "every", new NgInteger(1))));

        List<byte[]> heard = new ArrayList<>();
        int beeps = 0;
        for (int i = 0; i < 1_000 && beeps < 2; i++) {
            alice.send(portForAlice);
            for (byte[] packet : heardIn20Millis()) {
                heard.add(packet);
                beeps += marker(packet) && ToneDetector.purity(aLaw(List.of(packet)), 8_000, 1_400) > 0.8 ? 1 : 0;
            }
        }

        assertThat(beeps).isEqualTo(2);
        assertSeamlessNumbers(heard);
        ng.ok("stop media", "call-id", session, "from-tag", "tB");
    }

    @Test
    void a_blob_is_played_like_a_file() throws IOException {
        byte[] wav = Files.readAllBytes(directory.resolve("prompts").resolve("sweep.wav"));
        byte[] head = ("blob d7:command10:play media7:call-id" + session.length() + ":" + session
                        + "8:from-tag2:tB4:blob" + wav.length + ":")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = ByteBuffer.allocate(head.length + wav.length + 1)
                .put(head)
                .put(wav)
                .put((byte) 'e')
                .array();

        NgDictionary reply = NgClient.dictionaryIn(ng.raw(request).orElseThrow());

        assertThat(reply.integer("duration")).hasValue(400);
        assertThat(Correlation.best(aLaw(heardWhileAliceTalks(20)), sweep).coefficient())
                .isGreaterThan(0.95);
    }

    @Test
    void what_cannot_be_played_is_refused_in_the_words_of_rtpengine() {
        refused("Failed to start media playback from file", "from-tag", "tB", "file", "nowhere.wav");
        refused("Failed to start media playback from file", "from-tag", "tB", "file", "noise.wav");
        refused("Failed to start media playback from file", "from-tag", "tB", "file", "../secret.wav");
        refused(
                "Failed to start media playback from file",
                "from-tag",
                "tB",
                "file",
                directory.resolve("secret.wav").toString());
        refused("Failed to start media playback from database", "from-tag", "tB", "db-id", "7");
        refused("Failed to start media playback from tone", "from-tag", "tB", "tapedeck", tone("loud"));
        refused("No media file specified", "from-tag", "tB");
        refused("No participant party specified", "file", "sweep.wav");
        assertThat(ng.ask("play media", "call-id", "nobody", "file", "x").text("error-reason"))
                .contains("Unknown call-id");
    }

    @Test
    void no_more_than_so_many_prompts_sound_at_a_time() {
        var others = new ArrayList<String>();
        try {
            for (int i = 0; i < 3; i++) {
                String other = "full-" + i;
                others.add(other);
                ng.ok("offer", "call-id", other, "from-tag", "f", "sdp", alice.sdp());
                ng.ok("answer", "call-id", other, "from-tag", "f", "to-tag", "t", "sdp", bob.sdp());
                ng.ok("play media", "call-id", other, "from-tag", "f", "tapedeck", tone("425/20000"));
            }

            refused(
                    "Failed to start media playback from file: too many are playing",
                    "from-tag",
                    "tB",
                    "file",
                    "sweep.wav");
        } finally {
            others.forEach(other -> ng.ok("delete", "call-id", other));
        }
    }

    @Test
    void a_line_that_is_taken_away_plays_no_more_and_makes_room() {
        var others = List.of("gone-0", "gone-1", "gone-2");
        try {
            for (String other : others) {
                ng.ok("offer", "call-id", other, "from-tag", "f", "sdp", alice.sdp());
                ng.ok("answer", "call-id", other, "from-tag", "f", "to-tag", "t", "sdp", bob.sdp());
                ng.ok("play media", "call-id", other, "from-tag", "f", "tapedeck", tone("425/20000"));
            }
            String none = Sdp.of("m=audio 0 RTP/AVP 8");
            ng.ok("offer", "call-id", others.getFirst(), "from-tag", "f", "sdp", none);
            ng.ok("answer", "call-id", others.getFirst(), "from-tag", "f", "to-tag", "t", "sdp", none);

            ng.ok("play media", "call-id", session, "from-tag", "tB", "file", "sweep.wav");
        } finally {
            others.forEach(other -> ng.ok("delete", "call-id", other));
        }
    }

    private void refused(String reason, Object... pairs) {
        var all = new ArrayList<Object>(List.of("call-id", session));
        all.addAll(List.of(pairs));
        NgDictionary reply = ng.ask("play media", all.toArray());
        assertThat(reply.text("result")).contains("error");
        assertThat(reply.text("error-reason").orElseThrow()).startsWith(reason);
    }

    private static NgDictionary tone(String cadence) {
        return new NgDictionary(Map.of("tone", new NgString(cadence)));
    }

    private List<byte[]> relayed(int packets) {
        List<byte[]> heard = new ArrayList<>();
        for (int i = 0; i < packets; i++) {
            alice.send(portForAlice);
            heard.add(bob.receive().orElseThrow());
        }
        return heard;
    }

    /** One packet of Alice for each that Bob hears, so that both keep the same time. */
    private List<byte[]> heardWhileAliceTalks(int packets) {
        List<byte[]> heard = new ArrayList<>();
        for (int i = 0; i < packets; i++) {
            heard.add(bob.receive().orElseThrow());
            alice.send(portForAlice);
        }
        return heard;
    }

    private List<byte[]> heardIn20Millis() {
        List<byte[]> heard = new ArrayList<>();
        long end = System.nanoTime() + 20_000_000L;
        for (long left = 20; left > 0; left = (end - System.nanoTime()) / 1_000_000L) {
            bob.receive((int) left).ifPresent(heard::add);
        }
        return heard;
    }

    private List<byte[]> afterwards(int packets) {
        List<byte[]> heard = new ArrayList<>();
        for (int i = 0; i < 500 && heard.size() < packets; i++) {
            alice.send(portForAlice);
            bob.receive(40).ifPresent(heard::add);
        }
        assertThat(heard).hasSize(packets);
        return heard;
    }

    private void bobHearsAliceAgain() {
        for (int i = 0; i < 500; i++) {
            alice.send(portForAlice);
            if (bob.receive(40).filter(this::isFromAlice).isPresent()) {
                return;
            }
        }
        throw new AssertionError("Bob does not hear Alice any more");
    }

    private boolean isFromAlice(byte[] packet) {
        return alice.sent().stream().anyMatch(sent -> Arrays.equals(payload(sent), payload(packet)));
    }

    private RawCapture hangUp() {
        NgDictionary reply = ng.ok("delete", "call-id", session);
        String capture =
                reply.dictionary("tapedeck").orElseThrow().text("capture").orElseThrow();
        node.sealedManifest(capture);
        return RawCapture.read(node.media(capture));
    }

    /** A loop that gets no processor for long moves the sound; so most of the steps tell, not each. */
    private static void assertSeamless(List<byte[]> packets) {
        assertSeamlessNumbers(packets);
        int[] steps = new int[packets.size() - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] =
                    view(packets.get(i + 1)).timestamp() - view(packets.get(i)).timestamp();
        }
        Arrays.sort(steps);
        assertThat(steps[steps.length / 2]).as("usual step").isEqualTo(FRAME_TICKS);
    }

    private static void assertSeamlessNumbers(List<byte[]> packets) {
        for (int i = 1; i < packets.size(); i++) {
            RtpPacketView before = view(packets.get(i - 1));
            RtpPacketView packet = view(packets.get(i));
            assertThat(packet.ssrc()).as("SSRC of packet %d", i).isEqualTo(before.ssrc());
            assertThat(packet.sequenceNumber())
                    .as("sequence number of packet %d", i)
                    .isEqualTo(before.sequenceNumber() + 1 & 0xFFFF);
            assertThat(packet.timestamp() - before.timestamp())
                    .as("time of packet %d", i)
                    .isPositive();
        }
    }

    private static short[] aLaw(List<byte[]> packets) {
        var pcm = new short[packets.size() * FRAME_TICKS];
        for (int i = 0; i < packets.size(); i++) {
            RtpPacketView view = view(packets.get(i));
            assertThat(view.payloadType()).isEqualTo(PCMA);
            G711.decodeALaw(packets.get(i), view.payloadOffset(), FRAME_TICKS, pcm, i * FRAME_TICKS);
        }
        return pcm;
    }

    private static byte[] payload(byte[] packet) {
        return Arrays.copyOfRange(packet, 12, packet.length);
    }

    private static boolean marker(byte[] packet) {
        return view(packet).marker();
    }

    private static RtpPacketView view(byte[] packet) {
        var view = new RtpPacketView();
        assertThat(view.wrap(ByteBuffer.wrap(packet))).isTrue();
        return view;
    }

    /** From 300 to 3,000 Hz: alike to itself at no other place. */
    private static short[] sweep(int rate, int millis) {
        var samples = new short[rate * millis / 1_000];
        double phase = 0;
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (8_000 * Math.sin(phase));
            phase += 2 * Math.PI * (300 + 2_700.0 * i / samples.length) / rate;
        }
        return samples;
    }
}
