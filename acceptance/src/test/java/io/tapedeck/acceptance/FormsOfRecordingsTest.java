package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** One call, of which everybody gets the recording that they want: its format, its rate, its channels and its place. */
@ExtendWith(SharedPlatform.class)
@TestInstance(Lifecycle.PER_CLASS)
class FormsOfRecordingsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final Spoken speech = Spoken.shipped("en", "ask");
    private final Map<String, byte[]> delivered = new ConcurrentHashMap<>();
    private TapedeckApi api;
    private Phones phones;
    private Recordings recordings;
    private Softphone anna;
    private Softphone bob;
    private HttpServer archive;

    /** The tenant wants MP3 in its archive, Anna FLAC of 16 kHz with one channel, Bob a file of each party. */
    @BeforeAll
    void two_phones_and_an_archive(RunningPlatform platform) throws IOException {
        api = platform.api();
        phones = new Phones(platform, api);
        recordings = new Recordings(api);
        anna = phones.registered("241");
        bob = phones.registered("242");
        bob.autoAnswer(AudioSource.samples(speech.samples()));
        archive = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        archive.createContext("/", exchange -> {
            String what =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            delivered.put(what, exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        archive.start();
        String url = "http://127.0.0.1:" + archive.getAddress().getPort() + "/calls";
        phones.tenantSettings(
                Map.of("any", Map.of("any", Map.of("enabled", true, "format", "mp3", "url", url)), "layout", "stereo"));
        phones.userSettings(
                "241",
                Map.of("outbound", rule(Map.of("format", "flac", "recordSampleRate", 16_000)), "layout", "mono"));
        phones.userSettings("242", Map.of("inbound", rule(Map.of("format", "opus")), "layout", "split"));
        phones.awaitPublished();
    }

    private static Map<String, Object> rule(Map<String, ?> form) {
        var rule = new HashMap<String, Object>(form);
        rule.put("enabled", true);
        return Map.of("any", rule);
    }

    @AfterAll
    void all_leave() {
        List.of(anna, bob).forEach(Softphone::close);
        archive.stop(0);
        api.close();
    }

    @Test
    void everybody_gets_the_form_that_they_want_of_the_same_call() {
        PhoneCall call = anna.call("242", AudioSource.silence());
        assertThat(call.answered(PATIENCE)).isTrue();
        api.post(
                "/api/v1/calls/" + call.sessionId() + "/recording",
                Map.of("action", "start", "format", "amr", "label", "By hand"));
        speech.awaitAt(call, PATIENCE);
        call.hangUp();

        List<JsonNode> made = recordings.ready(call.sessionId(), 4);

        JsonNode tenants = only(made, "mp3");
        JsonNode annas = only(made, "flac");
        JsonNode bobs = only(made, "opus");
        JsonNode byHand = only(made, "amr");
        assertThat(annas.path("userId").asString()).isEqualTo(phones.userId("241"));
        assertThat(bobs.path("userId").asString()).isEqualTo(phones.userId("242"));
        assertThat(byHand.path("label").asString()).isEqualTo("By hand");
        assertThat(tenants.path("channels").asInt()).isEqualTo(2);
        assertThat(annas.path("channels").asInt()).isEqualTo(1);
        assertThat(annas.path("sampleRateHertz").asInt()).isEqualTo(16_000);
        for (JsonNode one : List.of(tenants, annas, byHand)) {
            assertThat(likeness(api.download(recordings.link(one))))
                    .as(one.path("format").asString())
                    .isGreaterThan(Spoken.ALIKE);
        }
        URI second = URI.create(bobs.path("callee").path("mediaUrl").asString());
        byte[] callee = api.file(second.getPath() + "?" + second.getQuery());
        assertThat(likeness(callee)).isGreaterThan(Spoken.ALIKE);
        byte[] file = api.download(recordings.link(tenants));
        String place = "PUT /calls/" + tenants.path("id").asString() + ".mp3";
        Eventually.holds(() -> delivered.containsKey(place), PATIENCE, "the file is in the archive");
        assertThat(delivered.get(place)).isEqualTo(file);
        assertThat(delivered.keySet()).filteredOn(one -> !one.equals(place)).hasSizeLessThanOrEqualTo(3);
    }

    private static JsonNode only(List<JsonNode> made, String format) {
        return made.stream()
                .filter(one -> one.path("format").asString().equals(format))
                .reduce((one, other) -> {
                    throw new AssertionError("two of " + format);
                })
                .orElseThrow();
    }

    private double likeness(byte[] file) {
        return speech.in(Spoken.of(file).samples()).coefficient();
    }
}
