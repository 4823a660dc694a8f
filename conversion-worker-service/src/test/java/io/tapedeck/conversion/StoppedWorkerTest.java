package io.tapedeck.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingReady;
import io.tapedeck.conversion.calls.MortalWorker;
import io.tapedeck.conversion.calls.Platform;
import io.tapedeck.conversion.calls.RawCall;
import io.tapedeck.conversion.calls.SealedCalls;
import io.tapedeck.conversion.calls.Tones;
import io.tapedeck.conversion.raw.RawServer;
import io.tapedeck.testkit.servers.EmbeddedKafka;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a job whose worker ends in the midst of it. Each worker is a process, held up by its capture node. */
class StoppedWorkerTest {

    private static final int TERMINATED = 128 + 15;

    /** Of a loaded machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What the job of a worker that says nothing waits for. */
    private static final String LOCK = "queue.lock=50s";

    @TempDir
    Path folder;

    private EmbeddedKafka kafka;
    private Platform platform;
    private RawServer node;
    private CaptureSealed held;

    @BeforeEach
    void hold_a_job_up() throws IOException {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        platform = new Platform(kafka.bootstrapServers());
        node = new RawServer(Files.readAllBytes(call()));
        node.hold = new CountDownLatch(1);
        RawFile raw = SealedCalls.raw(call());
        held = sealed(new RawFile(node.location(), raw.bytes(), raw.sha256()));
    }

    @AfterEach
    void close() {
        node.close();
        platform.close();
        kafka.close();
    }

    @Test
    void a_worker_that_is_told_to_stop_finishes_its_job_and_leaves_the_rest_to_others() throws Exception {
        try (var stopping = worker("stopping", LOCK, "drain=60s")) {
            platform.seal(held);
            awaitFetches(1);
            List<CaptureSealed> rest = sealedCalls(3);
            rest.forEach(platform::seal);

            stopping.tellToStop();
            awaitLine("stopping", "no more jobs are taken");
            node.hold.countDown();

            assertThat(stopping.exitCode()).isEqualTo(TERMINATED);
            assertThat(linesOf("stopping").filter(line -> line.contains("stored ")))
                    .singleElement()
                    .asString()
                    .contains(held.orders().getFirst().recordingId().toString());
            assertThat(platform.unacknowledged()).isEqualTo(rest.size());
            try (var _ = worker("other", LOCK, "drain=60s")) {
                for (CaptureSealed capture : rest) {
                    assertThat(platform.results(capture, 1)).hasOnlyElementsOfType(RecordingReady.class);
                }
                Eventually.holds(this::isEverythingAcknowledged, PATIENCE, "the queue is empty");
            }
        }
        assertThat(platform.results(held, 1)).hasSize(1);
        assertThat(node.ranges).hasSize(1);
    }

    @Test
    void a_job_that_a_stopping_worker_cannot_finish_is_begun_by_another_at_once() throws Exception {
        try (var stopping = worker("stopping", LOCK, "drain=1s")) {
            platform.seal(held);
            awaitFetches(1);
            try (var _ = worker("other", LOCK, "drain=1s")) {
                awaitWork();
                long told = System.nanoTime();

                stopping.tellToStop();
                awaitFetches(2);

                assertThat(since(told)).isLessThan(Duration.ofSeconds(25));
                node.hold.countDown();
                assertThat(stopping.exitCode()).isEqualTo(TERMINATED);
                assertThat(platform.results(held, 1)).hasOnlyElementsOfType(RecordingReady.class);
                Eventually.holds(this::isEverythingAcknowledged, PATIENCE, "the queue is empty");
            }
        }
        assertThat(platform.results(held, 1)).hasSize(1);
    }

    @Test
    void orderly_stops_are_no_crashes_of_the_job() throws Exception {
        for (int stops = 1; stops <= 3; stops++) {
            try (var stopping = worker("stopping-" + stops, LOCK, "drain=0s")) {
                if (stops == 1) {
                    platform.seal(held);
                }
                awaitFetches(stops);
                stopping.tellToStop();
                assertThat(stopping.exitCode()).isEqualTo(TERMINATED);
            }
        }
        node.hold.countDown();

        try (var _ = worker("last", LOCK, "drain=0s")) {
            assertThat(platform.results(held, 1)).hasOnlyElementsOfType(RecordingReady.class);
        }
    }

    @Test
    void the_job_of_a_killed_worker_is_begun_by_another_when_its_lock_has_run_out() throws Exception {
        try (var killed = worker("killed", "queue.lock=3s")) {
            platform.seal(held);
            awaitFetches(1);
            try (var _ = worker("other", "queue.lock=3s")) {
                awaitWork();
                long died = System.nanoTime();

                killed.kill();
                awaitFetches(2);

                assertThat(since(died)).isLessThan(Duration.ofSeconds(10));
                node.hold.countDown();
                assertThat(platform.results(held, 1)).hasOnlyElementsOfType(RecordingReady.class);
            }
        }
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    /** Returns when somebody does jobs. */
    private void awaitWork() throws IOException {
        CaptureSealed capture = sealedCalls(1).getFirst();
        platform.seal(capture);
        platform.results(capture, 1);
    }

    private void awaitFetches(int count) {
        Eventually.holds(() -> node.ranges.size() >= count, PATIENCE, count + " fetches");
    }

    private void awaitLine(String worker, String words) {
        Eventually.holds(() -> linesOf(worker).anyMatch(line -> line.contains(words)), PATIENCE, words);
    }

    private Stream<String> linesOf(String worker) {
        try {
            return Files.readAllLines(log(worker)).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isEverythingAcknowledged() {
        return platform.unacknowledged() == 0;
    }

    private MortalWorker worker(String name, String... settings) throws IOException {
        var all = new ArrayList<>(List.of(
                "--tapedeck.kafka=" + kafka.bootstrapServers(),
                "--tapedeck.internal.token=" + RawServer.TOKEN,
                "--tapedeck.conversion.store=" + folder.resolve("store"),
                "--tapedeck.conversion.workspace=" + folder.resolve("workspace-" + name),
                "--tapedeck.conversion.parallel=1",
                "--tapedeck.conversion.raw.silence=120s"));
        for (String setting : settings) {
            all.add("--tapedeck.conversion." + setting);
        }
        return MortalWorker.start(log(name), all.toArray(String[]::new));
    }

    private Path log(String worker) {
        return folder.resolve(worker + ".log");
    }

    private List<CaptureSealed> sealedCalls(int count) throws IOException {
        RawFile raw = SealedCalls.raw(call());
        return Stream.generate(() -> sealed(raw)).limit(count).toList();
    }

    private static CaptureSealed sealed(RawFile raw) {
        return SealedCalls.sealed(Duration.ofSeconds(1), raw, SealedCalls.order(MediaFormat.WAV, ChannelLayout.STEREO));
    }

    private Path call() throws IOException {
        Path file = folder.resolve("call.pcapng");
        if (!Files.exists(file)) {
            new RawCall()
                    .speak(0, SealedCalls.STARTED, 0, Tones.sine(400, 8_000, 8_000))
                    .writeTo(file);
        }
        return file;
    }
}
