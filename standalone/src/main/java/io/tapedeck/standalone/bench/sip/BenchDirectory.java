package io.tapedeck.standalone.bench.sip;

import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.Topics;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.contracts.directory.DirectoryEvent.Device;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.contracts.directory.RecordingSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** A tenant that records every call, with two users who have a phone each, as the gateway would announce them. */
final class BenchDirectory {

    private static final String DOMAIN = "bench.example";
    private static final String REALM = "tapedeck";
    static final SipAccount CALLER = new SipAccount("201", DOMAIN, "201." + DOMAIN, "secret-of-the-caller");
    static final SipAccount CALLEE = new SipAccount("202", DOMAIN, "202." + DOMAIN, "secret-of-the-callee");

    private static final URI SOURCE = URI.create("/tapedeck/bench/1");

    private final ObjectWriter json =
            JsonMapper.builder().build().writerFor(new TypeReference<CloudEvent<DirectoryEvent>>() {});

    /** Returns when Kafka has it all. */
    void announce(String kafka) {
        var tenant = new Tenant(new TenantId(UUID.randomUUID()), "Bench", DOMAIN, true, RecordingSettings.DEFAULT);
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka, "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            send(producer, tenant.id().value(), tenant);
            for (SipAccount account : List.of(CALLER, CALLEE)) {
                var user = new User(
                        new UserId(UUID.randomUUID()), tenant.id(), account.extension(), "Phone", List.of(), true);
                send(producer, user.id().value(), user);
                Device device = device(user, account);
                send(producer, device.id().value(), device);
            }
            producer.flush();
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer, UUID id, DirectoryEvent entity) {
        var event = CloudEvent.of(
                UUID.randomUUID(), SOURCE, id.toString(), Clock.systemUTC().instant(), entity);
        byte[] key = id.toString().getBytes(StandardCharsets.US_ASCII);
        var _ = producer.send(new ProducerRecord<>(Topics.DIRECTORY, key, json.writeValueAsBytes(event)));
    }

    private static Device device(User user, SipAccount account) {
        String secret = account.username() + ":" + REALM + ":" + account.password();
        return new Device(
                new DeviceId(UUID.randomUUID()),
                user.tenantId(),
                user.id(),
                "sipp",
                account.username(),
                hash("MD5", secret),
                hash("SHA-256", secret),
                true);
    }

    private static String hash(String algorithm, String text) {
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
