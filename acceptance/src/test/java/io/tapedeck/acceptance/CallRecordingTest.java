package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.audio.Correlation;
import io.tapedeck.testkit.audio.ToneDetector;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.time.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedPlatform.class)
class CallRecordingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TALK_PACKETS = 150;

    private TapedeckApi api;
    private Phones phones;
    private Recordings recordings;

    @BeforeEach
    void makeTenant(RunningPlatform platform) {
        api = platform.api();
        phones = new Phones(platform, api);
        recordings = new Recordings(api);
    }

    @AfterEach
    void disconnect() {
        api.close();
    }

    @Test
    void a_call_is_recorded_with_the_caller_left_and_the_callee_right() {
        try (var alice = phones.registered("201");
                var bob = phones.registered("202")) {
            bob.autoAnswer(AudioSource.tone(900));
            long dialled = System.nanoTime();
            PhoneCall call = alice.call("202", AudioSource.tone(500));
            assertThat(call.answered(PATIENCE)).isTrue();
            assertThat(bob.incoming(PATIENCE).sessionId()).isNotEmpty().isEqualTo(call.sessionId());
            Eventually.holds(() -> call.receivedPackets() > TALK_PACKETS, PATIENCE, "Bob talks for three seconds");
            call.hangUp();
            assertThat(call.ended(PATIENCE)).isTrue();
            long whole = Duration.ofNanos(System.nanoTime() - dialled).toMillis();

            JsonNode recording = recordings.readyOf(call.sessionId());
            WavFile wav = recordings.wav(recording);

            assertThat(wav.channels()).isEqualTo(2);
            assertHears(wav, 0, 500, 900);
            assertHears(wav, 1, 900, 500);
            assertThat(recording.path("durationMs").asLong()).isBetween(20L * TALK_PACKETS, whole);
        }
    }

    @Test
    void an_encrypted_call_is_recorded_as_what_was_said() {
        AudioSource said = AudioSource.noise(7);
        AudioSource answered = AudioSource.noise(8);
        try (var alice = phones.encrypting("201");
                var bob = phones.encrypting("202")) {
            bob.autoAnswer(answered);
            PhoneCall call = alice.call("202", said);
            assertThat(call.answered(PATIENCE)).isTrue();
            PhoneCall taken = bob.incoming(PATIENCE);
            Eventually.holds(
                    () -> call.receivedPackets() > TALK_PACKETS && taken.receivedPackets() > TALK_PACKETS,
                    PATIENCE,
                    "both talk for three seconds");
            call.hangUp();

            WavFile wav = recordings.wav(recordings.readyOf(call.sessionId()));

            assertThat(taken.sessionDescription()).contains(" RTP/SAVP ", "a=crypto:1 ");
            assertAlike(taken.heard(), said);
            assertAlike(call.heard(), answered);
            assertAlike(wav.channel(0), said);
            assertAlike(wav.channel(1), answered);
        }
    }

    private static void assertAlike(short[] heard, AudioSource reference) {
        short[] known = reference.first(20 * TALK_PACKETS);
        assertThat(Correlation.best(heard, known).coefficient()).isGreaterThan(0.9);
    }

    @Test
    void the_cdr_tells_who_spoke_when_and_who_hung_up() {
        Instant before = Instant.now().minusSeconds(1);
        try (var alice = phones.registered("201");
                var bob = phones.registered("202")) {
            bob.autoAnswer(AudioSource.silence());
            PhoneCall call = alice.call("202", AudioSource.silence());
            assertThat(call.answered(PATIENCE)).isTrue();
            call.hangUp();

            JsonNode cdr = recordings.completedCdr(call.sessionId());

            assertThat(cdr.path("caller").asString()).isEqualTo("201");
            assertThat(cdr.path("callee").asString()).isEqualTo("202");
            assertThat(cdr.path("direction").asString()).isEqualTo("internal");
            assertThat(cdr.path("endedReason").asString()).isEqualTo("caller_disconnect");
            assertThat(cdr.path("statusCode").asInt()).isZero();
            assertThat(Instant.parse(cdr.path("answeredTime").asString())).isAfter(before);
            assertThat(cdr.path("targets").size()).isEqualTo(1);
            recordings.awaitRecordings(call.sessionId(), 1);
        }
    }

    @Test
    void a_busy_callee_leaves_a_cdr_and_no_recording() {
        try (var alice = phones.registered("201");
                var bob = phones.registered("202")) {
            PhoneCall call = alice.call("202", AudioSource.silence());
            bob.incoming(PATIENCE).reject(486);

            assertThat(call.answered(PATIENCE)).isFalse();
            assertThat(call.statusCode()).isEqualTo(486);
            JsonNode cdr = onlyCompletedCdr();

            assertThat(cdr.path("statusCode").asInt()).isEqualTo(486);
            assertThat(cdr.path("recordings").size()).isZero();
        }
    }

    @Test
    void a_call_that_the_caller_gives_up_is_cancelled_and_has_a_cdr() {
        try (var alice = phones.registered("201");
                var bob = phones.registered("202")) {
            PhoneCall call = alice.call("202", AudioSource.silence());
            PhoneCall incoming = bob.incoming(PATIENCE);
            incoming.ring();
            call.cancel();

            assertThat(incoming.ended(PATIENCE)).isTrue();
            assertThat(onlyCompletedCdr().path("endedReason").asString()).isEqualTo("cancelled");
        }
    }

    @Test
    void wrong_passwords_and_unknown_users_are_refused_alike() {
        String known = phones.account("201");

        try (var wrongPassword = phones.phone("201", known, "not-the-password");
                var unknownUser = phones.phone("299", "299." + phones.domain(), "whatever")) {
            assertThat(wrongPassword.register(PATIENCE)).isEqualTo(403);
            assertThat(unknownUser.register(PATIENCE)).isEqualTo(403);
        }
    }

    @Test
    void a_number_that_leads_nowhere_is_not_found() {
        try (var alice = phones.registered("201")) {
            PhoneCall call = alice.call("999", AudioSource.silence());

            assertThat(call.answered(PATIENCE)).isFalse();
            assertThat(call.statusCode()).isEqualTo(404);
        }
    }

    private JsonNode onlyCompletedCdr() {
        return Eventually.value(
                () -> api.find(
                                "/api/v1/cdrs?tenantId=" + phones.tenantId(),
                                node -> node.path("state").asString("").equals("completed"))
                        .orElse(null),
                PATIENCE);
    }

    private static void assertHears(WavFile wav, int channel, double present, double absent) {
        short[] all = wav.channel(channel);
        short[] middle = Arrays.copyOfRange(all, all.length / 4, all.length * 3 / 4);
        assertThat(ToneDetector.level(middle, wav.sampleRate(), present)).isGreaterThan(0.1);
        assertThat(ToneDetector.level(middle, wav.sampleRate(), absent)).isLessThan(0.01);
    }
}
