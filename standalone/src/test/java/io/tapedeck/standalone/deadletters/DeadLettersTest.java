package io.tapedeck.standalone.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.Topics;
import io.tapedeck.standalone.deadletters.DeadLetters.DeadLetter;
import io.tapedeck.standalone.platform.TopicPlan;
import io.tapedeck.testkit.servers.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersTest {

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;

    @BeforeEach
    void startKafka() {
        kafka = EmbeddedKafka.start(folder);
        new TopicPlan(1, (short) 1).create(kafka.bootstrapServers());
    }

    @AfterEach
    void stopKafka() {
        kafka.close();
    }

    @Test
    void what_waits_is_listed_with_its_reason() {
        bury("one", "the cause");

        try (var letters = new DeadLetters(kafka.bootstrapServers())) {
            assertThat(letters.list())
                    .singleElement()
                    .extracting(DeadLetter::topic, DeadLetter::key, DeadLetter::reason)
                    .containsExactly(Topics.CAPTURES, "one", "the cause");
        }
    }

    @Test
    void what_was_sent_again_is_back_in_its_topic_and_off_the_list() {
        bury("one", "the cause");
        bury("two", "the cause");

        try (var letters = new DeadLetters(kafka.bootstrapServers())) {
            assertThat(letters.retryAll()).isEqualTo(2);
            assertThat(letters.list()).isEmpty();
            assertThat(letters.retryAll()).isZero();
        }
        assertThat(keysIn(Topics.CAPTURES)).containsExactly("one", "two");
    }

    private void bury(String key, String reason) {
        var settings = Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            var letter = new ProducerRecord<>(Topics.CAPTURES + Topics.DEAD_LETTER_SUFFIX, key, "payload of " + key);
            letter.headers().add(Topics.DEAD_LETTER_REASON_HEADER, reason.getBytes(StandardCharsets.UTF_8));
            producer.send(letter);
        }
    }

    private List<String> keysIn(String topic) {
        var partition = new TopicPartition(topic, 0);
        var settings = Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers());
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var keys = new java.util.ArrayList<String>();
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(found -> keys.add(found.key()));
            }
            return keys;
        }
    }
}
