package io.tapedeck.conversion.announce;

import io.tapedeck.conversion.media.ConversionAborted;
import io.tapedeck.conversion.worker.JobMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The one producer of the worker: nothing lingers, everything is acknowledged by all replicas. What is not acknowledged is
 * sent again for as long as it takes: a job that were given back to the queue for that would be converted again each time,
 * and be lost once the queue has delivered it too often. Any thread.
 */
@Component
class KafkaOutput implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaOutput.class);

    /** How long Kafka may be silent before it is told in the log. */
    private static final int DELIVERY_MILLIS = 20_000;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final KafkaSettings settings;
    private final JobMetrics metrics;
    private @Nullable KafkaProducer<String, byte[]> producer;
    private boolean closed;

    KafkaOutput(KafkaSettings settings, JobMetrics metrics) {
        this.settings = settings;
        this.metrics = metrics;
    }

    /** Asks where the topic is, which opens the connection; a failure will show when something is sent. */
    void connect(String topic) {
        try {
            producer().partitionsFor(topic);
        } catch (KafkaException e) {
            LOG.info("Kafka does not know {} yet: {}", topic, e.toString());
        }
    }

    /**
     * Returns when Kafka has acknowledged them all.
     *
     * @throws ConversionAborted when the thread was interrupted before
     */
    void deliver(List<ProducerRecord<String, byte[]>> messages) {
        Duration pause = FIRST_PAUSE;
        List<ProducerRecord<String, byte[]>> left = deliverOnce(messages);
        while (!left.isEmpty()) {
            metrics.unacknowledged();
            pause(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            left = deliverOnce(left);
        }
    }

    /** @return those that were not acknowledged */
    private List<ProducerRecord<String, byte[]>> deliverOnce(List<ProducerRecord<String, byte[]>> messages) {
        var pending = new ArrayList<@Nullable Future<?>>();
        for (ProducerRecord<String, byte[]> message : messages) {
            pending.add(send(message));
        }
        var left = new ArrayList<ProducerRecord<String, byte[]>>();
        for (int i = 0; i < messages.size(); i++) {
            if (!acknowledged(messages.get(i), pending.get(i))) {
                left.add(messages.get(i));
            }
        }
        return left;
    }

    private @Nullable Future<?> send(ProducerRecord<String, byte[]> message) {
        try {
            return producer().send(message);
        } catch (InterruptException e) { // it has set the flag of the thread again
            throw aborted(e);
        } catch (KafkaException e) {
            tell(message, e);
            return null;
        }
    }

    private static boolean acknowledged(ProducerRecord<String, byte[]> message, @Nullable Future<?> pending) {
        try {
            if (pending != null) {
                pending.get();
            }
            return pending != null;
        } catch (ExecutionException e) {
            tell(message, e.getCause());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw aborted(e);
        }
    }

    private static void tell(ProducerRecord<String, byte[]> message, @Nullable Throwable why) {
        LOG.warn(
                "Kafka has not taken {} on {}; it is sent again: {}",
                message.key(),
                message.topic(),
                String.valueOf(why));
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw aborted(e);
        }
    }

    private static ConversionAborted aborted(Exception cause) {
        var aborted = new ConversionAborted();
        aborted.initCause(cause);
        return aborted;
    }

    /** Made when it is needed first: the service starts even where the name of the broker is not known yet. */
    // guards: producer, closed
    private synchronized KafkaProducer<String, byte[]> producer() {
        if (closed) {
            throw new IllegalStateException("the way to Kafka is closed");
        }
        if (producer == null) {
            producer = create(settings);
        }
        return producer;
    }

    private static KafkaProducer<String, byte[]> create(KafkaSettings settings) {
        return new KafkaProducer<>(
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

    // guards: producer, closed
    @Override
    public synchronized void close() {
        closed = true;
        if (producer != null) {
            producer.close(CLOSE);
        }
    }
}
