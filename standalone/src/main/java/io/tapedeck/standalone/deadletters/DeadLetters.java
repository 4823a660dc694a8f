package io.tapedeck.standalone.deadletters;

import io.tapedeck.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The dead-letter topics of the platform. A record stays listed until it was sent again; then it is deleted from the
 * dead-letter topic.
 */
public final class DeadLetters implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final List<String> TOPICS =
            List.of(Topics.CALLS, Topics.CAPTURES, Topics.RECORDINGS, Topics.CDRS, Topics.DELIVERIES);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String bootstrapServers;

    public DeadLetters(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "enable.auto.commit", "false",
                        "auto.offset.reset", "earliest",
                        "allow.auto.create.topics", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /**
     * A record that waits for somebody.
     *
     * @param topic where it was to be processed, and where a retry sends it
     * @param reason a sentence from whoever gave up on it
     */
    public record DeadLetter(String topic, String key, Instant since, String reason) {}

    /** All that wait, topic by topic, oldest first. */
    public List<DeadLetter> list() {
        return TOPICS.stream()
                .flatMap(topic -> waiting(topic).stream().map(letter -> describe(topic, letter)))
                .toList();
    }

    /**
     * Sends everything that waits to its topic again.
     *
     * @return how many were sent; each is off the list once Kafka has confirmed it
     */
    public int retryAll() {
        int sent = 0;
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
                var producer = new KafkaProducer<>(
                        Map.<String, Object>of("bootstrap.servers", bootstrapServers, "acks", "all"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (String topic : TOPICS) {
                for (var letter : waiting(topic)) {
                    confirm(producer.send(new ProducerRecord<>(topic, letter.key(), letter.value())));
                    var upToHere = RecordsToDelete.beforeOffset(letter.offset() + 1);
                    confirm(admin.deleteRecords(
                                    Map.of(new TopicPartition(letter.topic(), letter.partition()), upToHere))
                            .all());
                    sent++;
                }
            }
        }
        return sent;
    }

    private static void confirm(Future<?> order) {
        try {
            order.get();
        } catch (ExecutionException e) {
            throw new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(e);
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> waiting(String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic + Topics.DEAD_LETTER_SUFFIX).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return readToEnd(consumer.endOffsets(partitions));
    }

    private List<ConsumerRecord<byte[], byte[]>> readToEnd(Map<TopicPartition, Long> ends) {
        var letters = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(letters::add);
        }
        return letters;
    }

    private static DeadLetter describe(String topic, ConsumerRecord<byte[], byte[]> letter) {
        Header reason = letter.headers().lastHeader(Topics.DEAD_LETTER_REASON_HEADER);
        return new DeadLetter(
                topic,
                text(letter.key()),
                Instant.ofEpochMilli(letter.timestamp()),
                reason == null ? "no reason was given" : text(reason.value()));
    }

    private static String text(byte @org.jspecify.annotations.Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
