package io.tapedeck.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingReady;
import io.tapedeck.conversion.calls.Platform;
import io.tapedeck.conversion.calls.RawCall;
import io.tapedeck.conversion.calls.SealedCalls;
import io.tapedeck.conversion.calls.Tones;
import io.tapedeck.conversion.raw.RawCaptures;
import io.tapedeck.conversion.raw.RawServer;
import io.tapedeck.conversion.raw.SharedDiskCaptures;
import io.tapedeck.testkit.leaks.LeakCheck;
import io.tapedeck.testkit.servers.EmbeddedKafka;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Jobs that do not go straight to their end, with a real worker and a real broker. */
@ExtendWith(LeakCheck.class)
class DetoursTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    @Test
    void a_job_waits_for_its_capture_node_and_is_done_when_the_node_is_back() throws Exception {
        byte[] content = Files.readAllBytes(call());
        try (var kafka = EmbeddedKafka.start(folder.resolve("kafka"));
                var platform = new Platform(kafka.bootstrapServers());
                var node = new RawServer(content);
                var _ = worker(ConversionApplication.class, kafka)) {
            node.status = 503;
            RawFile raw = SealedCalls.raw(call());
            CaptureSealed capture = sealed(SECOND, new RawFile(node.location(), raw.bytes(), raw.sha256()));
            platform.seal(capture);
            Eventually.holds(() -> node.ranges.size() >= 3, Duration.ofSeconds(60), "the job comes back");

            node.status = 0;

            assertThat(platform.results(capture, 1)).hasOnlyElementsOfType(RecordingReady.class);
        }
    }

    @Test
    void a_long_job_holds_up_no_short_one() throws Exception {
        try (var kafka = EmbeddedKafka.start(folder.resolve("kafka"));
                var platform = new Platform(kafka.bootstrapServers());
                var worker = worker(Patient.class, kafka)) {
            Path slow = Files.copy(call(), folder.resolve("slow.pcapng"));
            CaptureSealed eightHours = sealed(Duration.ofHours(8), SealedCalls.raw(slow));
            CaptureSealed second = sealed(SECOND, SealedCalls.raw(call()));
            platform.seal(eightHours);
            worker.getBean("taken", CountDownLatch.class).await();

            platform.seal(second);

            assertThat(platform.results(second, 1)).hasOnlyElementsOfType(RecordingReady.class);
            assertThat(platform.resultsSoFar(eightHours)).isEmpty();
            worker.getBean("goOn", CountDownLatch.class).countDown();
            assertThat(platform.results(eightHours, 1)).hasSize(1);
        }
    }

    /** Has slow captures wait. Not annotated, so that no other context finds it. */
    static class Patient {

        @Bean
        CountDownLatch taken() {
            return new CountDownLatch(1);
        }

        @Bean
        CountDownLatch goOn() {
            return new CountDownLatch(1);
        }

        @Bean
        @Primary
        RawCaptures patientCaptures(CountDownLatch taken, CountDownLatch goOn) {
            return raw -> {
                if (raw.location().getPath().endsWith("slow.pcapng")) {
                    taken.countDown();
                    await(goOn);
                }
                return new SharedDiskCaptures().fetch(raw);
            };
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private ConfigurableApplicationContext worker(Class<?> changes, EmbeddedKafka kafka) {
        return new SpringApplicationBuilder(ConversionApplication.class, changes)
                .properties("spring.config.name=conversion-worker-service", "spring.jmx.enabled=false")
                .run(
                        "--tapedeck.kafka=" + kafka.bootstrapServers(),
                        "--tapedeck.internal.token=" + RawServer.TOKEN,
                        "--tapedeck.conversion.store=" + folder.resolve("store"),
                        "--tapedeck.conversion.workspace=" + folder.resolve("workspace"),
                        "--tapedeck.conversion.parallel=1",
                        "--tapedeck.conversion.queue.long-job=1s",
                        "--tapedeck.conversion.queue.try-again=100ms",
                        "--tapedeck.conversion.raw.tries=1",
                        "--server.port=0");
    }

    private static CaptureSealed sealed(Duration duration, RawFile raw) {
        return SealedCalls.sealed(duration, raw, SealedCalls.order(MediaFormat.WAV, ChannelLayout.MONO));
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
