package io.tapedeck.capture.announce;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.RelayedPhones;
import io.tapedeck.capture.TestNode;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.Responsible;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.Topics;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.contracts.recordings.RecordingEvent;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingDiscarded;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingFailed;
import io.tapedeck.testkit.servers.EmbeddedKafka;
import io.tapedeck.testkit.time.Eventually;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real broker tells the node which recordings are made. */
class ConversionFollowerTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path spool;

    @TempDir
    Path broker;

    @Test
    void when_space_runs_short_captures_go_whose_recordings_are_made_and_no_others() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(broker);
                var node = TestNode.start(
                        spool,
                        "--tapedeck.kafka=" + kafka.bootstrapServers(),
                        "--tapedeck.capture.default-tenant=" + UUID.randomUUID(),
                        "--tapedeck.capture.disk.warn=1000000TB",
                        "--tapedeck.capture.disk.release=1000000TB",
                        "--tapedeck.capture.disk.refuse=0",
                        "--tapedeck.capture.disk.grace=0s")) {
            String made = recorded(node, "made");
            String failed = recorded(node, "failed");
            JsonNode order = TestNode.manifest(spool, made, "announced").at("/capture/orders/0/recordingId");
            JsonNode other = TestNode.manifest(spool, failed, "announced").at("/capture/orders/0/recordingId");

            tell(kafka, "not an event", failedEvent(failed, other), notWanted(made, order));

            Eventually.holds(
                    () -> Files.notExists(spool.resolve(made)), Duration.ofSeconds(90), "the capture is released");
            assertThat(spool.resolve(failed).resolve("media.pcapng")).exists();
            assertThat(spool.resolve(failed).resolve("converted")).doesNotExist();
        }
    }

    private static String recorded(TestNode node, String callId) {
        try (var call = new RelayedPhones(node, callId)) {
            return RelayedPhones.captureOf(call.talk().hangUp());
        }
    }

    private static String notWanted(String capture, JsonNode recording) {
        return written(new RecordingDiscarded(
                RecordingId.of(recording.stringValue()),
                new SessionId(UUID.randomUUID()),
                CaptureId.of(capture),
                "too short",
                Instant.EPOCH));
    }

    private static String failedEvent(String capture, JsonNode recording) {
        return written(new RecordingFailed(
                RecordingId.of(recording.stringValue()),
                new SessionId(UUID.randomUUID()),
                CaptureId.of(capture),
                null,
                null,
                FailureCode.INTERNAL,
                "no",
                Responsible.US,
                Instant.EPOCH));
    }

    private static String written(RecordingEvent event) {
        return JSON.writerFor(new TypeReference<CloudEvent<RecordingEvent>>() {})
                .writeValueAsString(CloudEvent.of(
                        UUID.randomUUID(), URI.create("/tapedeck/test"), "session", Instant.EPOCH, event));
    }

    private static void tell(EmbeddedKafka kafka, String... events) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (String event : List.of(events)) {
                producer.send(new ProducerRecord<>(Topics.RECORDINGS, "session", event))
                        .get();
            }
        }
    }
}
