package io.tapedeck.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingFailed;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingReady;
import io.tapedeck.conversion.calls.MortalWorker;
import io.tapedeck.conversion.calls.Platform;
import io.tapedeck.conversion.calls.RawCall;
import io.tapedeck.conversion.calls.SealedCalls;
import io.tapedeck.conversion.calls.Tones;
import io.tapedeck.testkit.servers.EmbeddedKafka;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of jobs when the process that does them dies. Each worker here is a process of its own. */
class WorkerDeathTest {

    @TempDir
    Path folder;

    @Test
    void a_job_that_kills_its_worker_three_times_is_put_aside_and_succeeds_once_the_cause_is_gone() throws Exception {
        try (var kafka = EmbeddedKafka.start(folder.resolve("kafka"));
                var platform = new Platform(kafka.bootstrapServers());
                var first = worker(kafka); // all at once: what takes time is their start
                var second = worker(kafka);
                var third = worker(kafka);
                var fourth = worker(kafka)) {
            var workers = List.of(first, second, third, fourth);
            Path poison = Files.createFile(folder.resolve("poison"));
            CaptureSealed capture = sealed();

            platform.seal(capture);

            assertThat(platform.results(capture, 1))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            RecordingFailed.class,
                            failed -> assertThat(failed.code()).isEqualTo(FailureCode.INTERNAL));
            String key = capture.sessionId().toString();
            assertThat(platform.deadLetterReason(key)).contains("ended without a result 3 times");
            Eventually.holds(() -> alive(workers).size() == 1, Duration.ofSeconds(30), "three have died of it");

            Files.delete(poison);
            platform.seal(capture); // as `tapedeck dlt retry` does

            assertThat(platform.results(capture, 2).getLast()).isInstanceOf(RecordingReady.class);
        }
    }

    @Test
    void jobs_of_killed_workers_are_done_by_others_and_each_has_its_result() throws Exception {
        try (var kafka = EmbeddedKafka.start(folder.resolve("kafka"));
                var platform = new Platform(kafka.bootstrapServers());
                var first = worker(kafka);
                var second = worker(kafka)) {
            List<CaptureSealed> captures = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                captures.add(sealed());
                platform.seal(captures.getLast());
            }

            platform.results(captures.getFirst(), 1);
            first.kill();
            try (var _ = worker(kafka)) {
                platform.results(captures.get(20), 1);
                second.kill();

                for (CaptureSealed capture : captures) {
                    assertThat(platform.results(capture, 1)).hasOnlyElementsOfType(RecordingReady.class);
                }
            }
        }
    }

    private static List<MortalWorker> alive(List<MortalWorker> workers) {
        return workers.stream().filter(MortalWorker::isAlive).toList();
    }

    private MortalWorker worker(EmbeddedKafka kafka) throws IOException {
        return MortalWorker.start(
                folder.resolve("worker.log"),
                "--tapedeck.kafka=" + kafka.bootstrapServers(),
                "--tapedeck.conversion.store=" + folder.resolve("store"),
                "--tapedeck.conversion.workspace=" + folder.resolve("workspace"),
                "--tapedeck.conversion.parallel=1",
                "--tapedeck.conversion.queue.lock=3s",
                "--server.port=0");
    }

    private CaptureSealed sealed() throws IOException {
        Path file = folder.resolve("call.pcapng");
        if (!Files.exists(file)) {
            new RawCall()
                    .speak(0, SealedCalls.STARTED, 0, Tones.sine(400, 8_000, 80_000))
                    .writeTo(file);
        }
        RawFile raw = SealedCalls.raw(file);
        return SealedCalls.sealed(
                Duration.ofSeconds(10), raw, SealedCalls.order(MediaFormat.WAV, ChannelLayout.STEREO));
    }
}
