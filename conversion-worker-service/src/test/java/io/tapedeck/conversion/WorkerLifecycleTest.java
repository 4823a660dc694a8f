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
import io.tapedeck.conversion.media.ConversionAborted;
import io.tapedeck.conversion.raw.RawCaptures;
import io.tapedeck.conversion.raw.SharedDiskCaptures;
import io.tapedeck.testkit.leaks.LeakCheck;
import io.tapedeck.testkit.servers.EmbeddedKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

@ExtendWith(LeakCheck.class)
class WorkerLifecycleTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    @Test
    void a_worker_that_started_before_kafka_goes_to_work_when_kafka_comes() throws Exception {
        int port = freePort();
        ConfigurableApplicationContext worker = ConversionApplication.start(settings("127.0.0.1:" + port));
        try (var kafka = EmbeddedKafka.start(folder.resolve("kafka"), port);
                var platform = new Platform(kafka.bootstrapServers())) {
            CaptureSealed capture = sealed();

            platform.seal(capture);

            assertThat(platform.results(capture, 1)).hasOnlyElementsOfType(RecordingReady.class);
            worker.close();
        }
    }

    @Test
    void a_job_that_a_stopping_worker_cannot_finish_is_done_by_another() throws Exception {
        try (var kafka = EmbeddedKafka.start(folder.resolve("kafka"));
                var platform = new Platform(kafka.bootstrapServers())) {
            CaptureSealed capture = sealed();
            ConfigurableApplicationContext stopping = stuckWorker(kafka.bootstrapServers());
            platform.seal(capture);
            assertThat(stopping.getBean(CountDownLatch.class).await(20, TimeUnit.SECONDS))
                    .isTrue();

            stopping.close();
            ConfigurableApplicationContext other = ConversionApplication.start(settings(kafka.bootstrapServers()));

            assertThat(platform.results(capture, 1)).hasOnlyElementsOfType(RecordingReady.class);
            other.close();
        }
    }

    /** Takes a job, says so, and never comes back from fetching. Not annotated, so that no other context finds it. */
    static class Stuck {

        @Bean
        CountDownLatch jobTaken() {
            return new CountDownLatch(1);
        }

        @Bean
        @Primary
        RawCaptures stuckCaptures(CountDownLatch jobTaken) {
            return raw -> {
                jobTaken.countDown();
                awaitInterrupt();
                return new SharedDiskCaptures().fetch(raw);
            };
        }

        private static void awaitInterrupt() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ConversionAborted();
            }
        }
    }

    private ConfigurableApplicationContext stuckWorker(String kafka) {
        return new SpringApplicationBuilder(ConversionApplication.class, Stuck.class)
                .properties("spring.config.name=conversion-worker-service", "spring.jmx.enabled=false")
                .run(settings(kafka, "--tapedeck.conversion.drain=0s"));
    }

    private String[] settings(String kafka, String... more) {
        var settings = new ArrayList<>(List.of(
                "--tapedeck.kafka=" + kafka,
                "--tapedeck.conversion.store=" + folder.resolve("store"),
                "--tapedeck.conversion.workspace=" + folder.resolve("workspace"),
                "--tapedeck.conversion.parallel=1",
                "--server.port=0"));
        settings.addAll(Arrays.asList(more));
        return settings.toArray(String[]::new);
    }

    private CaptureSealed sealed() throws IOException {
        Path file = new RawCall()
                .speak(0, SealedCalls.STARTED, 0, Tones.sine(400, 8_000, 8_000))
                .writeTo(folder.resolve("call.pcapng"));
        RawFile raw = SealedCalls.raw(file);
        return SealedCalls.sealed(SECOND, raw, SealedCalls.order(MediaFormat.WAV, ChannelLayout.STEREO));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
