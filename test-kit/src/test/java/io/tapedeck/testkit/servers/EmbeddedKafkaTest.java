package io.tapedeck.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.testkit.leaks.LeakCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class EmbeddedKafkaTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    @Test
    void records_survive_a_restart_on_the_same_port() throws Exception {
        int port;
        try (var kafka = EmbeddedKafka.start(dir)) {
            port = kafka.port();
            produce(kafka, "calls", "one", "two");
        }

        try (var kafka = EmbeddedKafka.start(dir, port)) {
            produce(kafka, "calls", "three");

            assertThat(kafka.port()).isEqualTo(port);
            assertThat(consume(kafka, "calls", 3)).containsExactly("one", "two", "three");
        }
    }

    @Test
    void a_share_group_gets_what_was_published_before_it_came() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.shared();
        kafka.shareGroupReadsFromStart("workers");
        produce(kafka, "captures", "job-1", "job-2", "job-3");

        List<String> jobs = share(kafka, "captures", "workers", 3);

        assertThat(jobs).containsExactlyInAnyOrder("job-1", "job-2", "job-3");
    }

    private static void produce(EmbeddedKafka kafka, String topic, String... values) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, value, value)).get(60, TimeUnit.SECONDS);
            }
        }
    }

    private static List<String> consume(EmbeddedKafka kafka, String topic, int count) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "group.id", "reader",
                "group.protocol", "consumer",
                "auto.offset.reset", "earliest");
        var values = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }

    private static List<String> share(EmbeddedKafka kafka, String topic, String group, int count) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers(), "group.id", group);
        var values = new ArrayList<String>();
        try (var consumer = new KafkaShareConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
