package io.tapedeck.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.Responsible;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingFailed;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingReady;
import io.tapedeck.conversion.ConversionApplication;
import io.tapedeck.standalone.platform.TopicPlan;
import io.tapedeck.testkit.audio.ToneDetector;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.servers.EmbeddedKafka;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Every way in which a conversion fails: what is said, who must act, that nothing half-made is to be seen and that the raw capture
 * stays; and {@code ./tapedeck dlt retry} once the cause is gone.
 */
class DeadLettersOnTheCommandLineTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static EmbeddedKafka kafka;
    private static Path store;
    private static boolean small;
    private static ConfigurableApplicationContext worker;
    private static Audience audience;

    private final RecordingOrder order = order(MediaFormat.WAV, ChannelLayout.STEREO);
    private final Path capture = folder.resolve(UUID.randomUUID() + ".pcapng");

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        new TopicPlan(1, (short) 1).create(kafka.bootstrapServers());
        store = Files.createDirectory(folder.resolve("store"));
        small = run("mount", "-t", "tmpfs", "-o", "size=1m", "tapedeck-test", store.toString());
        worker = ConversionApplication.start(
                "--tapedeck.kafka=" + kafka.bootstrapServers(),
                "--tapedeck.conversion.store=" + store,
                "--tapedeck.conversion.workspace=" + folder.resolve("workspace"),
                "--tapedeck.conversion.parallel=1",
                "--server.port=0");
        audience = new Audience(kafka.bootstrapServers());
    }

    @AfterAll
    static void stop() throws Exception {
        if (small) {
            run("umount", "--lazy", store.toString()); // first, so that nothing keeps it mounted
        }
        worker.close();
        audience.close();
        kafka.close();
    }

    @Test
    void a_missing_raw_capture_is_converted_once_it_is_back() throws Exception {
        SpokenCapture.write(capture);
        RawFile raw = SpokenCapture.raw(capture);
        Path elsewhere = Files.move(capture, folder.resolve("elsewhere"));
        audience.seal(raw, SpokenCapture.streams("PCMU"), order);

        assertFailed(FailureCode.RAW_MISSING, Responsible.OPERATOR, "The raw capture");
        Files.move(elsewhere, capture);

        assertReadyAfterRetry();
    }

    @Test
    void a_damaged_raw_capture_is_converted_once_it_is_whole() throws Exception {
        SpokenCapture.write(capture);
        RawFile raw = SpokenCapture.raw(capture);
        byte[] whole = Files.readAllBytes(capture);
        byte[] damaged = whole.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.write(capture, damaged);
        audience.seal(raw, SpokenCapture.streams("PCMU"), order);

        assertFailed(FailureCode.RAW_DAMAGED, Responsible.OPERATOR, "The raw capture");
        assertThat(capture).hasBinaryContent(damaged);
        Files.write(capture, whole);

        assertReadyAfterRetry();
    }

    @Test
    void a_full_store_gets_the_recording_once_it_has_space() throws Exception {
        assumeTrue(small, "no small disk may be mounted here");
        SpokenCapture.write(capture);
        Path ballast = store.resolve("ballast");
        fill(ballast);
        audience.seal(SpokenCapture.raw(capture), SpokenCapture.streams("PCMU"), order);

        assertFailed(FailureCode.STORE_FULL, Responsible.OPERATOR, "Free space or enlarge it, then retry");
        Files.delete(ballast);

        assertReadyAfterRetry();
    }

    @Test
    void a_store_that_cannot_be_written_gets_the_recording_once_it_can() throws Exception {
        SpokenCapture.write(capture);
        Path inTheWay = Files.createFile(store.resolve(order.tenantId().toString()));
        audience.seal(SpokenCapture.raw(capture), SpokenCapture.streams("PCMU"), order);

        assertFailed(FailureCode.STORE_UNREACHABLE, Responsible.OPERATOR, "could not be written");
        Files.delete(inTheWay);

        assertReadyAfterRetry();
    }

    @Test
    void a_call_without_sound_says_so_however_often_it_is_tried() throws Exception {
        SpokenCapture.writeReports(capture);
        audience.seal(SpokenCapture.raw(capture), SpokenCapture.streams("PCMU"), order);

        assertFailed(FailureCode.NO_MEDIA, Responsible.OPERATOR, "no packet");
        retry();

        assertThat(audience.word(2, order)).isInstanceOf(RecordingFailed.class);
    }

    @Test
    void a_codec_that_is_not_known_is_named() throws Exception {
        SpokenCapture.write(capture);
        audience.seal(SpokenCapture.raw(capture), SpokenCapture.streams("EVS"), order);

        assertFailed(FailureCode.CODEC_UNSUPPORTED, Responsible.OPERATOR, "EVS");
    }

    @Test
    void packets_that_no_decoder_takes_are_ours_to_look_at() throws Exception {
        SpokenCapture.writeRubbish(capture);
        audience.seal(SpokenCapture.raw(capture), SpokenCapture.streams("OPUS"), order);

        assertFailed(FailureCode.MEDIA_UNDECODABLE, Responsible.US, "packets");
    }

    @Test
    void a_format_that_cannot_do_what_was_ordered_is_named() throws Exception {
        RecordingOrder impossible = new RecordingOrder(
                order.recordingId(),
                order.tenantId(),
                null,
                MediaFormat.OPUS,
                ChannelLayout.STEREO,
                null,
                11_000,
                null,
                false,
                null,
                null,
                null,
                null,
                null);
        SpokenCapture.write(capture);
        audience.seal(SpokenCapture.raw(capture), SpokenCapture.streams("PCMU"), impossible);

        assertFailed(impossible, FailureCode.FORMAT_UNSUPPORTED, Responsible.OPERATOR, "11000");
    }

    private void assertFailed(FailureCode code, Responsible responsible, String sentence) throws IOException {
        assertFailed(order, code, responsible, sentence);
        assertThat(capture.toFile().exists()).isEqualTo(code != FailureCode.RAW_MISSING);
    }

    private static void assertFailed(RecordingOrder order, FailureCode code, Responsible responsible, String sentence)
            throws IOException {
        assertThat(audience.word(1, order)).isInstanceOfSatisfying(RecordingFailed.class, failed -> {
            assertThat(failed.code()).isEqualTo(code);
            assertThat(failed.responsible()).isEqualTo(responsible);
            assertThat(failed.message()).contains(sentence).matches("[A-Z].*[.?]");
            Eventually.holds( // it is put aside once that is told
                    () -> tapedeck("list").contains(failed.message()), PATIENCE, "it is listed");
        });
        assertThat(filesOf(order)).isEmpty();
    }

    private void assertReadyAfterRetry() {
        retry();

        assertThat(audience.word(2, order)).isInstanceOfSatisfying(RecordingReady.class, ready -> {
            WavFile file = WavFile.read(store.resolve(ready.media().key()));
            assertThat(file.duration()).isEqualTo(SpokenCapture.DURATION);
            assertThat(ToneDetector.purity(file.channel(0), file.sampleRate(), SpokenCapture.TONE))
                    .isGreaterThan(0.9);
        });
    }

    private static void retry() {
        assertThat(tapedeck("retry")).contains("sent again.");
    }

    private static String tapedeck(String what) {
        var out = new StringWriter();
        int code = Tapedeck.commandLine()
                .setOut(new PrintWriter(out))
                .execute("dlt", what, "--kafka", kafka.bootstrapServers());
        assertThat(code).isZero();
        return out.toString();
    }

    /** Wherever in the store, finished or not. */
    private static List<Path> filesOf(RecordingOrder order) throws IOException {
        try (Stream<Path> all = Files.walk(store)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains(order.recordingId().toString()))
                    .toList();
        }
    }

    private static void fill(Path ballast) {
        try (var out = Files.newOutputStream(ballast)) {
            for (; ; ) {
                out.write(new byte[4_096]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private static RecordingOrder order(MediaFormat format, ChannelLayout layout) {
        return new RecordingOrder(
                new RecordingId(UUID.randomUUID()), new TenantId(UUID.randomUUID()), null, format, layout, null);
    }
}
