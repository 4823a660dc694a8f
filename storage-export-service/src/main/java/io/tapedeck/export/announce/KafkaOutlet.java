package io.tapedeck.export.announce;

import io.tapedeck.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.stereotype.Component;

/**
 * Puts records into Kafka and returns when Kafka has acknowledged them. The producer is made at the first use, so that a
 * broker whose name does not resolve yet keeps nobody from starting. Safe for use by several threads.
 */
@Component
public final class KafkaOutlet implements AutoCloseable {

    /** Kafka has not acknowledged; the operator must act. The same records may be sent again. */
    public static final class Unacknowledged extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unacknowledged(Throwable cause) {
            super("Kafka did not acknowledge: " + cause.getMessage(), cause);
        }
    }

    private final KafkaConnectionDetails kafka;
    private final AnnounceSettings settings;
    private @Nullable Producer<byte[], byte[]> producer;
    private boolean closed;

    KafkaOutlet(KafkaConnectionDetails kafka, AnnounceSettings settings) {
        this.kafka = kafka;
        this.settings = settings;
    }

    /**
     * @throws Unacknowledged when at least one record may be missing
     */
    void send(List<ProducerRecord<byte[], byte[]>> records) {
        try {
            Producer<byte[], byte[]> out = producer();
            List<Future<RecordMetadata>> pending =
                    records.stream().map(out::send).toList();
            for (Future<RecordMetadata> acknowledgement : pending) {
                acknowledgement.get();
            }
        } catch (ExecutionException | KafkaException failure) {
            throw new Unacknowledged(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Unacknowledged(stop);
        }
    }

    /**
     * Puts a record aside that cannot be processed.
     *
     * @param topic where it came from
     * @param reason one sentence for people
     * @throws Unacknowledged when it is not there yet
     */
    public void bury(String topic, byte @Nullable [] key, byte[] value, String reason) {
        var letter = new ProducerRecord<>(topic + Topics.DEAD_LETTER_SUFFIX, key, value);
        letter.headers().add(Topics.DEAD_LETTER_REASON_HEADER, reason.getBytes(StandardCharsets.UTF_8));
        send(List.of(letter));
    }

    // guards: producer, closed
    private synchronized Producer<byte[], byte[]> producer() {
        if (closed) {
            throw new KafkaException("the service is stopping");
        }
        if (producer == null) {
            producer = new KafkaProducer<>(configuration(), new ByteArraySerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    private Map<String, Object> configuration() {
        int patience = (int) settings.acknowledgedWithin().toMillis();
        return Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.getProducer().getBootstrapServers(),
                ProducerConfig.CLIENT_ID_CONFIG,
                "storage-export-service",
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                patience,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                patience,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                patience,
                // a broker that comes back is to be noticed soon
                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                1000);
    }

    // guards: producer, closed
    @Override
    public synchronized void close() {
        closed = true;
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
        }
    }
}
