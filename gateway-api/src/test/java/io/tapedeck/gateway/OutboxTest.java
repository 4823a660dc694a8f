package io.tapedeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.Topics;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.contracts.directory.DirectoryEvent.Device;
import io.tapedeck.contracts.directory.DirectoryEvent.Rules;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.protocol.digest.DigestAlgorithm;
import io.tapedeck.testkit.servers.EmbeddedKafka;
import io.tapedeck.testkit.servers.FreePort;
import io.tapedeck.testkit.time.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class OutboxTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final TestGateway gateway = TestGateway.shared();
    private final Api admin = gateway.admin();

    @Test
    void every_change_is_told_in_order_and_deletion_takes_everything_along() {
        String tenant = gateway.newTenant();
        String user = gateway.newUser(tenant);
        String device = gateway.newDevice(user);
        String trunk = gateway.newTrunk(tenant);
        admin.put("/api/v1/users/" + user, "{'extension':'changed'}");
        admin.put("/api/v1/users/" + user + "/recording-settings", "{'redirected':true}");

        admin.delete("/api/v1/tenants/" + tenant);

        try (var reader = new Reader(EmbeddedKafka.shared().bootstrapServers())) {
            reader.awaitTombstone(tenant);
            assertThat(reader.of(user)).hasSize(3).last().isNull();
            assertThat(reader.of(user).get(1))
                    .isInstanceOfSatisfying(
                            User.class,
                            changed -> assertThat(changed.extension()).isEqualTo("changed"));
            assertThat(reader.of(device)).hasSize(2).last().isNull();
            assertThat(reader.of(trunk)).hasSize(2).last().isNull();
            assertThat(reader.of(tenant).getFirst()).isInstanceOf(Tenant.class);
            assertThat(reader.rulesOf(user)).hasSize(2).last().isNull();
        }
    }

    @Test
    void a_device_is_told_with_digest_values_for_the_realm() {
        String user = gateway.newUser(gateway.newTenant());
        String device = admin.post(
                        "/api/v1/users/" + user + "/devices",
                        "{'name':'desk','username':'digest-me','password':'topsecret'}")
                .string("id");

        try (var reader = new Reader(EmbeddedKafka.shared().bootstrapServers())) {
            reader.await(device, 1);
            var told = (Device) Objects.requireNonNull(reader.of(device).getFirst());
            assertThat(told.ha1Md5()).isEqualTo(DigestAlgorithm.MD5.ha1("digest-me", "tapedeck", "topsecret"));
            assertThat(told.ha1Sha256()).isEqualTo(DigestAlgorithm.SHA_256.ha1("digest-me", "tapedeck", "topsecret"));
        }
    }

    @Test
    void the_topic_is_compacted() throws Exception {
        gateway.newTenant();
        Eventually.holds(this::everythingIsTold, SOON, "an empty outbox");

        try (Admin kafka =
                Admin.create(Map.of("bootstrap.servers", EmbeddedKafka.shared().bootstrapServers()))) {
            var topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.DIRECTORY);
            var config = Objects.requireNonNull(
                    kafka.describeConfigs(List.of(topic)).all().get().get(topic));
            assertThat(config.get("cleanup.policy").value()).isEqualTo("compact");
        }
    }

    @Test
    void the_whole_directory_can_be_told_again() {
        String tenant = gateway.newTenant();
        Eventually.holds(this::everythingIsTold, SOON, "an empty outbox");

        int status = admin.post("/api/v1/directory/republish", "").status();

        assertThat(status).isEqualTo(202);
        try (var reader = new Reader(EmbeddedKafka.shared().bootstrapServers())) {
            reader.await(tenant, 2);
            assertThat(reader.of(tenant)).allSatisfy(event -> assertThat(event).isInstanceOf(Tenant.class));
        }
    }

    private boolean everythingIsTold() {
        return admin.get("/api/v1/directory").json().get("pending").intValue() == 0;
    }

    @Test
    void changes_while_kafka_is_away_are_told_when_it_comes_and_a_lost_topic_is_filled_again(
            @TempDir Path directory, @TempDir Path first, @TempDir Path second) {
        int port = FreePort.any();
        try (var patient = TestGateway.startWithKafka(
                directory, "127.0.0.1:" + port, "--tapedeck.gateway.directory.delivery-timeout=3s")) {
            String tenant = patient.newTenant();
            String user = patient.newUser(tenant);
            assertThat(patient.admin()
                            .get("/api/v1/directory")
                            .json()
                            .get("pending")
                            .intValue())
                    .isEqualTo(2);

            try (var kafka = EmbeddedKafka.start(first, port);
                    var reader = new Reader(kafka.bootstrapServers())) {
                reader.await(user, 1);
                assertThat(reader.of(tenant)).isNotEmpty();
            }
            String late = patient.newTenant();

            try (var kafka = EmbeddedKafka.start(second, port);
                    var reader = new Reader(kafka.bootstrapServers())) {
                reader.await(late, 1);
                reader.await(user, 1);
                assertThat(reader.of(tenant)).isNotEmpty();
            }
        }
    }

    /** Reads the topic from its beginning. */
    private static final class Reader implements AutoCloseable {

        private static final JsonMapper JSON = JsonMapper.builder().build();

        private final KafkaConsumer<String, String> consumer;
        private final List<ConsumerRecord<String, String>> records = new ArrayList<>();

        Reader(String kafka) {
            consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", kafka, "auto.offset.reset", "earliest"),
                    new StringDeserializer(),
                    new StringDeserializer());
            consumer.assign(List.of(new TopicPartition(Topics.DIRECTORY, 0)));
        }

        /** Everything that was told of an entity; null where it was removed. */
        List<@Nullable DirectoryEvent> of(String key) {
            var events = new ArrayList<@Nullable DirectoryEvent>();
            records.stream().filter(told -> told.key().equals(key)).forEach(told -> events.add(event(told.value())));
            return events;
        }

        /** Everything that was told of the rules that are for an entity. */
        List<@Nullable DirectoryEvent> rulesOf(String scope) {
            return records.stream()
                    .filter(told -> event(told.value()) instanceof Rules rules
                            && Objects.toString(rules.scope()).equals(scope))
                    .findFirst()
                    .map(told -> of(told.key()))
                    .orElse(List.of());
        }

        private static @Nullable DirectoryEvent event(@Nullable String text) {
            return text == null
                    ? null
                    : JSON.readValue(text, new TypeReference<CloudEvent<DirectoryEvent>>() {})
                            .data();
        }

        void await(String key, int atLeast) {
            Eventually.holds(() -> read().of(key).size() >= atLeast, SOON, atLeast + " records of " + key);
        }

        void awaitTombstone(String key) {
            Eventually.holds(() -> read().of(key).contains(null), SOON, "the end of " + key);
        }

        private Reader read() {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            return this;
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
