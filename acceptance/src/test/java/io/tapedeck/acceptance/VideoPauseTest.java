package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.codec.G711;
import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.audio.Correlation;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Pictures are left out of a recording for a while and the sound goes on, by in-dialog MESSAGE. */
@ExtendWith(SharedPlatform.class)
@TestInstance(Lifecycle.PER_CLASS)
class VideoPauseTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CONTROL = "application/x-media-control";
    private static final int RATE = AudioSource.SAMPLE_RATE;
    private static final int PACKET = 160;

    /** Packets of which it is not known on which side of a moment they were. */
    private static final int SLACK = 5;

    private static final AudioSource SPEECH = AudioSource.noise(3);
    private static final Film SHOWN = Film.of("testsrc");
    private static final Film SECRET = Film.of("mandelbrot");

    private Captures captures;
    private TapedeckApi api;
    private Recordings recordings;
    private FilmingPhone anna;
    private FilmingPhone bob;

    @BeforeAll
    void two_phones_with_cameras(RunningPlatform platform) {
        captures = new Captures(platform);
        api = platform.api();
        recordings = new Recordings(api);
        var phones = new Phones(platform, api);
        anna = new FilmingPhone(phones, "211");
        bob = new FilmingPhone(phones, "212");
        bob.phone().autoAnswer(SPEECH);
        phones.userSettings("211", Map.of("onDemand", true));
        phones.tenantSettings(Map.of("any", Map.of("any", Map.of("enabled", true)), "video", true));
        phones.awaitPublished();
    }

    @AfterAll
    void all_leave() {
        List.of(anna, bob).forEach(FilmingPhone::close);
        api.close();
    }

    @Test
    void not_one_picture_of_a_pause_is_on_the_disk_while_every_word_is() throws IOException {
        PhoneCall call = anna.phone().call("212", AudioSource.noise(5));
        assertThat(call.answered(PATIENCE)).as("status %s", call.statusCode()).isTrue();
        PhoneCall atBob = bob.phone().incoming(PATIENCE);
        anna.film(call.sessionDescription(), SHOWN);
        bob.film(atBob.sessionDescription(), SHOWN);
        bothSee(SHOWN);

        assertThat(call.sendMessage(CONTROL, "pause-video-recording")).isEqualTo(200);
        long pausedAt = atBob.sentPackets();
        anna.show(SECRET);
        bob.show(SECRET);
        bothSee(SECRET);
        Eventually.holds(() -> call.receivedPackets() > pausedAt + 100, PATIENCE, "Bob speaks on");
        anna.show(SHOWN);
        bob.show(SHOWN);
        bothSee(SHOWN);
        long resumedAt = call.receivedPackets();
        assertThat(call.sendMessage(CONTROL, "resume-video-recording")).isEqualTo(200);
        bothSee(SHOWN);
        Eventually.holds(() -> call.receivedPackets() > resumedAt + 50, PATIENCE, "the call goes on");
        call.hangUp();

        JsonNode recording = recordings.readyOf(call.sessionId());
        String raw = Files.readString(
                captures.folderOf(call.sessionId()).resolve("media.pcapng"), StandardCharsets.ISO_8859_1);
        assertThat(SHOWN.isIn(raw)).isTrue();
        assertThat(SECRET.isIn(raw)).isFalse();
        for (long packet = pausedAt + SLACK; packet < resumedAt - SLACK; packet++) {
            assertThat(isIn(raw, packet))
                    .as("packet %s of Bob's speech", packet)
                    .isTrue();
        }
        assertThat(recording.path("format").asString()).isEqualTo("mp4");
        short[] heard = Spoken.of(api.download(recordings.link(recording))).samples();
        assertThat(longestSilenceMillis(heard)).isLessThan(300);
        assertThat(Correlation.best(heard, speech(20)).coefficient()).isGreaterThan(0.4);
        assertThat(recordings.timeline(call.sessionId()))
                .containsExactly("recording.pause.video message done", "recording.resume.video message done");
    }

    private void bothSee(Film film) {
        Eventually.holds(() -> anna.sees(film), PATIENCE, "Anna sees Bob's film");
        Eventually.holds(() -> bob.sees(film), PATIENCE, "Bob sees Anna's film");
        anna.sees(film); // what is under way counts the next time
    }

    private static short[] speech(int seconds) {
        var samples = new short[seconds * RATE];
        SPEECH.read(0, samples);
        return samples;
    }

    /** Whether a packet of Bob's is in the file, as G.711 has it. */
    private static boolean isIn(String raw, long packet) {
        var samples = new short[PACKET];
        SPEECH.read(packet * PACKET, samples);
        var sent = new byte[24];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = G711.encodeALaw(samples[i]);
        }
        return raw.contains(new String(sent, StandardCharsets.ISO_8859_1));
    }

    private static int longestSilenceMillis(short[] samples) {
        int longest = 0;
        int now = 0;
        for (short sample : samples) {
            now = Math.abs(sample) < 64 ? now + 1 : 0;
            longest = Math.max(longest, now);
        }
        return longest * 1_000 / Spoken.RATE;
    }
}
