package io.tapedeck.proxy.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.proxy.routing.ExampleDirectory;
import io.tapedeck.testkit.servers.EmbeddedKafka;
import io.tapedeck.testkit.servers.FreePort;
import io.tapedeck.testkit.time.Eventually;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class DirectoryFollowerTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final URI GATEWAY = URI.create("/tapedeck/gateway-api/test");

    @TempDir
    Path folder;

    private final DirectoryJson json = new DirectoryJson(JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_INVALID_SUBTYPE)
            .build());
    private String topic = "";
    private DirectoryState state = new DirectoryState();

    @BeforeEach
    void a_topic_of_its_own() {
        topic = "directory-" + UUID.randomUUID();
    }

    @Test
    void the_topic_becomes_the_directory_and_changes_follow() throws Exception {
        String kafka = EmbeddedKafka.shared().bootstrapServers();
        write(kafka, ExampleDirectory.entities().toArray(DirectoryEvent[]::new));

        try (var _ = follower(kafka)) {
            Eventually.holds(state::isCaughtUp, SOON, "the directory read");
            assertThat(state.current().size())
                    .isEqualTo(ExampleDirectory.entities().size());
            assertThat(state.current().deviceByUsername("anna-desk")).isEqualTo(ExampleDirectory.ANNAS_DESK);

            remove(kafka, ExampleDirectory.idOf(ExampleDirectory.BOBS_DESK));
            send(kafka, UUID.randomUUID().toString(), "not JSON".getBytes(StandardCharsets.UTF_8));
            send(kafka, UUID.randomUUID().toString(), fromTheFuture());
            Eventually.holds(() -> state.current().deviceByUsername("bob-desk") == null, SOON, "the device gone");
            assertThat(state.current().deviceByUsername("anna-desk")).isEqualTo(ExampleDirectory.ANNAS_DESK);
        }
    }

    @Test
    void the_last_directory_serves_while_kafka_is_away_and_is_replaced_when_it_comes() throws Exception {
        int port = FreePort.any();
        String kafka = "127.0.0.1:" + port;
        Path broker = folder.resolve("broker");
        EmbeddedKafka first = EmbeddedKafka.start(broker, port);
        write(kafka, ExampleDirectory.entities().toArray(DirectoryEvent[]::new));
        try (var _ = follower(kafka)) {
            Eventually.holds(() -> Files.exists(copy()), SOON, "the copy written");
            first.stop();
            assertThat(state.current().deviceByUsername("anna-desk")).isNotNull();
        }

        state = new DirectoryState();
        try (var _ = follower(kafka)) {
            assertThat(state.current().deviceByUsername("anna-desk")).isEqualTo(ExampleDirectory.ANNAS_DESK);
            assertThat(state.isCaughtUp()).isFalse();

            try (EmbeddedKafka again = EmbeddedKafka.start(broker, port)) {
                remove(kafka, ExampleDirectory.idOf(ExampleDirectory.ANNAS_DESK));
                Eventually.holds(() -> state.current().deviceByUsername("anna-desk") == null, SOON, "Kafka's word");
                Eventually.holds(state::isCaughtUp, SOON, "Kafka's word is the last");
                assertThat(again.port()).isEqualTo(port);
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy())))
                .isEqualTo("rw-------");
    }

    @Test
    void a_topic_that_nobody_has_made_yet_leaves_the_copy_in_force() throws Exception {
        new DirectoryCopy(copy(), json)
                .save(
                        List.of(ExampleDirectory.ACME, ExampleDirectory.ANNA, ExampleDirectory.ANNAS_DESK),
                        Instant.EPOCH,
                        () -> {});

        try (var _ = follower(EmbeddedKafka.shared().bootstrapServers())) {
            Eventually.holds(state::isCaughtUp, SOON, "Kafka asked");
            assertThat(state.current().deviceByUsername("anna-desk")).isEqualTo(ExampleDirectory.ANNAS_DESK);
        }
    }

    private DirectoryFollower follower(String kafka) {
        return new DirectoryFollower(kafka, topic, json, copy(), state, Clock.systemUTC(), new SimpleMeterRegistry());
    }

    private Path copy() {
        return folder.resolve("directory.jsonl");
    }

    private byte[] fromTheFuture() {
        return new String(event(ExampleDirectory.BOB), StandardCharsets.UTF_8)
                .replace("directory.User.v1", "directory.Robot.v1")
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] event(DirectoryEvent entity) {
        UUID id = ExampleDirectory.idOf(entity);
        return json.write(CloudEvent.of(id, GATEWAY, id.toString(), Instant.EPOCH, entity));
    }

    private void write(String kafka, DirectoryEvent... entities) throws Exception {
        for (DirectoryEvent entity : entities) {
            send(kafka, ExampleDirectory.idOf(entity).toString(), event(entity));
        }
    }

    private void remove(String kafka, UUID id) throws Exception {
        send(kafka, id.toString(), null);
    }

    private void send(String kafka, String key, byte[] value) throws Exception {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", kafka,
                "key.serializer", ByteArraySerializer.class,
                "value.serializer", ByteArraySerializer.class);
        try (var producer = new KafkaProducer<byte[], byte[]>(settings)) {
            producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        }
    }
}
