package io.tapedeck.conversion.announce;

import io.tapedeck.conversion.worker.Announcements.AnnouncementFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The one producer of the worker: nothing lingers, everything is acknowledged by all replicas. Any thread. */
@Component
class KafkaOutput implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaOutput.class);

    /** An unreachable broker is noticed before the job's lock on the queue runs out. */
    private static final int DELIVERY_MILLIS = 20_000;

    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final KafkaProducer<String, byte[]> producer;

    KafkaOutput(KafkaSettings settings) {
        this.producer = new KafkaProducer<>(
                Map.<String, Object>of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        settings.kafka(),
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "conversion-announce",
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        DELIVERY_MILLIS,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        DELIVERY_MILLIS / 2,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        DELIVERY_MILLIS,
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        1_000),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Asks where the topic is, which opens the connection; a failure will show when something is sent. */
    void connect(String topic) {
        try {
            producer.partitionsFor(topic);
        } catch (KafkaException e) {
            LOG.info("Kafka does not know {} yet: {}", topic, e.toString());
        }
    }

    Future<?> send(ProducerRecord<String, byte[]> message) {
        return producer.send(message);
    }

    /** Returns when Kafka has acknowledged them all. */
    static void await(List<Future<?>> pending) throws AnnouncementFailure {
        try {
            for (Future<?> one : pending) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new AnnouncementFailure("Kafka did not acknowledge: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AnnouncementFailure("told to stop before Kafka acknowledged", e);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
