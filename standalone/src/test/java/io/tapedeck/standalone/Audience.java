package io.tapedeck.standalone;

import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.Topics;
import io.tapedeck.contracts.captures.CaptureEvent;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.OrderedInterval;
import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.contracts.captures.SealReason;
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
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Announces captures, and hears what becomes of their recordings. */
final class Audience implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<RecordingEvent> heard = new ArrayList<>();

    Audience(String kafka) {
        producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "group.id", "audience", "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(Topics.RECORDINGS));
    }

    void seal(RawFile raw, List<MediaStream> streams, RecordingOrder order) {
        Instant from = SpokenCapture.STARTED;
        Instant to = from.plus(SpokenCapture.DURATION);
        var capture = new CaptureSealed(
                new CaptureId(UUID.randomUUID()),
                new SessionId(UUID.randomUUID()),
                "node",
                order.tenantId(),
                "call",
                Party.offnet("1001"),
                Party.offnet("1002"),
                from,
                to,
                to,
                SealReason.CALL_ENDED,
                false,
                0,
                raw,
                streams,
                List.of(new OrderedInterval(order.recordingId(), from, to, false)),
                List.of(order));
        publish(capture);
    }

    private void publish(CaptureSealed capture) {
        String key = capture.sessionId().toString();
        var event = CloudEvent.<CaptureEvent>of(
                UUID.randomUUID(), URI.create("/tapedeck/test"), key, capture.sealedAt(), capture);
        byte[] json = JsonMapper.shared()
                .writerFor(new TypeReference<CloudEvent<CaptureEvent>>() {})
                .writeValueAsBytes(event);
        try {
            producer.send(new ProducerRecord<>(Topics.CAPTURES, key.getBytes(), json))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("not published", e);
        }
    }

    /** Waits for the word of that number about the recording, 1 for the first. */
    RecordingEvent word(int number, RecordingOrder order) {
        return Eventually.value(
                () -> {
                    listen();
                    List<RecordingEvent> words = heard.stream()
                            .filter(event -> event.recordingId().equals(order.recordingId()))
                            .toList();
                    return words.size() >= number ? words.get(number - 1) : null;
                },
                PATIENCE);
    }

    private void listen() {
        consumer.poll(Duration.ofMillis(50)).forEach(message -> {
            CloudEvent<RecordingEvent> event =
                    JsonMapper.shared().readValue(message.value(), new TypeReference<CloudEvent<RecordingEvent>>() {});
            if (event.data() != null) {
                heard.add(event.data());
            }
        });
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
        consumer.close();
    }
}
