package io.tapedeck.gateway.directory;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.gateway.directory.Outbox.UndeliveredException;
import io.tapedeck.vital.VitalWork;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Carries the outbox to Kafka on a thread of its own: woken after each change, in order, for ever. No request waits for
 * it. While Kafka or the database is away it tries again and again and says so once.
 */
@Component
class OutboxRelay implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final int BATCH = 500;
    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(5);

    /** Changes of this time share a transaction with its sync, and a request to Kafka. */
    private static final Duration GATHERING = Duration.ofMillis(20);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Outbox outbox;
    private final OutboxBell bell;
    private final DirectorySettings settings;
    private final Duration lookAnyway;
    private final Counter published;
    private final Counter failures;

    private final VitalWork work = new VitalWork("directory-relay");

    private volatile boolean running;
    private volatile @Nullable DirectoryTopic topic;
    private @Nullable Thread thread;
    private boolean failing; // only the relay's thread
    private long checkedAtNanos; // only the relay's thread

    OutboxRelay(Outbox outbox, OutboxBell bell, DirectorySettings settings, MeterRegistry meters) {
        this.outbox = outbox;
        this.bell = bell;
        this.settings = settings;
        this.lookAnyway = LOOK_ANYWAY.compareTo(settings.checkInterval()) < 0 ? LOOK_ANYWAY : settings.checkInterval();
        this.published = meters.counter("tapedeck.gateway.directory.published");
        this.failures = meters.counter("tapedeck.gateway.directory.failures");
        Gauge.builder("tapedeck.gateway.directory.pending", outbox, Outbox::pending)
                .description("Changes of the directory that Kafka does not have yet")
                .register(meters);
    }

    @Override
    public void start() {
        running = true;
        thread = work.start(Thread.ofVirtual(), this::run);
    }

    private void run() {
        try {
            while (running) {
                if (work.attempt(this::empty) && !failing) {
                    bell.await(lookAnyway);
                    TimeUnit.NANOSECONDS.sleep(GATHERING.toNanos());
                } else {
                    bell.await(settings.retryDelay());
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            closeTopic();
        }
    }

    private void empty() {
        try {
            DirectoryTopic current = checked();
            int count;
            do {
                count = outbox.forward(BATCH, current);
                published.increment(count);
            } while (count == BATCH && running);
            if (failing) {
                LOG.info("The directory reaches Kafka again");
            }
            failing = false;
        } catch (UndeliveredException | KafkaException | DataAccessException | TransactionException failure) {
            failed(failure);
        }
    }

    /** The topic, looked at after each failure and now and then: somebody may have deleted it. */
    private DirectoryTopic checked() {
        DirectoryTopic current = topic;
        if (current != null
                && System.nanoTime() - checkedAtNanos < settings.checkInterval().toNanos()) {
            return current;
        }
        if (current == null) {
            current = new DirectoryTopic(settings);
            topic = current;
        }
        if (outbox.bindTo(current.check())) {
            LOG.info("The directory topic is new: all entities are published");
        }
        checkedAtNanos = System.nanoTime();
        return current;
    }

    private void failed(RuntimeException failure) {
        failures.increment();
        closeTopic();
        if (running && !failing) {
            LOG.warn("Changes of the directory wait in the outbox until Kafka takes them: {}", failure.getMessage());
        }
        failing = true;
    }

    private void closeTopic() {
        DirectoryTopic current = topic;
        topic = null;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public void stop() {
        running = false;
        work.ends();
        bell.ring();
        DirectoryTopic current = topic;
        if (current != null) {
            current.close(); // what waits for Kafka fails now and is told after the next start
        }
        Thread relay = thread;
        if (relay != null) {
            join(relay);
        }
    }

    private static void join(Thread relay) {
        try {
            if (!relay.join(STOP_TIMEOUT)) {
                LOG.warn("The relay of the directory did not end in time");
                relay.interrupt();
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            relay.interrupt();
        }
    }

    VitalWork work() {
        return work;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
