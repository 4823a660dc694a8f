package io.tapedeck.standalone.bench.convert;

import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.Topics;
import io.tapedeck.contracts.recordings.RecordingEvent;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingReady;
import io.tapedeck.conversion.workspace.Checksum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What the platform hears of recordings: the last word about each, and how often it was said. */
final class Results implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<RecordingId, RecordingEvent> last = new HashMap<>();
    private int heard;

    Results(String kafka) {
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka,
                        "group.id",
                        "bench-" + UUID.randomUUID(),
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(java.util.List.of(Topics.RECORDINGS));
    }

    void listen() {
        consumer.poll(POLL).forEach(message -> {
            CloudEvent<RecordingEvent> event =
                    JsonMapper.shared().readValue(message.value(), new TypeReference<CloudEvent<RecordingEvent>>() {});
            RecordingEvent data = event.data();
            if (data != null) {
                heard++;
                last.put(data.recordingId(), data);
            }
        });
    }

    /** Begins anew. */
    void forget() {
        last.clear();
        heard = 0;
    }

    int recordings() {
        return last.size();
    }

    int ready() {
        return (int)
                last.values().stream().filter(RecordingReady.class::isInstance).count();
    }

    /** Words beyond the first about a recording: a worker died between telling and acknowledging. */
    int repeated() {
        return heard - last.size();
    }

    /** How many of the files are in the store just as they were announced. */
    int intact(Path store) throws IOException {
        int intact = 0;
        for (RecordingEvent event : last.values()) {
            if (event instanceof RecordingReady ready) {
                Path file = store.resolve(ready.media().key());
                boolean same = Files.isRegularFile(file)
                        && Checksum.of(file).sha256().equals(ready.media().sha256());
                intact += same ? 1 : 0;
            }
        }
        return intact;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
