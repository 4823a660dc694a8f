package io.tapedeck.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.Responsible;
import io.tapedeck.contracts.Topics;
import io.tapedeck.contracts.deliveries.DeliveryEvent;
import io.tapedeck.contracts.deliveries.DeliveryEvent.DeliveryFailed;
import io.tapedeck.contracts.deliveries.DeliveryEvent.DeliverySucceeded;
import io.tapedeck.contracts.recordings.RecordingEvent;
import io.tapedeck.testkit.leaks.LeakCheck;
import io.tapedeck.testkit.servers.EmbeddedDatabase;
import io.tapedeck.testkit.servers.EmbeddedKafka;
import io.tapedeck.testkit.servers.FreePort;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The service with Kafka, PostgreSQL and somebody's web server. */
@ExtendWith({PollersUp.class, LeakCheck.class})
class ExportScenarioTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final EmbeddedDatabase database = EmbeddedDatabase.start();
    private final String kafka = EmbeddedKafka.shared().bootstrapServers();

    @TempDir
    private Path store;

    private String databaseUrl;

    @BeforeEach
    void freshDatabase() {
        databaseUrl = database.freshDatabase();
    }

    private ConfigurableApplicationContext start() {
        return ExportApplication.start(
                "--tapedeck.kafka=" + kafka,
                "--tapedeck.postgres.url=" + databaseUrl,
                "--tapedeck.postgres.user=" + database.user(),
                "--tapedeck.postgres.password=" + database.password(),
                "--tapedeck.export.store=" + store,
                "--tapedeck.export.courier.first-pause=100ms",
                "--tapedeck.export.courier.longest-pause=300ms",
                "--tapedeck.export.courier.poll=100ms",
                "--server.port=0");
    }

    @Test
    void a_finished_recording_is_put_to_its_address_once_and_the_outcome_told() throws IOException {
        var file = StoredFile.in(store);
        var unwanted = StoredFile.in(store);

        try (var destination = Destination.open();
                var service = start()) {
            var ready = file.readyFor(destination.address("/in"));
            say(unwanted.readyFor(null), ready, ready);

            assertThat(outcome(file)).isInstanceOf(DeliverySucceeded.class);
            say(ready);
            var last = StoredFile.in(store);
            say(last.readyFor(destination.address("/in")));
            assertThat(outcome(last)).isInstanceOf(DeliverySucceeded.class);
            assertThat(destination.requests()).hasSize(2);
            assertThat(destination.files()).containsEntry("/in/" + file.recording() + ".wav", file.content());
            Eventually.holds( // it is counted once the outcome is on its way
                    () -> metrics(service).contains("tapedeck_export_attempts_total{outcome=\"delivered\"} 2.0"),
                    SOON,
                    "two deliveries are counted");
        }
    }

    @Test
    void a_delivery_survives_the_servers_and_our_own_restart() throws IOException {
        var file = StoredFile.in(store);
        int port = FreePort.any();

        try (var service = start()) {
            say(file.readyFor(URI.create("http://127.0.0.1:" + port + "/in")));
            Eventually.holds(() -> postponed(service), SOON, "attempts that fail");
        }
        try (var destination = Destination.open(port);
                var _ = start()) {
            assertThat(outcome(file))
                    .isInstanceOfSatisfying(
                            DeliverySucceeded.class,
                            event -> assertThat(event.attempts()).isGreaterThan(1));
            assertThat(destination.files()).hasSize(1);
        }
    }

    @Test
    void a_refused_delivery_is_told_with_who_must_act() throws IOException {
        var file = StoredFile.in(store);

        try (var destination = Destination.open();
                var _ = start()) {
            destination.answers(413);
            say(file.readyFor(destination.address("/in")));

            assertThat(outcome(file)).isInstanceOfSatisfying(DeliveryFailed.class, event -> {
                assertThat(event.responsible()).isEqualTo(Responsible.CALLER);
                assertThat(event.message()).contains("413");
            });
        }
    }

    private static boolean postponed(ConfigurableApplicationContext service) {
        return metrics(service).contains("outcome=\"postponed\"");
    }

    private static String metrics(ConfigurableApplicationContext service) {
        String port = service.getEnvironment().getProperty("local.server.port");
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                    .build();
            return http.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void say(RecordingEvent... events) {
        var type = new TypeReference<CloudEvent<RecordingEvent>>() {};
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new StringSerializer(), new ByteArraySerializer())) {
            for (RecordingEvent event : events) {
                String key = event.sessionId().toString();
                var envelope =
                        CloudEvent.of(UUID.randomUUID(), URI.create("/tapedeck/test"), key, Instant.EPOCH, event);
                producer.send(new ProducerRecord<>(
                        Topics.RECORDINGS, key, JSON.writerFor(type).writeValueAsBytes(envelope)));
            }
        }
    }

    /** The only event that the service tells of a recording. */
    private DeliveryEvent outcome(StoredFile file) {
        List<DeliveryEvent> told = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka,
                        "group.id",
                        "test-" + UUID.randomUUID(),
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topics.DELIVERIES));
            Eventually.holds(
                    () -> {
                        consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                            if (file.recording().toString().equals(record.key())) {
                                told.add(event(record.value()));
                            }
                        });
                        return !told.isEmpty();
                    },
                    SOON,
                    "the outcome");
        }
        assertThat(told).hasSize(1);
        return told.getFirst();
    }

    private static DeliveryEvent event(byte[] body) {
        CloudEvent<DeliveryEvent> envelope = JSON.readValue(
                new String(body, StandardCharsets.UTF_8), new TypeReference<CloudEvent<DeliveryEvent>>() {});
        return Objects.requireNonNull(envelope.data());
    }
}
