package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.audio.Correlation;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import io.tapedeck.testkit.time.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** When a recording begins, how short it may be, and what becomes of a pause that ends by itself. */
@ExtendWith(SharedPlatform.class)
@TestInstance(Lifecycle.PER_CLASS)
class BoundsOfRecordingsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AudioSource SPEECH = AudioSource.noise(3);

    /** What is under way when the call begins, is paused and ends. */
    private static final Duration SLACK = Duration.ofMillis(400);

    private TapedeckApi api;
    private Phones phones;
    private Recordings recordings;
    private Softphone anna;
    private Softphone bob;

    /** The tenant wants recordings of two seconds at least, without their pauses; a pause by Anna ends after a second. */
    @BeforeAll
    void two_users(RunningPlatform platform) {
        api = platform.api();
        phones = new Phones(platform, api);
        recordings = new Recordings(api);
        anna = phones.registered("201");
        bob = phones.registered("202");
        phones.userSettings("201", Map.of("onDemand", true, "resumeAfterSeconds", 1));
        tenantRecords(true);
    }

    @AfterAll
    void all_leave() {
        List.of(anna, bob).forEach(Softphone::close);
        api.close();
    }

    private void tenantRecords(boolean enabled) {
        phones.tenantSettings(
                Map.of("any", Map.of("any", Map.of("enabled", enabled, "recordMinSec", 2)), "pauses", "cut"));
        phones.awaitPublished();
    }

    @Test
    void what_is_shorter_than_wanted_is_no_recording_and_what_is_longer_is() {
        tenantRecords(true);
        PhoneCall brief = talk(25);
        PhoneCall longer = talk(150);

        assertThat(recordings.readyOf(longer.sessionId()).path("durationMs").asLong())
                .isGreaterThanOrEqualTo(2_000);
        Eventually.holds(
                () -> recordings
                        .completedCdr(brief.sessionId())
                        .path("recordings")
                        .path(0)
                        .path("state")
                        .asString()
                        .equals("discarded"),
                PATIENCE,
                "the short one is discarded");
    }

    @Test
    void a_recording_that_is_asked_for_while_it_rings_begins_with_the_answer() {
        tenantRecords(false);
        PhoneCall call = anna.call("202", AudioSource.noise(5));
        PhoneCall atBob = bob.incoming(PATIENCE);
        atBob.ring();
        String session = Eventually.value(this::ringing, PATIENCE);

        assertThatThrownBy(() -> control(session, Map.of("action", "start"))).hasMessageContaining("409");
        control(session, Map.of("action", "start", "recordOnAnswer", true, "label", "Answer", "recordMinSec", 0));
        control(session, Map.of("action", "start", "recordOnBridge", true, "label", "Bridge", "recordMinSec", 0));
        atBob.answer(SPEECH);
        assertThat(call.answered(PATIENCE)).isTrue();
        speak(call, atBob, 50);
        call.hangUp();

        List<JsonNode> made = recordings.ready(session, 2);
        assertThat(made).extracting(one -> one.path("label").asString()).containsExactlyInAnyOrder("Answer", "Bridge");
        for (JsonNode recording : made) {
            assertThat(likeness(recordings.wav(recording), SPEECH)).isGreaterThan(0.9);
        }
    }

    @Test
    void what_is_asked_for_while_it_rings_can_be_called_off() {
        tenantRecords(false);
        PhoneCall call = anna.call("202", AudioSource.noise(5));
        PhoneCall atBob = bob.incoming(PATIENCE);
        atBob.ring();
        String session = Eventually.value(this::ringing, PATIENCE);

        control(session, Map.of("action", "start", "recordOnAnswer", true));
        assertThat(state(session)).isEqualTo("pending");
        control(session, Map.of("action", "stop"));
        assertThat(state(session)).isEqualTo("off");
        atBob.answer(SPEECH);
        assertThat(call.answered(PATIENCE)).isTrue();
        speak(call, atBob, 10);
        assertThat(state(session)).isEqualTo("off");
        call.hangUp();

        assertThat(recordings.timeline(session))
                .containsExactly("recording.start rest done", "recording.stop rest done");
    }

    @Test
    void a_pause_by_rest_ends_by_itself_when_it_is_said_so() {
        tenantRecords(true);
        PhoneCall call = anna.call("202", AudioSource.noise(5));
        PhoneCall atBob = bob.incoming(PATIENCE);
        atBob.answer(SPEECH);
        assertThat(call.answered(PATIENCE)).isTrue();
        speak(call, atBob, 25);

        assertThatThrownBy(() -> control(call.sessionId(), Map.of("action", "stop", "recordingId", UUID.randomUUID())))
                .hasMessageContaining("404");
        control(call.sessionId(), Map.of("action", "pause", "resumeAfterSeconds", 1));
        Eventually.holds(() -> isOn(call), PATIENCE, "the recording has gone on by itself");
        call.hangUp();

        assertThat(recordings.timeline(call.sessionId()))
                .containsExactly("recording.pause rest done", "recording.resume rules done");
    }

    @Test
    void a_pause_ends_by_itself_and_is_cut_out_of_the_file() {
        tenantRecords(true);
        PhoneCall call = anna.call("202", AudioSource.noise(5));
        PhoneCall atBob = bob.incoming(PATIENCE);
        atBob.answer(SPEECH);
        assertThat(call.answered(PATIENCE)).isTrue();
        speak(call, atBob, 125);

        String since = recordingSince(call);
        call.sendDtmf("*48");
        Eventually.holds(
                () -> isOn(call) && !recordingSince(call).equals(since),
                PATIENCE,
                "the recording has gone on by itself");
        speak(call, atBob, 50);
        call.hangUp();

        WavFile wav = recordings.wav(recordings.readyOf(call.sessionId()));
        assertThat(recordings.timeline(call.sessionId()))
                .containsExactly("recording.pause dtmf done", "recording.resume rules done");
        JsonNode timeline = recordings.completedCdr(call.sessionId()).path("timeline");
        Duration pause = Duration.between(at(timeline.path(0)), at(timeline.path(1)));
        assertThat(pause).isBetween(Duration.ofMillis(990), Duration.ofSeconds(20));
        Duration heard = Duration.ofMillis(20 * call.receivedPackets());
        assertThat(wav.duration()).isCloseTo(heard.minus(pause), SLACK);
        assertThat(likeness(wav, SPEECH)).isGreaterThan(0.5);
    }

    /** @return the call when it is over, after so many packets */
    private PhoneCall talk(int packets) {
        PhoneCall call = anna.call("202", AudioSource.noise(5));
        PhoneCall atBob = bob.incoming(PATIENCE);
        atBob.answer(SPEECH);
        assertThat(call.answered(PATIENCE)).as("status %s", call.statusCode()).isTrue();
        speak(call, atBob, packets);
        call.hangUp();
        return call;
    }

    private static void speak(PhoneCall call, PhoneCall other, int packets) {
        long until = other.sentPackets() + packets;
        Eventually.holds(() -> call.receivedPackets() >= until, PATIENCE, packets + " more packets are heard");
    }

    private @Nullable String ringing() {
        for (JsonNode call :
                api.get("/api/v1/calls?tenantId=" + phones.tenantId()).path("items")) {
            if (call.path("state").asString().equals("ringing")) {
                return call.path("sessionId").asString();
            }
        }
        return null;
    }

    private void control(String session, Map<String, ?> body) {
        api.post("/api/v1/calls/" + session + "/recording", body);
    }

    private String state(String session) {
        return api.get("/api/v1/calls/" + session)
                .path("recording")
                .path("state")
                .asString();
    }

    private JsonNode recording(PhoneCall call) {
        return api.get("/api/v1/calls/" + call.sessionId()).path("recording");
    }

    private boolean isOn(PhoneCall call) {
        return recording(call).path("state").asString().equals("on");
    }

    private String recordingSince(PhoneCall call) {
        return recording(call).path("since").asString();
    }

    private static Instant at(JsonNode entry) {
        return Instant.parse(entry.path("at").asString());
    }

    /** Of the callee's sound to that part of the source which it is most like. */
    private static double likeness(WavFile wav, AudioSource source) {
        var sound = new short[20 * AudioSource.SAMPLE_RATE];
        source.read(0, sound);
        return Correlation.best(wav.channel(1), sound).coefficient();
    }
}
