package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is said when somebody stops, pauses or resumes a recording, and what a tenant has uploaded. */
@ExtendWith(SharedPlatform.class)
@TestInstance(Lifecycle.PER_CLASS)
class SaidDuringCallsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Map<String, Object> RECORDED = Map.of("any", Map.of("enabled", true));
    private static final double ALIKE = 0.7;
    private static final double UNLIKE = 0.35;
    private static final int CARRIER_PORT = 26_098;

    @TempDir
    private Path folder;

    private RunningPlatform running;
    private TapedeckApi api;
    private Phones phones;
    private Recordings recordings;
    private Softphone anna;
    private Softphone bob;

    @BeforeAll
    void two_phones(RunningPlatform platform) {
        running = platform;
        api = platform.api();
        phones = new Phones(platform.sip(), api);
        recordings = new Recordings(api);
        anna = phones.registered("701");
        bob = phones.registered("702");
        bob.autoAnswer(AudioSource.silence());
    }

    @AfterAll
    void all_leave() {
        List.of(anna, bob).forEach(Softphone::close);
        api.close();
    }

    @Test
    void all_hear_that_recording_has_stopped_and_the_recording_ends_with_it() {
        settings(Map.of("any", RECORDED, "announcement", Map.of("stopped", true, "language", "fr")));
        Spoken prompt = Spoken.shipped("fr", "stopped");
        PhoneCall call = answered();
        PhoneCall atBob = bob.incoming(PATIENCE);

        control(call, "stop");
        heard(call, prompt);
        heard(atBob, prompt);
        call.hangUp();

        WavFile wav = recordings.wav(recordings.readyOf(call.sessionId()));
        for (int channel = 0; channel < 2; channel++) {
            var match = prompt.in(wav.channel(channel));
            int end = match.lagSamples() + prompt.samples().length;
            assertThat(match.coefficient()).isGreaterThan(ALIKE);
            assertThat(end - wav.channel(channel).length).isBetween(-Spoken.RATE, Spoken.RATE / 10);
        }
    }

    @Test
    void all_hear_of_a_pause_and_of_its_end_but_only_the_end_is_recorded() {
        settings(Map.of("any", RECORDED, "announcement", Map.of("paused", true, "resumed", true)));
        Spoken paused = Spoken.shipped("en", "paused");
        Spoken resumed = Spoken.shipped("en", "resumed");
        PhoneCall call = answered();
        PhoneCall atBob = bob.incoming(PATIENCE);

        control(call, "pause");
        heard(call, paused);
        heard(atBob, paused);
        control(call, "resume");
        heard(call, resumed);
        heard(atBob, resumed);
        call.hangUp();

        WavFile wav = recordings.wav(recordings.readyOf(call.sessionId()));
        assertThat(resumed.in(wav.channel(0)).coefficient()).isGreaterThan(ALIKE);
        assertThat(resumed.in(wav.channel(1)).coefficient()).isGreaterThan(ALIKE);
        assertThat(onlyThat(paused, wav, resumed)).isLessThan(UNLIKE);
    }

    @Test
    void an_uploaded_mp3_is_what_a_caller_from_outside_hears() throws Exception {
        Spoken original = Spoken.shipped("de", "started");
        JsonNode uploaded = upload(mp3("de", "started"));
        settings(Map.of(
                "any",
                RECORDED,
                "announcement",
                Map.of("own", uploaded.path("id").asString())));
        String number = numberOfBob();

        try (var outside = Softphone.at(running.sip())
                .identity("4930557", "127.0.0.1")
                .localAddress("127.0.0.1", CARRIER_PORT)
                .build()) {
            PhoneCall call = outside.call(number, AudioSource.silence());
            assertThat(call.answered(PATIENCE)).as("status %s", call.statusCode()).isTrue();
            heard(call, original);
            call.hangUp();

            assertThat(uploaded.path("durationMs").asInt())
                    .isBetween((int) (original.seconds() * 1_000) - 100, (int) (original.seconds() * 1_000) + 200);
            WavFile wav = recordings.wav(recordings.readyOf(call.sessionId()));
            assertThat(original.in(wav.channel(1)).coefficient()).isGreaterThan(ALIKE);
        }
    }

    /** How much of one prompt is in the recording once another is taken out of it. */
    private static double onlyThat(Spoken prompt, WavFile wav, Spoken without) {
        short[] rest = wav.channel(0).clone();
        int from = Math.max(0, without.in(rest).lagSamples());
        int to = Math.min(rest.length, from + without.samples().length);
        for (int i = from; i < to; i++) {
            rest[i] = 0;
        }
        return prompt.in(rest).coefficient();
    }

    private byte[] mp3(String language, String phrase) throws IOException, InterruptedException {
        Path opus = folder.resolve("prompt.opus");
        Path mp3 = folder.resolve("prompt.mp3");
        try (InputStream in = getClass().getResourceAsStream("/prompts/" + language + "/" + phrase + ".opus")) {
            Files.write(opus, Objects.requireNonNull(in, "no such prompt").readAllBytes());
        }
        String ffmpeg = Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);
        Process process = new ProcessBuilder(
                        ffmpeg, "-nostdin", "-v", "error", "-i", opus.toString(), "-b:a", "64k", mp3.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        return Files.readAllBytes(mp3);
    }

    private JsonNode upload(byte[] mp3) throws IOException, InterruptedException {
        URI address = running.http()
                .resolve("/api/v1/tenants/" + phones.tenantId() + "/announcements?name=Uploaded");
        String login = "admin:" + Launcher.ADMIN_PASSWORD;
        var request = HttpRequest.newBuilder(address)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "audio/mpeg")
                .POST(BodyPublishers.ofByteArray(mp3))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var response = http.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
            return JsonMapper.shared().readTree(response.body());
        }
    }

    private String numberOfBob() {
        String bobId = api.find(
                        "/api/v1/tenants/" + phones.tenantId() + "/users",
                        user -> user.path("extension").asString().equals("702"))
                .orElseThrow()
                .path("id")
                .asString();
        String number = "4932" + (1_000_000 + Math.floorMod(phones.tenantId().hashCode(), 900_000));
        api.put("/api/v1/users/" + bobId, Map.of("extension", "702", "numbers", List.of(number)));
        api.post(
                "/api/v1/trunks",
                Map.of(
                        "name",
                        "Carrier of " + phones.domain(),
                        "tenantId",
                        phones.tenantId(),
                        "host",
                        "127.0.0.1",
                        "port",
                        CARRIER_PORT,
                        "sources",
                        List.of("127.0.0.1:" + CARRIER_PORT),
                        "prefixes",
                        List.of("49")));
        inForce();
        return number;
    }

    private void control(PhoneCall call, String action) {
        api.post("/api/v1/calls/" + call.sessionId() + "/recording", Map.of("action", action));
    }

    private PhoneCall answered() {
        bob.forgetIncoming();
        PhoneCall call = anna.call("702", AudioSource.silence());
        assertThat(call.answered(PATIENCE)).isTrue();
        Eventually.holds(() -> call.receivedPackets() > 25, PATIENCE, "Bob is heard");
        return call;
    }

    private static void heard(PhoneCall call, Spoken prompt) {
        Eventually.holds(() -> prompt.in(call.heard()).coefficient() > ALIKE, PATIENCE, "the prompt is heard");
    }

    private void settings(Map<String, Object> wanted) {
        JsonNode saved = api.put("/api/v1/tenants/" + phones.tenantId() + "/recording-settings", wanted);
        assertThat(saved.isEmpty()).isFalse();
        inForce();
    }

    /** The settings are with the proxy when it has taken what was published after them. */
    private void inForce() {
        String extension = "79" + System.nanoTime() % 1_000_000;
        phones.account(extension);
        try (Softphone last = phones.registeredAgain(extension)) {
            assertThat(last).isNotNull();
        }
    }
}
