package io.tapedeck.cdr;

import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.Topics;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.captures.CaptureEvent;
import io.tapedeck.contracts.cdrs.CdrEvent;
import io.tapedeck.contracts.recordings.RecordingEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The other services, as far as Kafka shows them. */
final class Wire implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final URI ELSEWHERE = URI.create("/tapedeck/test");

    private final String servers;
    private final KafkaProducer<String, byte[]> producer;

    Wire(String servers) {
        this.servers = servers;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "linger.ms", 0, "max.block.ms", 30_000),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    void say(CallEvent event) {
        say(Topics.CALLS, event.call().sessionId().toString(), event, new TypeReference<CloudEvent<CallEvent>>() {});
    }

    void say(CaptureEvent event) {
        say(Topics.CAPTURES, event.sessionId().toString(), event, new TypeReference<CloudEvent<CaptureEvent>>() {});
    }

    void say(RecordingEvent event) {
        say(Topics.RECORDINGS, event.sessionId().toString(), event, new TypeReference<CloudEvent<RecordingEvent>>() {});
    }

    private <E> void say(String topic, String key, E event, TypeReference<CloudEvent<E>> type) {
        var envelope = CloudEvent.of(UUID.randomUUID(), ELSEWHERE, key, Instant.EPOCH, event);
        say(topic, key, JSON.writerFor(type).writeValueAsBytes(envelope));
    }

    void say(String topic, String key, byte[] body) {
        producer.send(new ProducerRecord<>(topic, key, body));
        producer.flush();
    }

    /** Reads a topic from its beginning until so many records that fit have come. */
    List<ConsumerRecord<String, byte[]>> hear(
            String topic, int count, Duration within, Predicate<ConsumerRecord<String, byte[]>> wanted) {
        var heard = new ArrayList<ConsumerRecord<String, byte[]>>();
        long deadline = System.nanoTime() + within.toNanos();
        try (var consumer = consumer()) {
            consumer.subscribe(List.of(topic));
            while (heard.size() < count && System.nanoTime() - deadline < 0) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (wanted.test(record)) {
                        heard.add(record);
                    }
                });
            }
        }
        return heard;
    }

    /** What the service has told of a session, in order. */
    List<CdrEvent> cdrs(SampleCall call, int count) {
        return hear(
                        Topics.CDRS,
                        count,
                        Duration.ofSeconds(60),
                        record -> call.session().toString().equals(record.key()))
                .stream()
                .map(record -> cdr(record.value()))
                .toList();
    }

    static CdrEvent cdr(byte[] body) {
        CloudEvent<CdrEvent> envelope =
                JSON.readValue(new String(body, StandardCharsets.UTF_8), new TypeReference<CloudEvent<CdrEvent>>() {});
        return java.util.Objects.requireNonNull(envelope.data());
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "group.id",
                        "test-" + UUID.randomUUID(),
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        "false"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
