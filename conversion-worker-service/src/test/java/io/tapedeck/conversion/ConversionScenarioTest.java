package io.tapedeck.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.Responsible;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureStarted;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.contracts.recordings.MediaFile;
import io.tapedeck.contracts.recordings.RecordingEvent;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingDiscarded;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingFailed;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingReady;
import io.tapedeck.contracts.recordings.SoundFigures;
import io.tapedeck.conversion.calls.Platform;
import io.tapedeck.conversion.calls.RawCall;
import io.tapedeck.conversion.calls.SealedCalls;
import io.tapedeck.conversion.calls.Tones;
import io.tapedeck.conversion.workspace.Checksum;
import io.tapedeck.testkit.audio.ToneDetector;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.leaks.LeakCheck;
import io.tapedeck.testkit.servers.EmbeddedKafka;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(LeakCheck.class)
class ConversionScenarioTest {

    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
    /** Of a loaded machine; what is waited for usually takes a second. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static Platform platform;
    private static ConfigurableApplicationContext worker;

    @BeforeAll
    static void start() {
        var kafka = EmbeddedKafka.shared();
        worker = ConversionApplication.start(
                "--tapedeck.kafka=" + kafka.bootstrapServers(),
                "--tapedeck.conversion.store=" + folder.resolve("store"),
                "--tapedeck.conversion.workspace=" + folder.resolve("workspace"),
                "--tapedeck.conversion.parallel=2",
                "--server.port=0");
        platform = new Platform(kafka.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        worker.close();
        platform.close();
    }

    @Test
    void a_sealed_call_becomes_a_file_in_the_store_and_an_event() throws IOException {
        RecordingOrder order = SealedCalls.order(MediaFormat.WAV, ChannelLayout.STEREO);
        CaptureSealed capture = SealedCalls.sealed(TWO_SECONDS, twoTones(), order);

        platform.seal(capture);

        RecordingReady ready = ready(capture);
        assertThat(ready.recordingId()).isEqualTo(order.recordingId());
        assertThat(ready.duration()).isEqualTo(TWO_SECONDS);
        assertThat(ready.deliverTo()).isEqualTo(order.deliverTo());
        assertThat(ready.media().key()).isEqualTo(order.tenantId() + "/2030/01/07/" + order.recordingId() + ".wav");
        WavFile file = WavFile.read(stored(ready));
        assertThat(ToneDetector.purity(file.channel(0), 8_000, 400)).isGreaterThan(0.9);
        assertThat(ToneDetector.purity(file.channel(1), 8_000, 1_000)).isGreaterThan(0.9);
        assertThat(Files.size(stored(ready))).isEqualTo(ready.media().bytes());
    }

    @Test
    void every_order_of_a_call_gets_its_file() throws IOException {
        RecordingOrder wav = SealedCalls.order(MediaFormat.WAV, ChannelLayout.MONO);
        RecordingOrder mp3 = SealedCalls.order(MediaFormat.MP3, ChannelLayout.STEREO);
        CaptureSealed capture = SealedCalls.sealed(TWO_SECONDS, twoTones(), wav, mp3);

        platform.seal(capture);

        List<RecordingEvent> results = platform.results(capture, 2);
        assertThat(results).hasOnlyElementsOfType(RecordingReady.class);
        assertThat(results)
                .extracting(RecordingEvent::recordingId)
                .containsExactly(wav.recordingId(), mp3.recordingId());
    }

    @Test
    void a_recording_that_is_shorter_than_its_owner_wants_is_discarded_and_the_others_are_made() throws IOException {
        RecordingOrder any = SealedCalls.order(MediaFormat.WAV, ChannelLayout.MONO);
        RecordingOrder longer = SealedCalls.longerThan(3, any);
        CaptureSealed capture = SealedCalls.sealed(TWO_SECONDS, twoTones(), longer, any);

        platform.seal(capture);

        List<RecordingEvent> results = platform.results(capture, 2);
        assertThat(results.getFirst()).isInstanceOfSatisfying(RecordingDiscarded.class, discarded -> {
            assertThat(discarded.recordingId()).isEqualTo(longer.recordingId());
            assertThat(discarded.reason()).contains("3 s");
        });
        assertThat(results.getLast()).isInstanceOf(RecordingReady.class);
    }

    @Test
    void owners_who_want_the_same_share_its_content_and_may_delete_it_apart() throws IOException {
        RecordingOrder mine = SealedCalls.order(MediaFormat.WAV, ChannelLayout.STEREO);
        RecordingOrder yours = SealedCalls.order(MediaFormat.WAV, ChannelLayout.STEREO);
        RecordingOrder other = SealedCalls.order(MediaFormat.FLAC, ChannelLayout.MONO);
        CaptureSealed capture = SealedCalls.sealed(TWO_SECONDS, twoTones(), mine, other, yours);

        platform.seal(capture);

        List<RecordingEvent> results = platform.results(capture, 3);
        assertThat(results)
                .extracting(RecordingEvent::recordingId)
                .containsExactly(mine.recordingId(), other.recordingId(), yours.recordingId());
        var first = (RecordingReady) results.get(0);
        var second = (RecordingReady) results.get(2);
        assertThat(second.media().key()).isEqualTo(yours.tenantId() + "/2030/01/07/" + yours.recordingId() + ".wav");
        assertThat(second.media().sha256()).isEqualTo(first.media().sha256());
        assertThat(Files.getAttribute(stored(first), "unix:ino"))
                .isEqualTo(Files.getAttribute(stored(second), "unix:ino"));
        Files.delete(stored(first));
        assertThat(WavFile.read(stored(second)).duration()).isEqualTo(TWO_SECONDS);
    }

    @Test
    void a_split_recording_is_two_files_and_one_event() throws IOException {
        CaptureSealed capture =
                SealedCalls.sealed(TWO_SECONDS, twoTones(), SealedCalls.order(MediaFormat.WAV, ChannelLayout.SPLIT));

        platform.seal(capture);

        RecordingReady ready = ready(capture);
        assertThat(ready.media().key()).endsWith(".caller.wav");
        MediaFile callee = Objects.requireNonNull(ready.calleeMedia());
        assertThat(ToneDetector.purity(WavFile.read(stored(ready)).channel(0), 8_000, 400))
                .isGreaterThan(0.9);
        Path second = folder.resolve("store").resolve(callee.key());
        assertThat(ToneDetector.purity(WavFile.read(second).channel(0), 8_000, 1_000))
                .isGreaterThan(0.9);
        assertThat(callee.sha256()).isEqualTo(Checksum.of(second).sha256());
    }

    @Test
    void the_wave_form_stands_beside_the_recording_and_the_figures_in_the_event() throws IOException {
        CaptureSealed capture =
                SealedCalls.sealed(TWO_SECONDS, twoTones(), SealedCalls.order(MediaFormat.MP3, ChannelLayout.STEREO));

        platform.seal(capture);

        RecordingReady ready = ready(capture);
        String media = ready.media().key();
        assertThat(ready.peaksKey()).isEqualTo(media.substring(0, media.length() - "mp3".length()) + "peaks.json");
        assertThat(folder.resolve("store").resolve(Objects.requireNonNull(ready.peaksKey())))
                .content()
                .startsWith("{\"version\":2,\"channels\":2,\"sample_rate\":8000,\"samples_per_pixel\":400,\"bits\":8,"
                        + "\"length\":40,\"data\":[");
        SoundFigures sound = Objects.requireNonNull(ready.sound());
        assertThat(sound.callerTalk()).isEqualTo(1);
        assertThat(sound.loudnessLufs()).isBetween(-13.0, -11.5);
        assertThat(sound.truePeakDecibels()).isBetween(-13.0, -11.5);
    }

    @Test
    void a_call_that_is_announced_twice_gives_one_file_with_the_same_content() throws IOException {
        CaptureSealed capture =
                SealedCalls.sealed(TWO_SECONDS, twoTones(), SealedCalls.order(MediaFormat.MP3, ChannelLayout.STEREO));

        platform.seal(capture);
        platform.seal(capture);

        List<RecordingEvent> results = platform.results(capture, 2);
        assertThat(results)
                .extracting(result -> ((RecordingReady) result).media())
                .containsOnly(((RecordingReady) results.getFirst()).media());
        try (var files = Files.list(stored((RecordingReady) results.getFirst()).getParent())) {
            assertThat(files.filter(file ->
                            file.toString().contains(capture.orders().getFirst().recordingId() + ".mp3")))
                    .hasSize(1);
        }
    }

    @Test
    void a_record_that_nobody_can_read_is_put_aside_with_the_reason() {
        platform.publish("poison", "{ this is no event".getBytes());

        assertThat(platform.deadLetterReason("poison")).startsWith("The record is not a capture event");
    }

    @Test
    void what_is_put_aside_is_kept_until_people_have_looked_at_it() throws Exception {
        platform.publish("kept", "{ this is no event".getBytes());
        platform.deadLetterReason("kept");

        assertThat(platform.setting(Platform.DEAD_LETTERS, "retention.ms")).isEqualTo("-1");
    }

    @Test
    void other_events_of_the_topic_are_passed_over() throws IOException {
        CaptureSealed capture =
                SealedCalls.sealed(TWO_SECONDS, twoTones(), SealedCalls.order(MediaFormat.WAV, ChannelLayout.STEREO));

        platform.publish(new CaptureStarted(
                capture.captureId(), capture.sessionId(), "node-a", SealedCalls.STARTED, capture.orders()));
        platform.seal(capture);

        assertThat(platform.results(capture, 1)).hasSize(1);
    }

    @Test
    void a_missing_raw_capture_is_told_and_the_job_put_aside() {
        URI nowhere = folder.resolve("nowhere/media.pcapng").toUri();
        CaptureSealed capture = SealedCalls.sealed(
                TWO_SECONDS, new RawFile(nowhere, 10, "00"), SealedCalls.order(MediaFormat.WAV, ChannelLayout.STEREO));

        platform.seal(capture);

        RecordingFailed failed = failed(capture);
        assertThat(failed.code()).isEqualTo(FailureCode.RAW_MISSING);
        assertThat(failed.responsible()).isEqualTo(Responsible.OPERATOR);
        assertThat(platform.deadLetterReason(capture.sessionId().toString())).isEqualTo(failed.message());
    }

    @Test
    void an_encrypted_call_is_told_and_the_job_put_aside() throws IOException {
        var encrypted = List.of(
                RawCall.stream(0, Side.CALLER, new PayloadFormat(0, "SRTP/PCMU", 8_000, 1, "")),
                RawCall.stream(1, Side.CALLEE, new PayloadFormat(0, "SRTP/PCMU", 8_000, 1, "")));
        CaptureSealed capture = SealedCalls.sealed(
                encrypted,
                TWO_SECONDS,
                twoTones(),
                List.of(),
                SealedCalls.order(MediaFormat.WAV, ChannelLayout.STEREO));

        platform.seal(capture);

        RecordingFailed failed = failed(capture);
        assertThat(failed.code()).isEqualTo(FailureCode.CODEC_UNSUPPORTED);
        assertThat(failed.responsible()).isEqualTo(Responsible.OPERATOR);
        assertThat(failed.message()).startsWith("The call was encrypted (SRTP/PCMU, SRTP/payload type 8) and cannot");
    }

    @Test
    void a_raw_capture_with_another_checksum_is_not_converted() throws IOException {
        RawFile raw = twoTones();
        CaptureSealed capture = SealedCalls.sealed(
                TWO_SECONDS,
                new RawFile(raw.location(), raw.bytes(), "0".repeat(64)),
                SealedCalls.order(MediaFormat.WAV, ChannelLayout.STEREO));

        platform.seal(capture);

        assertThat(failed(capture).code()).isEqualTo(FailureCode.RAW_DAMAGED);
    }

    @Test
    void a_result_that_kafka_does_not_take_is_said_until_it_does() throws Exception {
        CaptureSealed capture =
                SealedCalls.sealed(TWO_SECONDS, twoTones(), SealedCalls.order(MediaFormat.WAV, ChannelLayout.STEREO));
        platform.refuseResults(true);
        try {
            platform.seal(capture);
            Eventually.holds(() -> counted("tapedeck.conversion.announcements.repeated") >= 3, PATIENCE, "repeated");
        } finally {
            platform.refuseResults(false);
        }

        assertThat(ready(capture).duration()).isEqualTo(TWO_SECONDS);
        assertThat(counted("tapedeck.conversion.jobs.released")).isZero();
        assertThat(platform.resultsSoFar(capture)).hasSize(1);
    }

    @Test
    void operators_see_health_and_figures() throws Exception {
        RecordingOrder order = SealedCalls.order(MediaFormat.WAV, ChannelLayout.STEREO);
        CaptureSealed capture = SealedCalls.sealed(TWO_SECONDS, twoTones(), order);

        platform.seal(capture);
        ready(capture);

        Eventually.passes( // the first job may be done before the last lane is open
                () -> assertThat(get("/actuator/health")).contains("\"store\":\"writable\"", "\"queue\":\"reading\""),
                PATIENCE);
        assertThat(get("/actuator/prometheus"))
                .contains("tapedeck_conversion_recordings_total{result=\"ready\"}")
                .contains("tapedeck_conversion_queue_age_seconds")
                .contains("tapedeck_conversion_jobs_running");
    }

    private static double counted(String name) {
        Counter counter = worker.getBean(MeterRegistry.class).find(name).counter();
        return counter == null ? 0 : counter.count();
    }

    private static String get(String path) throws IOException, InterruptedException {
        String port = worker.getEnvironment().getProperty("local.server.port");
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    private static RawFile twoTones() throws IOException {
        Path file = Files.createTempFile(folder, "call", ".pcapng");
        new RawCall()
                .speak(0, SealedCalls.STARTED, 0, Tones.sine(400, 8_000, 16_000))
                .speak(1, SealedCalls.STARTED, 8, Tones.sine(1_000, 8_000, 16_000))
                .writeTo(file);
        return SealedCalls.raw(file);
    }

    private static Path stored(RecordingReady ready) {
        return folder.resolve("store").resolve(ready.media().key());
    }

    private static RecordingReady ready(CaptureSealed capture) {
        return (RecordingReady) platform.results(capture, 1).getFirst();
    }

    private static RecordingFailed failed(CaptureSealed capture) {
        return (RecordingFailed) platform.results(capture, 1).getFirst();
    }
}
