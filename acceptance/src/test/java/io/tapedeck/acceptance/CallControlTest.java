package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.protocol.codec.G711;
import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.audio.Correlation;
import io.tapedeck.testkit.audio.KeyTones;
import io.tapedeck.testkit.audio.ToneDetector;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Recordings that are started, stopped and paused while people talk, by every means, judged by what is to be heard. */
@ExtendWith(SharedPlatform.class)
@TestInstance(Lifecycle.PER_CLASS)
class CallControlTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RATE = AudioSource.SAMPLE_RATE;
    private static final int PACKET = 160;

    /** Packets of which it is not known on which side of a moment they were, as those that Bob sent before Anna listened. */
    private static final int SLACK = 5;

    private static final String JSON = "application/x-media-control+json";

    /** What Bob says all the time, and what nobody is to find on the disk. */
    private static final AudioSource SPEECH = AudioSource.noise(3);

    private static final AudioSource SECRET = AudioSource.noise(7);

    private TapedeckApi api;
    private Phones phones;
    private Recordings recordings;
    private Captures captures;
    private Softphone anna;
    private Softphone bob;

    /** The other end of the call that was made last. */
    private PhoneCall atBob;

    /** Anna may control, Bob may not; the tenant records nothing by itself unless a test says so. */
    @BeforeAll
    void two_users(RunningPlatform platform) {
        captures = new Captures(platform);
        api = platform.api();
        phones = new Phones(platform, api);
        recordings = new Recordings(api);
        anna = phones.registered("201");
        bob = phones.registered("202");
        bob.autoAnswer(SPEECH);
        phones.userSettings("201", Map.of("onDemand", true));
        tenantRecords(false);
    }

    @AfterAll
    void all_leave() {
        List.of(anna, bob).forEach(Softphone::close);
        api.close();
    }

    private void tenantRecords(boolean enabled) {
        phones.tenantSettings(Map.of("any", Map.of("any", Map.of("enabled", enabled))));
        Eventually.holds(
                () -> phones.explained("201", "202").path("orders").isEmpty() != enabled,
                PATIENCE,
                "the tenant's rule is in force");
    }

    @Test
    void a_record_button_makes_a_file_that_begins_and_ends_where_it_was_pressed() {
        tenantRecords(false);
        PhoneCall call = talk();
        speak(call, 50);

        Moment on = during(
                call, () -> assertThat(call.sendInfo(Map.of("Record", "On"))).isEqualTo(200));
        speak(call, 100);
        Moment off = during(
                call, () -> assertThat(call.sendInfo(Map.of("record", "OFF"))).isEqualTo(200));
        speak(call, 25);
        call.hangUp();

        JsonNode recording = recordings.readyOf(call.sessionId());
        WavFile wav = recordings.wav(recording);
        assertThat(recording.path("userId").asString()).isEqualTo(phones.userId("201"));
        assertThat(startIn(wav)).isBetween(sample(on.heard() - SLACK), sample(on.said() + SLACK));
        assertThat(wav.duration().toMillis())
                .isBetween(20 * (off.heard() - on.said() - SLACK), 20 * (off.said() - on.heard() + SLACK));
        assertThat(recordings.timeline(call.sessionId()))
                .containsExactly("recording.start info done", "recording.stop info done");
    }

    @Test
    void who_may_not_is_refused_and_nothing_is_recorded() {
        tenantRecords(false);
        PhoneCall call = talk();

        assertThat(atBob.sendInfo(Map.of("Record", "on"))).isEqualTo(403);
        assertThat(atBob.sendMessage("application/x-media-control", "pause-audio-recording"))
                .isEqualTo(403);
        call.hangUp();

        JsonNode cdr = recordings.completedCdr(call.sessionId());
        assertThat(cdr.path("recordings").size()).isZero();
        assertThat(recordings.timeline(call.sessionId()))
                .containsExactly("recording.start info forbidden", "recording.pause.audio message forbidden");
    }

    @Test
    void codes_start_and_stop_and_leave_no_digit_in_the_recording() {
        tenantRecords(false);
        PhoneCall call = talk();
        speak(call, 25);

        call.sendDtmf("*44");
        await(call, "on");
        speak(call, 75);
        call.sendDtmf("*45");
        await(call, "off");
        call.hangUp();

        JsonNode recording = recordings.readyOf(call.sessionId());
        assertThat(correlation(recordings.wav(recording))).isGreaterThan(0.9);
        assertThat(recordings.timeline(call.sessionId()))
                .containsExactly("recording.start dtmf done", "recording.stop dtmf done");
        JsonNode manifest = manifestOf(call);
        assertThat(manifest.path("capture").path("keys").size()).isZero();
        assertThat(manifest.path("capture").path("masked").size()).isEqualTo(3);
    }

    @Test
    void codes_that_are_only_sounded_are_heard_and_not_to_be_found_in_the_recording() {
        tenantRecords(false);
        try (Softphone old = phones.withoutKeyEvents("201")) {
            PhoneCall call = talk(old);

            call.play(KeyTones.at(soon(call), "*44"));
            await(call, "on");
            speak(call, 75);
            call.play(KeyTones.at(soon(call), "*45"));
            await(call, "off");
            call.hangUp();

            WavFile wav = recordings.wav(recordings.readyOf(call.sessionId()));
            assertThat(correlation(wav)).isGreaterThan(0.9);
            assertThat(ToneDetector.spans(wav.channel(0), RATE, 770, 0.05)).isEmpty();
            assertThat(ToneDetector.spans(wav.channel(0), RATE, 941, 0.05)).isEmpty();
            assertThat(recordings.timeline(call.sessionId()))
                    .containsExactly("recording.start dtmf done", "recording.stop dtmf done");
            JsonNode manifest = manifestOf(call);
            assertThat(manifest.path("capture").path("keys").size()).isZero();
            assertThat(manifest.path("capture").path("masked").size()).isEqualTo(3);
        }
    }

    /** A second from now, on the time line of what the call plays. */
    private static long soon(PhoneCall call) {
        return (call.sentPackets() + 50) * PACKET;
    }

    @Test
    void a_key_by_info_is_passed_on_and_is_a_code_as_well() {
        tenantRecords(true);
        PhoneCall call = talk();

        for (String key : List.of("*", "4", "8")) {
            assertThat(call.sendInfo(Map.of(), "application/dtmf-relay", "Signal=" + key + "\r\nDuration=100\r\n"))
                    .isEqualTo(200);
        }
        await(call, "paused");
        assertThat(atBob.infos()).hasSize(3);
        call.hangUp();

        assertThat(recordings.timeline(call.sessionId())).containsExactly("recording.pause dtmf done");
        assertThat(manifestOf(call).path("capture").path("keys").size()).isZero();
    }

    @Test
    void not_one_packet_of_a_pause_is_on_the_disk_and_the_file_is_silent_there() throws IOException {
        tenantRecords(true);
        PhoneCall call = talk();
        speak(call, 50);

        Moment pause = during(call, () -> control(call, Map.of("action", "pause")));
        atBob.play(SECRET);
        speak(call, 75);
        atBob.play(SPEECH);
        Eventually.holds(() -> endsWith(call.heard(), SPEECH), PATIENCE, "no secret is under way any more");
        Moment resume = during(call, () -> control(call, Map.of("action", "resume")));
        speak(call, 50);
        call.hangUp();

        WavFile wav = recordings.wav(recordings.readyOf(call.sessionId()));
        String raw = Files.readString(
                captures.folderOf(call.sessionId()).resolve("media.pcapng"), StandardCharsets.ISO_8859_1);
        assertThat(isIn(raw, SPEECH)).isTrue();
        assertThat(isIn(raw, SECRET)).isFalse();
        assertThat((long) longestSilence(wav.channel(1)))
                .isBetween(20 * (resume.heard() - pause.said() - SLACK), 20 * (resume.said() - pause.heard() + SLACK));
        assertThat(recordings.timeline(call.sessionId()))
                .containsExactly("recording.pause rest done", "recording.resume rest done");
    }

    @Test
    void messages_pause_audio_and_video_each_for_itself_and_are_refused_as_they_deserve() {
        tenantRecords(true);
        PhoneCall call = talk();

        assertThat(call.sendMessage("application/x-media-control", "pause-audio-recording"))
                .isEqualTo(200);
        assertThat(call.sendMessage("application/x-media-control", "pause-audio-recording"))
                .isEqualTo(409);
        assertThat(call.sendMessage("application/x-media-control", "pause-everything"))
                .isEqualTo(400);
        assertThat(media(call)).isEqualTo("[\"audio\"]");
        assertThat(message(anna, "pause-video-recording", call.sessionId())).isEqualTo(200);
        assertThat(media(call)).isEqualTo("[\"audio\",\"video\"]");
        assertThat(message(anna, "plain/x-media-control", "resume-audio-recording", call.sessionId()))
                .isEqualTo(200);
        assertThat(message(bob, "resume-video-recording", call.sessionId())).isEqualTo(403);
        assertThat(message(anna, "resume-video-recording", UUID.randomUUID().toString()))
                .isEqualTo(404);
        assertThat(anna.message(phones.domain(), JSON, "{", PATIENCE)).isEqualTo(400);
        try (Softphone stranger = phones.phone("201", "201." + phones.domain(), "not her password")) {
            assertThat(message(stranger, "pause-audio-recording", call.sessionId()))
                    .isEqualTo(403);
        }
        call.hangUp();

        assertThat(recordings.timeline(call.sessionId()))
                .containsExactly(
                        "recording.pause.audio message done",
                        "recording.pause.audio message wrong_state",
                        "recording.pause.video message done",
                        "recording.resume.audio message done",
                        "recording.resume.video message forbidden");
    }

    @Test
    void recordings_that_are_started_one_after_the_other_are_files_of_their_own_with_their_names() {
        tenantRecords(false);
        PhoneCall call = talk();

        for (String label : List.of("First", "Second")) {
            control(call, Map.of("action", "start", "label", label, "mediaName", label + "-file", "timeLimit", 60));
            speak(call, 50);
            control(call, Map.of("action", "stop"));
        }
        assertThat(live(call).path("recording").path("state").asString()).isEqualTo("off");
        call.hangUp();

        List<JsonNode> made = recordings.ready(call.sessionId(), 2);
        assertThat(made).extracting(one -> one.path("label").asString()).containsExactlyInAnyOrder("First", "Second");
        assertThat(made)
                .extracting(one -> one.path("mediaName").asString())
                .containsExactlyInAnyOrder("First-file", "Second-file");
        List<Integer> starts =
                made.stream().map(one -> startIn(recordings.wav(one))).sorted().toList();
        assertThat(starts.get(1) - starts.get(0)).isGreaterThan(40 * PACKET);
    }

    @Test
    void a_time_limit_ends_a_recording_by_itself() {
        tenantRecords(false);
        PhoneCall call = talk();

        control(call, Map.of("action", "start", "timeLimit", 1));
        await(call, "off");
        call.hangUp();

        WavFile wav = recordings.wav(recordings.readyOf(call.sessionId()));
        assertThat(wav.duration()).isEqualTo(Duration.ofSeconds(1));
        assertThat(recordings.timeline(call.sessionId()))
                .containsExactly("recording.start rest done", "recording.stop rules done");
    }

    @Test
    void a_call_that_is_over_cannot_be_controlled_and_one_that_never_was_is_not_found() {
        tenantRecords(false);
        PhoneCall call = talk();
        assertThat(api.get("/api/v1/calls?tenantId=" + phones.tenantId()).toString())
                .contains(call.sessionId(), "\"state\":\"talking\"");
        assertThatThrownBy(() -> control(call, Map.of("action", "resume"))).hasMessageContaining("409");
        call.hangUp();
        recordings.completedCdr(call.sessionId());

        assertThatThrownBy(() -> control(call, Map.of("action", "start"))).hasMessageContaining("409");
        assertThatThrownBy(
                        () -> api.post("/api/v1/calls/" + UUID.randomUUID() + "/recording", Map.of("action", "stop")))
                .hasMessageContaining("404");
        assertThatThrownBy(() -> control(call, Map.of("action", "erase", "timeLimit", 0)))
                .hasMessageContaining("422")
                .hasMessageContaining("/action");
        assertThat(api.get("/api/v1/audit?tenantId=" + phones.tenantId()).toString())
                .contains("recording.resume.conflict");
    }

    /** Anna calls Bob, and both are heard. */
    private PhoneCall talk() {
        return talk(anna);
    }

    private PhoneCall talk(Softphone caller) {
        PhoneCall call = caller.call("202", AudioSource.noise(5));
        assertThat(call.answered(PATIENCE)).as("status %s", call.statusCode()).isTrue();
        atBob = bob.incoming(PATIENCE);
        speak(call, 10);
        return call;
    }

    /** So many packets that Bob has not sent yet are heard. */
    private void speak(PhoneCall call, int packets) {
        long until = atBob.sentPackets() + packets;
        Eventually.holds(() -> call.receivedPackets() >= until, PATIENCE, packets + " more packets are heard");
    }

    /**
     * When something was done, as the packets of Bob have it, however long it took.
     *
     * @param heard so many had come to Anna before it
     * @param said so many Bob had sent after it
     */
    private record Moment(long heard, long said) {}

    private Moment during(PhoneCall call, Runnable action) {
        long heard = call.receivedPackets();
        action.run();
        return new Moment(heard, atBob.sentPackets());
    }

    private static int sample(long packet) {
        return (int) packet * PACKET;
    }

    /** Whether the last tenth of a second is of that sound. */
    private static boolean endsWith(short[] heard, AudioSource sound) {
        short[] last = Arrays.copyOfRange(heard, Math.max(0, heard.length - RATE / 10), heard.length);
        return Correlation.best(samples(sound), last).coefficient() > 0.9;
    }

    private JsonNode control(PhoneCall call, Map<String, ?> body) {
        return api.post("/api/v1/calls/" + call.sessionId() + "/recording", body);
    }

    private JsonNode live(PhoneCall call) {
        return api.get("/api/v1/calls/" + call.sessionId());
    }

    private void await(PhoneCall call, String state) {
        Eventually.holds(
                () -> live(call).path("recording").path("state").asString().equals(state),
                PATIENCE,
                "the recording is " + state);
    }

    private String media(PhoneCall call) {
        return live(call).path("recording").path("paused").toString();
    }

    private int message(Softphone phone, String operation, String session) {
        return message(phone, JSON, operation, session);
    }

    private int message(Softphone phone, String contentType, String operation, String session) {
        String body = "{\"operation\":\"" + operation + "\",\"session_id\":\"" + session + "\"}";
        return phone.message("sip:" + phones.domain(), contentType, body, PATIENCE);
    }

    /** Which sample of what Bob says is the first one in the file. */
    private static int startIn(WavFile wav) {
        return -Correlation.best(wav.channel(1), samples(SPEECH)).lagSamples();
    }

    /** Wherever Bob was in his ten seconds. */
    private static double correlation(WavFile wav) {
        var twice = new short[20 * RATE];
        SPEECH.read(0, twice);
        return Correlation.best(wav.channel(1), twice).coefficient();
    }

    private static short[] samples(AudioSource source) {
        var samples = new short[10 * RATE];
        source.read(0, samples);
        return samples;
    }

    /** Whether any packet of that sound is in the file, as G.711 has it. */
    private static boolean isIn(String raw, AudioSource sound) {
        short[] samples = samples(sound);
        for (int at = 0; at < samples.length; at += PACKET) {
            byte[] sent = new byte[24];
            for (int i = 0; i < sent.length; i++) {
                sent[i] = G711.encodeALaw(samples[at + i]);
            }
            if (raw.contains(new String(sent, StandardCharsets.ISO_8859_1))) {
                return true;
            }
        }
        return false;
    }

    /** In milliseconds. */
    private static int longestSilence(short[] samples) {
        int longest = 0;
        int now = 0;
        for (short sample : samples) {
            now = Math.abs(sample) < 64 ? now + 1 : 0;
            longest = Math.max(longest, now);
        }
        return longest * 1_000 / RATE;
    }

    private JsonNode manifestOf(PhoneCall call) {
        recordings.completedCdr(call.sessionId());
        return captures.manifestOf(call.sessionId());
    }
}
