package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.audio.Correlation;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Somebody is recorded who speaks to nobody, by listening to what they hear and to the recording. */
@ExtendWith(SharedPlatform.class)
@TestInstance(Lifecycle.PER_CLASS)
class CallerRecordingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AudioSource SPEECH = AudioSource.noise(9);
    private static final int RATE = AudioSource.SAMPLE_RATE;

    private TapedeckApi api;
    private Phones phones;
    private Recordings recordings;
    private Softphone anna;
    private HttpServer archive;
    private final BlockingQueue<Delivered> delivered = new LinkedBlockingQueue<>();

    private record Delivered(String method, String path, byte[] content) {}

    @BeforeAll
    void a_phone_and_an_archive(RunningPlatform platform) throws IOException {
        api = platform.api();
        phones = new Phones(platform, api);
        recordings = new Recordings(api);
        anna = phones.registered("501");
        archive = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        archive.createContext("/", exchange -> {
            byte[] content = exchange.getRequestBody().readAllBytes();
            delivered.add(new Delivered(
                    exchange.getRequestMethod(), exchange.getRequestURI().getPath(), content));
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        archive.start();
    }

    @AfterAll
    void all_leave() {
        anna.close();
        archive.stop(0);
        api.close();
    }

    @Test
    void a_message_ends_with_silence_and_is_posted_to_the_archive() throws InterruptedException {
        settings(Map.of("silenceSeconds", 2, "url", url("messages"), "method", "post"));

        PhoneCall call = anna.call("record", SPEECH);
        hearsBeep(call);
        speak(call, 100);
        call.play(AudioSource.silence());
        long spokenPackets = call.sentPackets();
        assertThat(call.ended(PATIENCE)).isTrue();
        double silent = (call.sentPackets() - spokenPackets) / 50.0;
        JsonNode recording = recordings.readyOf(call.sessionId());
        WavFile wav = recordings.wav(recording);

        assertThat(spoken(wav)).isGreaterThan(0.9);
        assertThat(Spoken.beeps(wav.channel(1))).hasSize(1);
        assertThat(silenceAtTheEnd(wav.channel(0))).isBetween(1.3, Math.max(2.7, silent + 0.2));
        assertRight(call, recording, wav, "callee_disconnect");
        Delivered file = delivered.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(file).isNotNull();
        assertThat(file.method()).isEqualTo("POST");
        assertThat(file.path()).isEqualTo("/messages/" + recording.path("id").asString() + ".wav");
        assertThat(file.content()).isEqualTo(api.download(recordings.link(recording)));
    }

    @Test
    void the_hash_key_ends_it_and_is_not_heard_in_the_file() {
        settings(Map.of("silenceSeconds", 0));

        PhoneCall call = anna.call("record", SPEECH);
        hearsBeep(call);
        speak(call, 100);
        call.sendDtmf("#");
        assertThat(call.ended(PATIENCE)).isTrue();

        JsonNode recording = recordings.readyOf(call.sessionId());
        WavFile wav = recordings.wav(recording);
        assertThat(spoken(wav)).isGreaterThan(0.9);
        assertThat(recording.path("keys").size()).isZero();
        assertRight(call, recording, wav, "callee_disconnect");
    }

    @Test
    void who_dials_the_code_and_hangs_up_has_a_recording_too() {
        settings(Map.of("code", "*55", "format", "wav"));
        JsonNode explained = explained("*55").path("orders").path(0);
        assertThat(explained.path("setting").asString()).isEqualTo("callerRecording.enabled");
        assertThat(explained.path("owner").path("userId").asString()).isEqualTo(phones.userId("501"));

        PhoneCall call = anna.call("*55", SPEECH);
        hearsBeep(call);
        speak(call, 75);
        call.hangUp();

        JsonNode recording = recordings.readyOf(call.sessionId());
        WavFile wav = recordings.wav(recording);
        assertThat(spoken(wav)).isGreaterThan(0.9);
        assertRight(call, recording, wav, "caller_disconnect");
    }

    @Test
    void nobody_may_speak_for_longer_than_the_limit() {
        settings(Map.of("timeLimit", 3));

        PhoneCall call = anna.call("record", SPEECH);
        assertThat(call.ended(PATIENCE)).isTrue();

        WavFile wav = recordings.wav(recordings.readyOf(call.sessionId()));
        assertThat(wav.duration()).isCloseTo(Duration.ofSeconds(3), Duration.ofMillis(60));
        assertThat(spoken(wav)).isGreaterThan(0.9);
    }

    @Test
    void where_it_is_switched_off_there_is_no_such_address() {
        settings(Map.of("enabled", false));
        assertThat(explained("record").path("orders")).isEmpty();
        assertThat(explained("record").path("considered").toString()).contains("it is switched off", "404");

        PhoneCall call = anna.call("record", SPEECH);

        assertThat(call.answered(PATIENCE)).isFalse();
        assertThat(call.statusCode()).isEqualTo(404);
    }

    private void assertRight(PhoneCall call, JsonNode recording, WavFile wav, String reason) {
        JsonNode cdr = recordings.completedCdr(call.sessionId());
        double seconds = wav.duration().toMillis() / 1_000.0;
        assertThat(recording.path("userId").asString()).isEqualTo(phones.userId("501"));
        assertThat(recording.path("durationMs").asInt() / 1_000.0).isCloseTo(seconds, within(0.05));
        assertThat(cdr.path("durationSeconds").asInt()).isCloseTo((int) Math.round(seconds), within(1));
        assertThat(cdr.path("endedReason").asString()).isEqualTo(reason);
        assertThat(cdr.path("targets").size()).isEqualTo(1);
        assertThat(cdr.path("recordings").size()).isEqualTo(1);
    }

    private static void hearsBeep(PhoneCall call) {
        assertThat(call.answered(PATIENCE)).as("status %s", call.statusCode()).isTrue();
        Eventually.holds(() -> Spoken.beeps(call.heard()).size() == 1, PATIENCE, "the beep is heard");
    }

    private static void speak(PhoneCall call, int packets) {
        long until = call.sentPackets() + packets;
        Eventually.holds(() -> call.sentPackets() >= until, PATIENCE, packets + " more packets are sent");
    }

    private static double spoken(WavFile wav) {
        var said = new short[10 * RATE];
        SPEECH.read(0, said);
        short[] heard = wav.channel(0);
        int end = heard.length - (int) (silenceAtTheEnd(heard) * RATE);
        return Correlation.best(Arrays.copyOf(heard, end), said).coefficient();
    }

    /** In seconds. */
    private static double silenceAtTheEnd(short[] heard) {
        int end = heard.length;
        while (end > 0 && Math.abs(heard[end - 1]) < 64) {
            end--;
        }
        return (double) (heard.length - end) / RATE;
    }

    private String url(String folder) {
        return "http://127.0.0.1:" + archive.getAddress().getPort() + "/" + folder;
    }

    private JsonNode explained(String dialled) {
        return phones.explained(Map.of("userId", phones.userId("501")), Map.of("number", dialled));
    }

    private void settings(Map<String, Object> wanted) {
        var rules = new HashMap<String, Object>(Map.of("enabled", true));
        rules.putAll(wanted);
        phones.tenantSettings(Map.of("callerRecording", rules));
        phones.awaitPublished();
    }
}
