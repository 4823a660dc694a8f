package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import io.tapedeck.testkit.programs.Programs;
import io.tapedeck.testkit.time.Eventually;
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

/** What the parties hear of a recording, by listening to both phones and to the recording. */
@ExtendWith(SharedPlatform.class)
@TestInstance(Lifecycle.PER_CLASS)
class AnnouncementsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, Object> RECORDED = Map.of("any", Map.of("enabled", true));

    /** The smallest step of G.711 is 8. */
    private static final int NOISE = 20;

    private static final int CARRIER_PORT = 26_094;

    private TapedeckApi api;
    private Phones phones;
    private Recordings recordings;
    private Softphone anna;
    private Softphone bob;

    @BeforeAll
    void two_phones(RunningPlatform platform) {
        api = platform.api();
        phones = new Phones(platform, api);
        recordings = new Recordings(api);
        anna = phones.registered("301");
        bob = phones.registered("302");
        bob.autoAnswer(AudioSource.silence());
    }

    @AfterAll
    void all_leave() {
        List.of(anna, bob).forEach(Softphone::close);
        api.close();
    }

    @Test
    void all_parties_hear_in_their_language_that_recording_has_started_and_the_recording_begins_with_it() {
        settings(Map.of("any", RECORDED, "announcement", Map.of("started", true, "language", "de")));
        Spoken prompt = Spoken.shipped("de", "started");

        PhoneCall first = answered(); // the first one has it encoded
        prompt.awaitAt(first, PATIENCE);
        assertThat(bob.incoming(PATIENCE)).isNotNull();
        first.hangUp();
        PhoneCall call = answered();
        prompt.awaitAt(call, PATIENCE);
        prompt.awaitAt(bob.incoming(PATIENCE), PATIENCE);
        call.hangUp();
        JsonNode recording = recordings.readyOf(call.sessionId());
        WavFile wav = recordings.wav(recording);
        int waited = prompt.in(call.heard()).lagSamples(); // longer on a busy machine, and then in both

        for (int channel = 0; channel < 2; channel++) {
            var match = prompt.in(wav.channel(channel));
            assertThat(match.coefficient()).isGreaterThan(Spoken.ALIKE);
            assertThat(match.lagSamples()).isBetween(0, waited + Spoken.RATE * 6 / 10);
        }
    }

    @Test
    void both_sides_hear_a_beep_every_two_seconds_and_so_does_the_recording() {
        settings(Map.of("any", RECORDED, "beep", Map.of("everySeconds", 2)));

        PhoneCall call = answered();
        Eventually.holds(() -> Spoken.beeps(call.heard()).size() >= 4, PATIENCE, "four beeps are heard");
        short[] callee = bob.incoming(PATIENCE).heard();
        call.hangUp();
        WavFile wav = recordings.wav(recordings.readyOf(call.sessionId()));

        assertEveryTwoSeconds(Spoken.beeps(call.heard()));
        assertEveryTwoSeconds(Spoken.beeps(callee));
        assertEveryTwoSeconds(Spoken.beeps(wav.channel(0)));
    }

    @Test
    void nothing_is_said_where_nothing_is_set() {
        settings(Map.of("any", RECORDED));

        PhoneCall call = answered();
        assertThat(bob.incoming(PATIENCE)).isNotNull();
        Eventually.holds(() -> call.heard().length > 2 * Spoken.RATE, PATIENCE, "two seconds are heard");
        call.hangUp();

        assertThat(loudest(call.heard())).isLessThan(NOISE);
    }

    @Test
    void a_caller_from_outside_hears_what_the_tenant_has_had_spoken_and_so_does_the_recording() {
        Programs.require("espeak-ng");
        JsonNode made = api.post(
                "/api/v1/tenants/" + phones.tenantId() + "/announcements",
                Map.of(
                        "name",
                        "Welcome",
                        "text",
                        "Welcome to our house. All calls are recorded.",
                        "language",
                        "en",
                        "gender",
                        "male",
                        "pitch",
                        3,
                        "rate",
                        5));
        Spoken own =
                Spoken.of(api.file("/api/v1/announcements/" + made.path("id").asString() + "/sound"));
        settings(Map.of(
                "any", RECORDED, "announcement", Map.of("own", made.path("id").asString())));
        String number = numberOfBob();

        try (var outside = phones.outside("4930556", CARRIER_PORT)) {
            PhoneCall call = outside.call(number, AudioSource.silence());
            assertThat(call.answered(PATIENCE)).isTrue();
            own.awaitAt(call, PATIENCE);
            short[] callee = bob.incoming(PATIENCE).heard();
            call.hangUp();
            WavFile wav = recordings.wav(recordings.readyOf(call.sessionId()));

            assertThat(own.in(wav.channel(1)).coefficient()).isGreaterThan(Spoken.ALIKE);
            assertThat(loudest(callee)).isLessThan(NOISE);
        }
    }

    private String numberOfBob() {
        String number = phones.numberOf("302");
        phones.trunk(CARRIER_PORT, "49");
        phones.awaitPublished();
        return number;
    }

    private static void assertEveryTwoSeconds(List<Double> beeps) {
        assertThat(beeps).hasSizeGreaterThanOrEqualTo(3);
        for (int i = 1; i < beeps.size(); i++) {
            assertThat(beeps.get(i) - beeps.get(i - 1)).isCloseTo(2, within(0.06));
        }
    }

    private static int loudest(short[] heard) {
        int loudest = 0;
        for (short sample : heard) {
            loudest = Math.max(loudest, Math.abs(sample));
        }
        return loudest;
    }

    private PhoneCall answered() {
        PhoneCall call = anna.call("302", AudioSource.silence());
        assertThat(call.answered(PATIENCE)).isTrue();
        return call;
    }

    private void settings(Map<String, Object> wanted) {
        assertThat(phones.tenantSettings(wanted).isEmpty()).isFalse();
        phones.awaitPublished();
    }
}
