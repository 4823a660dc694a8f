package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.audio.Correlation;
import io.tapedeck.testkit.audio.KeyTones;
import io.tapedeck.testkit.audio.ToneDetector;
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
import tools.jackson.databind.JsonNode;

/** Codes that are pressed during a call, whoever has set them, and that nobody finds in the recording. */
@ExtendWith(SharedPlatform.class)
@TestInstance(Lifecycle.PER_CLASS)
class FeatureCodesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AudioSource SPEECH = AudioSource.noise(3);
    private static final String USERS_PASSWORD = "a password of hers";

    /** The rows and columns of the keys in use. */
    private static final List<Integer> KEYS_HERTZ = List.of(697, 770, 852, 941, 1_209, 1_336, 1_477);

    private RunningPlatform running;
    private TapedeckApi api;
    private Phones phones;
    private Recordings recordings;
    private Captures captures;
    private Softphone anna;
    private Softphone carla;
    private Softphone bob;

    /** Anna has the codes that are usual; the codes of Carla come from the platform, from the tenant and from her own settings. */
    @BeforeAll
    void two_callers(RunningPlatform platform) {
        running = platform;
        api = platform.api();
        phones = new Phones(platform, api);
        recordings = new Recordings(api);
        captures = new Captures(platform);
        anna = phones.registered("211");
        carla = phones.registered("213");
        bob = phones.registered("212");
        bob.autoAnswer(SPEECH);
    }

    @AfterAll
    void all_leave() {
        phones.platformAsEver();
        List.of(anna, carla, bob).forEach(Softphone::close);
        api.close();
    }

    @Test
    void codes_pause_and_resume_however_they_are_pressed_and_no_digit_is_in_the_recording() {
        phones.userSettings("211", Map.of("onDemand", true));
        tenant(true, Map.of());
        try (Softphone old = phones.withoutKeyEvents("211")) {
            PhoneCall byEvents = talk(anna);
            PhoneCall byTones = talk(old);
            PhoneCall byInfo = talk(anna);

            byEvents.sendDtmf("*48");
            byTones.play(KeyTones.at(soon(byTones), "*48"));
            byInfo(byInfo, "*48");
            List<PhoneCall> calls = List.of(byEvents, byTones, byInfo);
            calls.forEach(call -> await(call, "paused"));
            calls.forEach(call -> speak(call, 50));
            byEvents.sendDtmf("*49");
            byTones.play(KeyTones.at(soon(byTones), "*49"));
            byInfo(byInfo, "*49");
            calls.forEach(call -> await(call, "on"));
            calls.forEach(call -> speak(call, 100));
            calls.forEach(PhoneCall::hangUp);

            for (PhoneCall call : calls) {
                WavFile wav = recordings.wav(recordings.readyOf(call.sessionId()));
                assertThat(likeness(wav)).isGreaterThan(0.5); // half of it may be the pause
                assertNoKeyIn(wav.channel(0));
                assertThat(recordings.timeline(call.sessionId()))
                        .containsExactly("recording.pause dtmf done", "recording.resume dtmf done");
                assertThat(capture(call).path("keys").size()).isZero();
            }
            assertThat(capture(byEvents).path("masked").size()).isEqualTo(3); // the others fall into the pause
        }
    }

    @Test
    void each_code_comes_from_the_nearest_level_that_has_one_and_others_do_nothing() {
        phones.platformSettings(Map.of("any", enabled(true), "featureCodes", Map.of("start", "*61", "stop", "*62")));
        phones.userSettings("213", Map.of("onDemand", true, "featureCodes", Map.of("pause", "*84")));
        tenant(false, Map.of("stop", "*73", "pause", "*74"));
        PhoneCall call = talk(carla);

        call.sendDtmf("*44"); // everybody's
        call.sendDtmf("*61"); // the platform's
        await(call, "on");
        call.sendDtmf("*74"); // the tenant's, but she has another
        call.sendDtmf("*84"); // her own
        await(call, "paused");
        call.sendDtmf("*49"); // everybody's, and nobody has another
        await(call, "on");
        speak(call, 75);
        call.sendDtmf("*62"); // the platform's, but the tenant has another
        call.sendDtmf("*73"); // the tenant's
        await(call, "off");
        call.hangUp();

        JsonNode recording = recordings.readyOf(call.sessionId());
        assertThat(recording.path("userId").asString()).isEqualTo(phones.userId("213"));
        assertThat(recordings.timeline(call.sessionId()))
                .containsExactly(
                        "recording.start dtmf done",
                        "recording.pause dtmf done",
                        "recording.resume dtmf done",
                        "recording.stop dtmf done");
    }

    @Test
    void a_user_changes_what_the_tenant_permits_and_nothing_else() {
        tenant(false, Map.of());
        phones.userSettings("211", Map.of("onDemand", true));
        api.put("/api/v1/tenants/" + phones.tenantId() + "/self-care", Map.of("editable", List.of("/featureCodes")));
        api.put("/api/v1/users/" + phones.userId("211") + "/login", Map.of("password", USERS_PASSWORD));

        try (var herself = new TapedeckApi(running.http(), "211@" + phones.domain(), USERS_PASSWORD)) {
            assertThatThrownBy(() -> herself.patch("/api/v1/me/recording-settings", Map.of("onDemand", false)))
                    .hasMessageContaining("403");
            herself.patch("/api/v1/me/recording-settings", Map.of("featureCodes", Map.of("start", "*95")));
            phones.awaitPublished();
            PhoneCall call = talk(anna);
            call.sendDtmf("*95");
            await(call, "on");
            speak(call, 50);
            call.hangUp();

            assertThat(likeness(recordings.wav(recordings.readyOf(call.sessionId()))))
                    .isGreaterThan(0.9);
        }
    }

    private static Map<String, Object> enabled(boolean enabled) {
        return Map.of("any", Map.of("enabled", enabled));
    }

    private void tenant(boolean records, Map<String, String> codes) {
        phones.tenantSettings(Map.of("any", enabled(records), "featureCodes", codes));
        phones.awaitPublished();
    }

    private PhoneCall talk(Softphone caller) {
        PhoneCall call = caller.call("212", AudioSource.silence());
        assertThat(call.answered(PATIENCE)).as("status %s", call.statusCode()).isTrue();
        speak(call, 10);
        return call;
    }

    /** So many packets more are heard. */
    private static void speak(PhoneCall call, int packets) {
        long until = call.receivedPackets() + packets;
        Eventually.holds(() -> call.receivedPackets() >= until, PATIENCE, packets + " more packets are heard");
    }

    /** A second from now, on the time line of what the call plays. */
    private static long soon(PhoneCall call) {
        return (call.sentPackets() + 50) * 160;
    }

    private static void byInfo(PhoneCall call, String keys) {
        for (char key : keys.toCharArray()) {
            assertThat(call.sendInfo(Map.of(), "application/dtmf", String.valueOf(key)))
                    .isEqualTo(200);
        }
    }

    private void await(PhoneCall call, String state) {
        Eventually.holds(
                () -> api.get("/api/v1/calls/" + call.sessionId())
                        .path("recording")
                        .path("state")
                        .asString()
                        .equals(state),
                PATIENCE,
                "the recording is " + state);
    }

    private static void assertNoKeyIn(short[] sound) {
        for (int hertz : KEYS_HERTZ) {
            assertThat(ToneDetector.spans(sound, AudioSource.SAMPLE_RATE, hertz, 0.05))
                    .as("%s Hz", hertz)
                    .isEmpty();
        }
    }

    private JsonNode capture(PhoneCall call) {
        return captures.manifestOf(call.sessionId()).path("capture");
    }

    private static double likeness(WavFile wav) {
        return Correlation.best(wav.channel(1), SPEECH.first(20_000)).coefficient();
    }
}
