package io.tapedeck.capture.announce;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.NgClient;
import io.tapedeck.capture.RtpPhone;
import io.tapedeck.capture.TestNode;
import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.Topics;
import io.tapedeck.contracts.captures.CaptureEvent;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureStarted;
import io.tapedeck.contracts.captures.SealReason;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.testkit.servers.EmbeddedKafka;
import io.tapedeck.testkit.time.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class CaptureAnnouncerTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path spool;

    @TempDir
    Path broker;

    @Test
    void captures_are_told_once_and_in_order_whenever_kafka_is_there() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(broker);
        int port = kafka.port();
        try (var node = TestNode.start(spool, "--tapedeck.kafka=" + kafka.bootstrapServers());
                var ng = new NgClient(node.ng())) {
            String first = recordedCall(ng, "first");
            TestNode.manifest(spool, first, "announced");

            kafka.stop();
            String second = recordedCall(ng, "second");
            node.sealedManifest(second);
            String third = recordedCall(ng, "third");
            node.sealedManifest(third);

            kafka = EmbeddedKafka.start(broker, port);
            TestNode.manifest(spool, third, "announced");
            List<CaptureEvent> events = events(kafka);
            assertThat(sealedIn(events)).containsExactly(first, second, third);
            assertThat(events).filteredOn(CaptureStarted.class::isInstance).hasSize(3);
        } finally {
            kafka.stop();
        }
    }

    @Test
    void what_was_sealed_without_kafka_is_told_after_the_next_start() throws Exception {
        String capture;
        try (var node = TestNode.start(spool);
                var ng = new NgClient(node.ng())) {
            capture = recordedCall(ng, "lonely");
            node.sealedManifest(capture);
        }

        try (EmbeddedKafka kafka = EmbeddedKafka.start(broker);
                var node = TestNode.start(spool, "--tapedeck.kafka=" + kafka.bootstrapServers())) {
            TestNode.manifest(spool, capture, "announced");
            CaptureSealed sealed = events(kafka).stream()
                    .filter(CaptureSealed.class::isInstance)
                    .map(CaptureSealed.class::cast)
                    .findFirst()
                    .orElseThrow();

            assertThat(sealed.captureId()).hasToString(capture);
            assertThat(sealed.reason()).isEqualTo(SealReason.CALL_ENDED);
            assertThat(sealed.orders()).hasSize(1);
            assertThat(sealed.intervals()).hasSize(1);
            assertThat(sealed.streams()).hasSize(4);
            Path file = Path.of(sealed.raw().location());
            assertThat(file).isEqualTo(node.media(capture).toAbsolutePath());
            assertThat(sealed.raw().bytes()).isEqualTo(file.toFile().length());
            assertThat(sealed.raw().sha256()).isEqualTo(sha256(file));
        }
    }

    @Test
    void a_capture_that_is_too_large_to_be_told_holds_nobody_up() throws Exception {
        List<String> captures = new ArrayList<>();
        try (var node = TestNode.start(spool);
                var ng = new NgClient(node.ng())) {
            for (String call : List.of("too large", "good")) {
                captures.add(recordedCall(ng, call));
                node.sealedManifest(captures.getLast());
            }
        }
        rewrite(captures.get(0), capture -> {
            ArrayNode intervals = (ArrayNode) capture.get("intervals");
            for (int i = 0; i < 10_000; i++) {
                intervals.add(intervals.get(0));
            }
        });

        try (EmbeddedKafka kafka = EmbeddedKafka.start(broker);
                var node = TestNode.start(spool, "--tapedeck.kafka=" + kafka.bootstrapServers())) {
            TestNode.manifest(spool, captures.get(1), "announced");

            assertThat(sealedIn(events(kafka))).containsExactly(captures.get(1));
            assertThat(node.bean(CaptureAnnouncer.class).refused()).isOne();
        }
    }

    @Test
    void a_manifest_that_cannot_be_read_just_now_is_told_when_it_can() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(broker);
                var node = TestNode.start(spool, "--tapedeck.kafka=" + kafka.bootstrapServers());
                var ng = new NgClient(node.ng())) {
            String unreadable = recordedCall(ng, "unreadable");
            TestNode.manifest(spool, unreadable, "announced");
            Path manifest = spool.resolve(unreadable).resolve("manifest.json");
            byte[] sealed = Files.readString(manifest)
                    .replace("\"announced\"", "\"sealed\"")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            Files.write(manifest, new byte[] {'{'});
            var announcer = node.bean(CaptureAnnouncer.class);

            announcer.sealed(io.tapedeck.contracts.CaptureId.of(unreadable));
            String next = recordedCall(ng, "next");
            TestNode.manifest(spool, next, "announced");
            // asked again every second, and in no queue while that is done
            Eventually.holds(() -> announcer.backlog() == 1, Duration.ofSeconds(20), "it waits");
            Files.write(manifest, sealed);

            TestNode.manifest(spool, unreadable, "announced");
        }
    }

    private void rewrite(String capture, Consumer<ObjectNode> change) throws Exception {
        Path file = spool.resolve(capture).resolve("manifest.json");
        ObjectNode manifest = (ObjectNode) JSON.readTree(Files.readAllBytes(file));
        change.accept((ObjectNode) manifest.get("capture"));
        Files.write(file, JSON.writeValueAsBytes(manifest));
    }

    private static String sha256(Path file) throws Exception {
        byte[] bytes = java.nio.file.Files.readAllBytes(file);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static String recordedCall(NgClient ng, String callId) {
        try (var alice = new RtpPhone(1);
                var bob = new RtpPhone(2)) {
            ng.ok(
                    "offer",
                    "call-id",
                    callId,
                    "from-tag",
                    "f",
                    "sdp",
                    alice.sdp(),
                    "record call",
                    "yes",
                    "metadata",
                    "from:1|to:2|tenant:" + UUID.randomUUID());
            NgDictionary answer = ng.ok("answer", "call-id", callId, "from-tag", "f", "to-tag", "t", "sdp", bob.sdp());
            byte[] packet = alice.send(NgClient.audioPort(answer));
            assertThat(bob.receive()).contains(packet);
        }
        return ng.ok("delete", "call-id", callId)
                .dictionary("tapedeck")
                .orElseThrow()
                .text("capture")
                .orElseThrow();
    }

    private static List<String> sealedIn(List<CaptureEvent> events) {
        return events.stream()
                .filter(CaptureSealed.class::isInstance)
                .map(event -> event.captureId().toString())
                .toList();
    }

    /** Everything on the topic so far. */
    private static List<CaptureEvent> events(EmbeddedKafka kafka) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        List<CaptureEvent> events = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition(Topics.CAPTURES, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    CaptureEvent event = event(record.value());
                    assertThat(record.key()).isEqualTo(event.sessionId().toString());
                    events.add(event);
                });
            }
        }
        return events;
    }

    private static CaptureEvent event(String text) {
        return java.util.Objects.requireNonNull(JSON.readValue(text, new TypeReference<CloudEvent<CaptureEvent>>() {})
                .data());
    }
}
