package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.codec.G711;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.ng.NgValue.NgString;
import io.tapedeck.testkit.audio.Correlation;
import io.tapedeck.testkit.audio.WavFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prompts that a controller hands over once and has played by their hash, also to a caller whom nobody has answered. */
class KeptPromptsTest {

    private static final int HEADER = 12;

    @TempDir
    static Path directory;

    private static TestNode node;
    private static short[] sweep;
    private static byte[] file;

    private final String session = UUID.randomUUID().toString();

    @BeforeAll
    static void start() throws IOException {
        sweep = sweep(8_000, 400);
        Path wav = directory.resolve("sweep.wav");
        WavFile.write(wav, 8_000, sweep);
        file = Files.readAllBytes(wav);
        node = TestNode.start(directory.resolve("spool"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void a_prompt_in_pieces_is_played_to_both_parties_by_its_hash() {
        try (var call = RelayedPhones.labelled(node, session)) {
            keep(call.ng, file, hash(file), 1_000);

            NgDictionary reply =
                    call.ng.ok("play media", "call-id", session, "flags", List.of("all"), "tapedeck", prompt(file));

            assertThat(reply.integer("duration")).hasValue(400);
            assertThat(Correlation.best(heard(call.alice, 20), sweep).coefficient())
                    .isGreaterThan(0.95);
            assertThat(Correlation.best(heard(call.bob, 20), sweep).coefficient())
                    .isGreaterThan(0.95);
        }
    }

    @Test
    void a_prompt_that_nobody_has_handed_over_is_told_apart_from_all_other_failures() {
        try (var call = RelayedPhones.labelled(node, session)) {
            NgDictionary reply = call.ng.ask(
                    "play media", "call-id", session, "label", "caller", "tapedeck", prompt(new byte[] {1, 2, 3}));

            assertThat(reply.text("error-reason"))
                    .contains("Failed to start media playback from prompt: no prompt with this hash is kept");
        }
    }

    @Test
    void what_is_not_what_its_hash_says_is_not_kept() {
        try (var ng = new NgClient(node.ng())) {
            NgDictionary reply = keep(ng, file, "0".repeat(64), file.length);

            assertThat(reply.text("error-reason"))
                    .contains("Failed to keep the prompt: the content is not what its hash says");
        }
    }

    @Test
    void a_piece_that_follows_on_nothing_is_refused() {
        try (var ng = new NgClient(node.ng())) {
            NgDictionary reply = ng.ask(piece("1".repeat(64), 2_000, 1_000, new byte[1_000]));

            assertThat(reply.text("error-reason"))
                    .contains("Failed to keep the prompt: a piece is missing; begin again");
        }
    }

    @Test
    void a_caller_whom_nobody_has_answered_hears_a_prompt_when_an_answer_is_made_for_nobody() {
        try (var alice = new RtpPhone(0xA11CE);
                var ng = new NgClient(node.ng())) {
            ng.ok("offer", "call-id", session, "label", "caller", "from-tag", "a", "sdp", alice.sdp());
            keep(ng, file, hash(file), 30_000);

            NgDictionary answer = ng.ok(
                    "answer",
                    "call-id",
                    session,
                    "label",
                    "callee",
                    "from-tag",
                    "a",
                    "to-tag",
                    "nobody",
                    "replace",
                    List.of("zero-address", "session-connection", "origin"),
                    "sdp",
                    Sdp.of(Sdp.audio(9)).replace("c=IN IP4 127.0.0.1", "c=IN IP4 0.0.0.0"));
            ng.ok("play media", "call-id", session, "label", "caller", "tapedeck", prompt(file));

            assertThat(answer.text("sdp").orElseThrow())
                    .contains("c=IN IP4 127.0.0.1")
                    .doesNotContain("0.0.0.0");
            assertThat(Correlation.best(heard(alice, 20), sweep).coefficient()).isGreaterThan(0.95);
        }
    }

    @Test
    void it_is_told_how_long_somebody_has_not_spoken_who_is_listened_to() {
        try (var call = new RelayedPhones(node, session, "8 0 101", List.of("flags", List.of("detect-DTMF")))) {
            NgDictionary own = call.ng
                    .ok("query", "call-id", session)
                    .dictionary("tapedeck")
                    .orElseThrow();

            NgDictionary silent = own.dictionary("silent").orElseThrow();

            assertThat(silent.integer("callee")).isPresent();
            assertThat(silent.integer("caller")).isEmpty();
        }
    }

    @Test
    void who_presses_keys_as_events_is_listened_to_only_when_the_silence_is_wanted() {
        try (var call = new RelayedPhones(node, session)) {
            String tag = "fA";
            call.ng.ok("hear DTMF", "call-id", session, "from-tag", tag);
            boolean unasked = silence(call).isPresent();

            call.ng.ok(
                    "hear DTMF",
                    "call-id",
                    session,
                    "from-tag",
                    tag,
                    "tapedeck",
                    NgDictionary.empty().with("speech", "yes"));

            assertThat(unasked).isFalse();
            assertThat(silence(call).orElseThrow().integer("caller")).isPresent();
        }
    }

    private Optional<NgDictionary> silence(RelayedPhones call) {
        return call.ng.ok("query", "call-id", session).dictionary("tapedeck").flatMap(own -> own.dictionary("silent"));
    }

    private static NgDictionary keep(NgClient ng, byte[] content, String sha256, int most) {
        NgDictionary reply = NgDictionary.empty();
        for (int at = 0; at < content.length; at += most) {
            byte[] bytes = Arrays.copyOfRange(content, at, Math.min(content.length, at + most));
            reply = ng.ask(piece(sha256, content.length, at, bytes));
        }
        return reply;
    }

    private static NgDictionary piece(String sha256, int size, int offset, byte[] bytes) {
        return new NgDictionary(Map.of(
                "command",
                new NgString("keep prompt"),
                "blob",
                NgString.ofBytes(bytes),
                "tapedeck",
                NgDictionary.empty().with("sha256", sha256).with("size", size).with("offset", offset)));
    }

    private static NgDictionary prompt(byte[] content) {
        return NgDictionary.empty().with("sha256", hash(content));
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static short[] heard(RtpPhone phone, int packets) {
        List<Short> samples = new ArrayList<>();
        for (int i = 0; i < packets; i++) {
            byte[] packet = phone.receive().orElseThrow();
            for (int at = HEADER; at < packet.length; at++) {
                samples.add(G711.decodeALaw(packet[at]));
            }
        }
        short[] pcm = new short[samples.size()];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = samples.get(i);
        }
        return pcm;
    }

    private static short[] sweep(int rate, int millis) {
        short[] samples = new short[rate * millis / 1_000];
        for (int i = 0; i < samples.length; i++) {
            double t = (double) i / rate;
            samples[i] = (short) (8_000 * Math.sin(2 * Math.PI * (400 * t + 2_000 * t * t)));
        }
        return samples;
    }
}
