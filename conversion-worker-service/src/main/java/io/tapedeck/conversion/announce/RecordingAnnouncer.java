package io.tapedeck.conversion.announce;

import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.Topics;
import io.tapedeck.contracts.recordings.RecordingEvent;
import io.tapedeck.conversion.worker.Announcements;
import io.tapedeck.protocol.uuid.TimeOrderedUuid;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Publishes results to {@code tapedeck.recordings}. Any thread. */
@Component
class RecordingAnnouncer implements Announcements {

    private static final URI SOURCE = URI.create("/tapedeck/conversion-worker-service");

    private final KafkaOutput output;
    private final InstantSource clock;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final ObjectWriter json = JsonMapper.shared().writerFor(new TypeReference<CloudEvent<RecordingEvent>>() {});

    RecordingAnnouncer(KafkaOutput output, InstantSource clock) {
        this.output = output;
        this.clock = clock;
    }

    @Override
    public void announce(List<RecordingEvent> events) {
        output.deliver(events.stream().map(this::message).toList());
    }

    private ProducerRecord<String, byte[]> message(RecordingEvent event) {
        String key = event.sessionId().toString();
        return new ProducerRecord<>(Topics.RECORDINGS, key, json.writeValueAsBytes(envelope(event)));
    }

    @Override
    public void connect() {
        output.connect(Topics.RECORDINGS);
    }

    private CloudEvent<RecordingEvent> envelope(RecordingEvent event) {
        Instant now = clock.instant();
        return CloudEvent.of(
                TimeOrderedUuid.of(now.toEpochMilli(), random),
                SOURCE,
                event.sessionId().toString(),
                now,
                event);
    }
}
