package io.tapedeck.standalone.bench.convert;

import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.Topics;
import io.tapedeck.contracts.captures.CaptureEvent;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.captures.OrderedInterval;
import io.tapedeck.contracts.captures.SealReason;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Announces sealed captures as a capture node does; all of them lie in the same file. */
record Jobs(RawCall call, MediaFormat format, ChannelLayout layout, InstantSource clock) {

    private static final TenantId TENANT = new TenantId(new UUID(0, 1));

    /** Returns when Kafka has them all. */
    void publish(String kafka, int count) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                CaptureSealed capture = capture();
                String key = capture.sessionId().toString();
                // closing the producer waits for it; a job that did not arrive is missed at the end
                Future<?> _ = producer.send(new ProducerRecord<>(Topics.CAPTURES, key, event(key, capture)));
            }
        }
    }

    private static byte[] event(String key, CaptureSealed capture) {
        var event = CloudEvent.<CaptureEvent>of(
                UUID.randomUUID(), URI.create("/tapedeck/bench"), key, capture.sealedAt(), capture);
        return JsonMapper.shared()
                .writerFor(new TypeReference<CloudEvent<CaptureEvent>>() {})
                .writeValueAsBytes(event);
    }

    private CaptureSealed capture() {
        var order = new RecordingOrder(new RecordingId(UUID.randomUUID()), TENANT, null, format, layout, null);
        Instant from = call.startedAt();
        Instant to = from.plus(call.duration());
        return new CaptureSealed(
                new CaptureId(UUID.randomUUID()),
                new SessionId(UUID.randomUUID()),
                "bench",
                TENANT,
                "bench",
                Party.offnet("1001"),
                Party.offnet("1002"),
                from,
                to,
                clock.instant(),
                SealReason.CALL_ENDED,
                false,
                0,
                call.raw(),
                call.streams(),
                List.of(new OrderedInterval(order.recordingId(), from, to, false)),
                List.of(order));
    }
}
