package io.tapedeck.standalone.bench.policy;

import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.Topics;
import io.tapedeck.contracts.directory.DirectoryEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Makes the directory of a platform large, past the gateway: the proxies then hold as much as in a large installation. */
public final class DirectoryTopicFiller {

    private static final URI SOURCE = URI.create("/tapedeck/bench/policy");

    private final ObjectWriter json =
            JsonMapper.builder().build().writerFor(new TypeReference<CloudEvent<DirectoryEvent>>() {});

    /** Returns when Kafka has them all; how many entities these are. */
    public int fill(String kafka, int users) {
        var large = new LargeDirectory(users);
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka, "acks", "all", "linger.ms", 20, "batch.size", 1 << 18);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            large.entities().forEach(entity -> send(producer, entity));
            producer.flush();
        }
        return large.entities().size();
    }

    private void send(KafkaProducer<byte[], byte[]> producer, DirectoryEvent entity) {
        String id = idOf(entity).toString();
        var event =
                CloudEvent.of(UUID.randomUUID(), SOURCE, id, Clock.systemUTC().instant(), entity);
        var _ = producer.send(new ProducerRecord<>(
                Topics.DIRECTORY, id.getBytes(StandardCharsets.US_ASCII), json.writeValueAsBytes(event)));
    }

    private static UUID idOf(DirectoryEvent entity) {
        return switch (entity) {
            case DirectoryEvent.Tenant tenant -> tenant.id().value();
            case DirectoryEvent.User user -> user.id().value();
            case DirectoryEvent.Device device -> device.id().value();
            case DirectoryEvent.Trunk trunk -> trunk.id().value();
            case DirectoryEvent.Team team -> team.id().value();
            case DirectoryEvent.Rules rules -> rules.id();
            case DirectoryEvent.Announcement announcement -> announcement.id().value();
            case DirectoryEvent.CallForwarding forwarding -> forwarding.id();
        };
    }
}
