package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
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

/** What a tenant has uploaded is what callers hear. */
@ExtendWith(SharedPlatform.class)
@TestInstance(Lifecycle.PER_CLASS)
class UploadedAnnouncementTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, Object> RECORDED = Map.of("any", Map.of("enabled", true));
    private static final int CARRIER_PORT = 26_098;

    @TempDir
    private Path folder;

    private RunningPlatform running;
    private TapedeckApi api;
    private Phones phones;
    private Recordings recordings;
    private Softphone bob;

    @BeforeAll
    void a_phone(RunningPlatform platform) {
        running = platform;
        api = platform.api();
        phones = new Phones(platform, api);
        recordings = new Recordings(api);
        bob = phones.registered("702");
        bob.autoAnswer(AudioSource.silence());
    }

    @AfterAll
    void all_leave() {
        bob.close();
        api.close();
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

        try (var outside = phones.outside("4930557", CARRIER_PORT)) {
            PhoneCall call = outside.call(number, AudioSource.silence());
            assertThat(call.answered(PATIENCE))
                    .as("status %s", call.statusCode())
                    .isTrue();
            original.awaitAt(call, PATIENCE);
            call.hangUp();

            assertThat(uploaded.path("durationMs").asInt())
                    .isBetween((int) (original.seconds() * 1_000) - 100, (int) (original.seconds() * 1_000) + 200);
            WavFile wav = recordings.wav(recordings.readyOf(call.sessionId()));
            assertThat(original.in(wav.channel(1)).coefficient()).isGreaterThan(Spoken.ALIKE);
        }
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
        URI address = running.http().resolve("/api/v1/tenants/" + phones.tenantId() + "/announcements?name=Uploaded");
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
        String number = phones.numberOf("702");
        phones.trunk(CARRIER_PORT, "49");
        phones.awaitPublished();
        return number;
    }

    private void settings(Map<String, Object> wanted) {
        assertThat(phones.tenantSettings(wanted).isEmpty()).isFalse();
        phones.awaitPublished();
    }
}
