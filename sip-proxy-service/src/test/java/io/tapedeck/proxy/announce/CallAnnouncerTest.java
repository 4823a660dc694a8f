package io.tapedeck.proxy.announce;

import static io.tapedeck.proxy.announce.ExampleCalls.ended;
import static io.tapedeck.proxy.announce.ExampleCalls.session;
import static io.tapedeck.proxy.announce.ExampleCalls.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.testkit.servers.EmbeddedKafka;
import io.tapedeck.testkit.servers.FreePort;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallAnnouncerTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final Duration MOMENT = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private final CallEventJson json = ExampleCalls.json(Clock.systemUTC());

    @Test
    void an_event_is_with_kafka_within_moments_and_its_segment_goes() throws Exception {
        var kafka = EmbeddedKafka.shared();
        String topic = "calls-moments";
        List<CallEvent> later = List.of(started(2), ended(2), started(3), ended(1), ended(3));

        try (var journal = journal(1);
                var announcer = announcer(kafka.bootstrapServers(), topic, journal)) {
            journal.publish("node:1", started(1));
            Eventually.holds(() -> announcer.backlog() == 0, SOON, "the first event acknowledged");
            var waits = new ArrayList<Duration>();
            for (CallEvent event : later) {
                waits.add(acknowledged(journal, announcer, event));
            }

            assertThat(Collections.min(waits))
                    .as("of %s, some on a busy machine", waits)
                    .isLessThan(MOMENT);
            assertThat(announcer.isConnected()).isTrue();
            Eventually.holds(() -> segments() == 1, SOON, "acknowledged segments removed");
        }

        List<ConsumerRecord<byte[], byte[]>> records = records(kafka.bootstrapServers(), topic, 6);
        assertThat(records.stream().map(this::event)).first().isEqualTo(started(1));
        assertThat(records.stream().skip(1).map(this::event)).containsExactlyElementsOf(later);
        assertThat(new String(records.getFirst().key(), StandardCharsets.UTF_8))
                .isEqualTo(session(1).toString());
    }

    private static Duration acknowledged(DiskJournal journal, CallAnnouncer announcer, CallEvent event) {
        long before = System.nanoTime();
        journal.publish("node:1", event);
        Eventually.holds(() -> announcer.backlog() == 0, SOON, "the event acknowledged");
        return Duration.ofNanos(System.nanoTime() - before);
    }

    @Test
    void nothing_is_lost_doubled_or_swapped_while_kafka_goes_and_comes() throws Exception {
        int port = FreePort.any();
        Path broker = folder.resolve("broker");
        String bootstrap = "127.0.0.1:" + port;
        var published = new ArrayList<CallEvent>();

        try (var journal = journal(4_000);
                var announcer = announcer(bootstrap, "calls", journal)) {
            publish(journal, published, 1, 50); // Kafka was never there
            assertThat(announcer.isConnected()).isFalse();

            EmbeddedKafka kafka = EmbeddedKafka.start(broker, port);
            Eventually.holds(() -> announcer.backlog() == 0, SOON, "the first events acknowledged");
            publish(journal, published, 51, 60);
            kafka.stop();
            publish(journal, published, 61, 1_200); // more than may be in flight
            assertThat(announcer.backlog()).isPositive();

            kafka = EmbeddedKafka.start(broker, port);
            Eventually.holds(() -> announcer.backlog() == 0, SOON, "all events acknowledged");
            assertThat(records(bootstrap, "calls", published.size()))
                    .extracting(this::event)
                    .containsExactlyElementsOf(published);
            kafka.close();
        }
    }

    @Test
    void a_restart_goes_on_where_the_last_run_ended() throws Exception {
        var kafka = EmbeddedKafka.shared();
        String topic = "calls-restart";
        try (var journal = journal(1_000_000);
                var announcer = announcer(kafka.bootstrapServers(), topic, journal)) {
            journal.publish("node:1", started(1));
            Eventually.holds(() -> announcer.backlog() == 0, SOON, "the event acknowledged");
        }
        try (var journal = journal(1_000_000)) {
            journal.publish("node:1", started(2)); // nobody announces
        }

        try (var journal = journal(1_000_000);
                var announcer = announcer(kafka.bootstrapServers(), topic, journal)) {
            journal.publish("node:1", started(3));
            Eventually.holds(() -> announcer.backlog() == 0, SOON, "all events acknowledged");
        }

        assertThat(records(kafka.bootstrapServers(), topic, 3))
                .extracting(this::event)
                .containsExactly(started(1), started(2), started(3));
    }

    @Test
    void a_position_beyond_a_journal_that_lost_its_tail_skips_nothing() throws Exception {
        var kafka = EmbeddedKafka.shared();
        Files.createDirectories(folder.resolve("journal"));
        Files.writeString(folder.resolve("acknowledged"), "1000\n");

        try (var journal = journal(1_000_000);
                var announcer = announcer(kafka.bootstrapServers(), "calls-tail", journal)) {
            journal.publish("node:1", started(1));
            Eventually.holds(() -> announcer.backlog() == 0, SOON, "the event acknowledged");
        }

        assertThat(records(kafka.bootstrapServers(), "calls-tail", 1)).hasSize(1);
    }

    private static void publish(DiskJournal journal, List<CallEvent> published, int from, int to) {
        for (int call = from; call <= to; call++) {
            CallEvent event = call % 2 == 1 ? started(call) : ended(call - 1);
            journal.publish("node:1", event);
            published.add(event);
        }
    }

    private DiskJournal journal(long segmentBytes) throws IOException {
        var settings = new JournalSettings(
                folder.resolve("journal"), segmentBytes, Duration.ofMillis(50), Duration.ofSeconds(5));
        return new DiskJournal(settings, json, Clock.systemUTC(), new SimpleMeterRegistry());
    }

    private CallAnnouncer announcer(String bootstrap, String topic, DiskJournal journal) throws IOException {
        return new CallAnnouncer(bootstrap, topic, journal, folder.resolve("acknowledged"), new SimpleMeterRegistry());
    }

    private CallEvent event(ConsumerRecord<byte[], byte[]> message) {
        return json.read(message.value()).data();
    }

    private int segments() {
        return folder.resolve("journal").toFile().list((_, name) -> name.endsWith(".journal")).length;
    }

    /** All records of the topic, at least so many, read in order. */
    private static List<ConsumerRecord<byte[], byte[]>> records(String bootstrap, String topic, int atLeast) {
        var settings = Map.<String, Object>of(
                "bootstrap.servers",
                bootstrap,
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class,
                "auto.offset.reset",
                "earliest");
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<byte[], byte[]>(settings)) {
            var partition = List.of(new TopicPartition(topic, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            long deadline = System.nanoTime() + SOON.toNanos();
            while (records.size() < atLeast && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            consumer.poll(Duration.ofMillis(300)).forEach(records::add); // nothing beyond
        }
        return records;
    }
}
