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
import io.tapedeck.conversion.media.Conversion;
import io.tapedeck.conversion.timeline.G711Decoders;
import io.tapedeck.testkit.leaks.LeakCheck;
import io.tapedeck.testkit.servers.EmbeddedKafka;
import io.tapedeck.testkit.servers.FreePort;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

@ExtendWith(LeakCheck.class)
class WorkerLifecycleTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    /** Of a loaded machine; what is waited for usually takes a second. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void a_worker_that_started_before_kafka_goes_to_work_when_kafka_comes() throws Exception {
        int port = FreePort.any();
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
    @ExtendWith(OutputCaptureExtension.class)
    void a_worker_waits_for_a_broker_whose_name_is_not_known_yet(CapturedOutput said) throws Exception {
        try (var worker = ConversionApplication.start(settings("broker.invalid:9092"))) {
            Eventually.holds(() -> said.getOut().contains("waiting for Kafka at broker.invalid"), PATIENCE, "it tries");

            assertThat(healthOf(worker)).contains("\"status\":\"UP\"", "waiting for Kafka");
        }
    }

    @Test
    void a_worker_that_has_ceased_to_take_jobs_is_down() throws Exception {
        try (var worker = worker(Faulty.class, settings("127.0.0.1:" + FreePort.any()))) {
            Eventually.passes(() -> assertThat(healthOf(worker)).contains("\"status\":\"DOWN\"", "broken"), PATIENCE);
        }
    }

    /** Ends what takes jobs before it has begun. Not annotated, so that no other context finds it. */
    static class Faulty {

        @Bean
        @Primary
        Conversion faulty() {
            return new Conversion(new G711Decoders(), (_, _) -> {
                throw new AssertionError("a fault of ours");
            });
        }
    }

    private static ConfigurableApplicationContext worker(Class<?> changes, String... settings) {
        return new SpringApplicationBuilder(ConversionApplication.class, changes)
                .properties("spring.config.name=conversion-worker-service", "spring.jmx.enabled=false")
                .run(settings);
    }

    private static String healthOf(ConfigurableApplicationContext worker) throws Exception {
        String port = worker.getEnvironment().getProperty("local.server.port");
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
                    .build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    private String[] settings(String kafka) {
        return new String[] {
            "--tapedeck.kafka=" + kafka,
            "--tapedeck.conversion.store=" + folder.resolve("store"),
            "--tapedeck.conversion.workspace=" + folder.resolve("workspace"),
            "--tapedeck.conversion.parallel=1",
            "--server.port=0"
        };
    }

    private CaptureSealed sealed() throws IOException {
        Path file = new RawCall()
                .speak(0, SealedCalls.STARTED, 0, Tones.sine(400, 8_000, 8_000))
                .writeTo(folder.resolve("call.pcapng"));
        RawFile raw = SealedCalls.raw(file);
        return SealedCalls.sealed(SECOND, raw, SealedCalls.order(MediaFormat.WAV, ChannelLayout.STEREO));
    }
}
