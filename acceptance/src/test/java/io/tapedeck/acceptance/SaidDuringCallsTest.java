package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
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

/** What is said when somebody stops, pauses or resumes a recording, or comes to a call that is recorded. */
@ExtendWith(SharedPlatform.class)
@TestInstance(Lifecycle.PER_CLASS)
class SaidDuringCallsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, Object> RECORDED = Map.of("any", Map.of("enabled", true));

    /** In silence, and in other words, nothing is recognised. */
    private static final double UNLIKE = 0.35;

    private TapedeckApi api;
    private Phones phones;
    private Recordings recordings;
    private Softphone anna;
    private Softphone bob;
    private Softphone clara;

    @BeforeAll
    void three_phones(RunningPlatform platform) {
        api = platform.api();
        phones = new Phones(platform, api);
        recordings = new Recordings(api);
        anna = phones.registered("801");
        bob = phones.registered("802");
        bob.autoAnswer(AudioSource.silence());
        clara = phones.registered("803");
        clara.autoAnswer(AudioSource.silence());
    }

    @AfterAll
    void all_leave() {
        List.of(anna, bob, clara).forEach(Softphone::close);
        api.close();
    }

    @Test
    void all_hear_that_recording_has_stopped_and_the_recording_ends_with_it() {
        settings(Map.of("stopped", true, "language", "fr"));
        Spoken prompt = Spoken.shipped("fr", "stopped");
        PhoneCall call = answered();
        PhoneCall atBob = bob.incoming(PATIENCE);

        control(call, "stop");
        prompt.awaitAt(call, PATIENCE);
        prompt.awaitAt(atBob, PATIENCE);
        call.hangUp();

        WavFile wav = recordings.wav(recordings.readyOf(call.sessionId()));
        for (int channel = 0; channel < 2; channel++) {
            var match = prompt.in(wav.channel(channel));
            int end = match.lagSamples() + prompt.samples().length;
            assertThat(match.coefficient()).isGreaterThan(Spoken.ALIKE);
            // what a busy machine takes to stop behind the prompt is recorded, too
            assertThat(end - wav.channel(channel).length).isBetween(-5 * Spoken.RATE, Spoken.RATE / 10);
        }
    }

    @Test
    void all_hear_of_a_pause_and_of_its_end_but_only_the_end_is_recorded() {
        settings(Map.of("paused", true, "resumed", true));
        Spoken paused = Spoken.shipped("en", "paused");
        Spoken resumed = Spoken.shipped("en", "resumed");
        PhoneCall call = answered();
        PhoneCall atBob = bob.incoming(PATIENCE);

        control(call, "pause");
        paused.awaitAt(call, PATIENCE);
        paused.awaitAt(atBob, PATIENCE);
        control(call, "resume");
        resumed.awaitAt(call, PATIENCE);
        resumed.awaitAt(atBob, PATIENCE);
        call.hangUp();

        WavFile wav = recordings.wav(recordings.readyOf(call.sessionId()));
        assertThat(resumed.in(wav.channel(0)).coefficient()).isGreaterThan(Spoken.ALIKE);
        assertThat(resumed.in(wav.channel(1)).coefficient()).isGreaterThan(Spoken.ALIKE);
        assertThat(paused.in(resumed.takenOutOf(wav.channel(0))).coefficient()).isLessThan(UNLIKE);
    }

    @Test
    void who_comes_by_a_transfer_hears_that_the_call_is_recorded_and_the_beeps_go_on() {
        phones.tenantSettings(
                Map.of("any", RECORDED, "announcement", Map.of("started", true), "beep", Map.of("everySeconds", 2)));
        phones.awaitPublished();
        Spoken started = Spoken.shipped("en", "started");
        PhoneCall call = answered();
        PhoneCall atBob = bob.incoming(PATIENCE);
        started.awaitAt(call, PATIENCE);
        started.awaitAt(atBob, PATIENCE);

        assertThat(atBob.transfer("803")).isEqualTo(202);
        PhoneCall next = anna.transferred(PATIENCE);
        assertThat(next.answered(PATIENCE)).as("status %s", next.statusCode()).isTrue();
        PhoneCall atClara = clara.incoming(PATIENCE);
        started.awaitAt(atClara, PATIENCE);
        Eventually.holds(() -> Spoken.beeps(atClara.heard()).size() > 1, PATIENCE, "Clara hears beeps");
        Eventually.holds(() -> Spoken.beeps(next.heard()).size() > 1, PATIENCE, "Anna hears them, too");
        next.hangUp();

        assertThat(started.in(next.heard()).coefficient()).as("Anna knows").isLessThan(UNLIKE);
        WavFile wav = recordings.wav(recordings.readyOf(call.sessionId()));
        short[] afterBob = started.takenOutOf(wav.channel(0));
        assertThat(started.in(afterBob).coefficient())
                .as("what Clara heard is recorded")
                .isGreaterThan(Spoken.ALIKE);
    }

    private void control(PhoneCall call, String action) {
        api.post("/api/v1/calls/" + call.sessionId() + "/recording", Map.of("action", action));
    }

    private PhoneCall answered() {
        PhoneCall call = anna.call("802", AudioSource.silence());
        assertThat(call.answered(PATIENCE)).as("status %s", call.statusCode()).isTrue();
        Eventually.holds(() -> call.receivedPackets() > 25, PATIENCE, "Bob is heard");
        return call;
    }

    private void settings(Map<String, Object> announcement) {
        phones.tenantSettings(Map.of("any", RECORDED, "announcement", announcement));
        phones.awaitPublished();
    }
}
