package io.tapedeck.conversion.calls;

import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.Topics;
import io.tapedeck.contracts.captures.CaptureEvent;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.recordings.RecordingEvent;
import io.tapedeck.testkit.time.Eventually;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rest of the platform as the worker sees it: who announces captures, and who hears of recordings. */
public final class Platform implements AutoCloseable {

    public static final String DEAD_LETTERS = Topics.CAPTURES + Topics.DEAD_LETTER_SUFFIX;

    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final String kafka;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConsumerRecord<String, byte[]>> heard = new ArrayList<>();

    public Platform(String kafka) {
        this.kafka = kafka;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "linger.ms", 0), new StringSerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka,
                        "group.id",
                        "platform-" + UUID.randomUUID(),
                        "auto.offset.reset",
                        "earliest",
                        "metadata.max.age.ms",
                        500,
                        "allow.auto.create.topics",
                        false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(Topics.RECORDINGS, DEAD_LETTERS));
    }

    public void seal(CaptureSealed capture) {
        publish(capture);
    }

    public void publish(CaptureEvent event) {
        String key = event.sessionId().toString();
        var envelope =
                CloudEvent.<CaptureEvent>of(UUID.randomUUID(), URI.create("/tapedeck/test"), key, Instant.EPOCH, event);
        publish(
                key,
                JsonMapper.shared()
                        .writerFor(new TypeReference<CloudEvent<CaptureEvent>>() {})
                        .writeValueAsBytes(envelope));
    }

    /** Returns when Kafka has it. */
    public void publish(String key, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(Topics.CAPTURES, key, value)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("not published", e);
        }
    }

    /** Has Kafka turn down whatever the worker says of recordings, or take it again. */
    public void refuseResults(boolean refuse) throws InterruptedException, ExecutionException {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.RECORDINGS);
        var limit = new AlterConfigOp(
                new ConfigEntry("max.message.bytes", "100"),
                refuse ? AlterConfigOp.OpType.SET : AlterConfigOp.OpType.DELETE);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.incrementalAlterConfigs(Map.of(topic, List.of(limit))).all().get();
        }
        Eventually.holds(() -> isRefused(new byte[200]) == refuse, PATIENCE, "the broker has heard of it");
    }

    /** The controller has long agreed when the broker still does as before. The record is of no session. */
    private boolean isRefused(byte[] value) {
        try {
            producer.send(new ProducerRecord<>(Topics.RECORDINGS, "nobody", value))
                    .get();
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException) {
                return true;
            }
            throw new AssertionError("not published", e);
        } catch (InterruptedException e) {
            throw new AssertionError("not published", e);
        }
    }

    /** What the topic is set to, by itself or by the broker. */
    public String setting(String topic, String name) throws InterruptedException, ExecutionException {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            return admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get(name)
                    .value();
        }
    }

    /** How many jobs nobody has acknowledged: those that wait, and those that somebody has. */
    public long unacknowledged() {
        var partition = new TopicPartition(Topics.CAPTURES, 0);
        var asked = new ListShareGroupOffsetsSpec().topicPartitions(List.of(partition));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            return admin.listShareGroupOffsets(Map.of("tapedeck-conversion", asked))
                    .partitionsToOffsetInfo("tapedeck-conversion")
                    .get()
                    .get(partition)
                    .lag()
                    .orElseThrow();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("the share group does not tell how far it is", e);
        }
    }

    /** Waits for so many results of that session. */
    public List<RecordingEvent> results(CaptureEvent capture, int count) {
        return Eventually.value(
                () -> {
                    listen();
                    List<RecordingEvent> results = resultsSoFar(capture);
                    return results.size() >= count ? results : null;
                },
                PATIENCE);
    }

    public List<RecordingEvent> resultsSoFar(CaptureEvent capture) {
        return heard.stream()
                .filter(message -> message.topic().equals(Topics.RECORDINGS))
                .filter(message -> message.key().equals(capture.sessionId().toString()))
                .map(Platform::eventOf)
                .toList();
    }

    /** Waits for a dead letter of that key and gives its reason. */
    public String deadLetterReason(String key) {
        return Eventually.value(() -> reasonSoFar(key), PATIENCE);
    }

    private @Nullable String reasonSoFar(String key) {
        listen();
        return heard.stream()
                .filter(message ->
                        message.topic().equals(DEAD_LETTERS) && message.key().equals(key))
                .map(message -> new String(message.headers()
                        .lastHeader(Topics.DEAD_LETTER_REASON_HEADER)
                        .value()))
                .findFirst()
                .orElse(null);
    }

    private void listen() {
        consumer.poll(Duration.ofMillis(50)).forEach(heard::add);
    }

    private static RecordingEvent eventOf(ConsumerRecord<String, byte[]> message) {
        CloudEvent<RecordingEvent> envelope =
                JsonMapper.shared().readValue(message.value(), new TypeReference<CloudEvent<RecordingEvent>>() {});
        if (envelope.data() == null) {
            throw new AssertionError("an event without data");
        }
        return envelope.data();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
