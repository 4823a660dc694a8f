package io.tapedeck.conversion.intake;

import io.tapedeck.conversion.media.ConversionAborted;
import io.tapedeck.conversion.worker.Detours;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has jobs that were put off wait, and then puts them into the queue again. They all wait for the same time, so the first that
 * came is the first that is due. {@link #run} is the only thread that touches the consumer.
 */
final class LaterLane implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(LaterLane.class);

    private static final Duration POLL = Duration.ofMillis(250);

    private final Consumer<String, byte[]> waiting;
    private final Detours detours;
    private final Duration wait;
    private final InstantSource clock;
    private final Shutdown shutdown;

    LaterLane(
            Consumer<String, byte[]> waiting, Detours detours, Duration wait, InstantSource clock, Shutdown shutdown) {
        this.waiting = waiting;
        this.detours = detours;
        this.wait = wait;
        this.clock = clock;
        this.shutdown = shutdown;
    }

    @Override
    public void run() {
        try (waiting) {
            while (!shutdown.begun()) {
                pollOnce();
            }
        } catch (KafkaException | ConversionAborted e) {
            LOG.warn("the queue of jobs that wait ended untidily: {}", e.toString());
        }
    }

    private void pollOnce() {
        try {
            waiting.poll(POLL).forEach(this::await);
        } catch (KafkaException e) {
            LOG.warn("the queue of jobs that wait cannot be read: {}", e.toString());
            shutdown.await(POLL);
        }
    }

    private void await(ConsumerRecord<String, byte[]> message) {
        Instant at = Instant.ofEpochMilli(message.timestamp()).plus(wait);
        Duration left = Duration.between(clock.instant(), at);
        if (left.isPositive()) {
            shutdown.await(left);
        }
        if (!shutdown.begun()) {
            detours.again(message.key(), message.value(), PutOff.since(message));
            waiting.commitSync();
        }
    }
}
