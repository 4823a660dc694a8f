package io.tapedeck.cdr.announce;

import io.tapedeck.cdr.cdr.Bell;
import io.tapedeck.cdr.cdr.LedgerUnavailable;
import io.tapedeck.cdr.cdr.Outbox;
import io.tapedeck.cdr.cdr.Outbox.Letter;
import io.tapedeck.contracts.Topics;
import io.tapedeck.vital.VitalWork;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Empties the outbox into the topic of CDRs, on one virtual thread: at once when the bell rings, and now and then without
 * it, for what another process or an earlier life has left. A letter is told at least once and in its session's order.
 */
@Component
final class OutboxRelay implements Bell, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);

    private final Outbox outbox;
    private final KafkaOutlet kafka;
    private final AnnounceSettings settings;
    private final Semaphore rung = new Semaphore(0);
    private final VitalWork work = new VitalWork("cdr-outbox-relay");

    private volatile boolean running;
    private volatile @Nullable Thread thread;
    private boolean failing; // only the relay's thread

    OutboxRelay(Outbox outbox, KafkaOutlet kafka, AnnounceSettings settings) {
        this.outbox = outbox;
        this.kafka = kafka;
        this.settings = settings;
    }

    @Override
    public void ring() {
        rung.release();
    }

    @Override
    public void start() {
        running = true;
        thread = work.start(Thread.ofVirtual(), this::run);
    }

    private void run() {
        try {
            while (running) {
                boolean emptied = work.attempt(this::empty) && !failing;
                // whatever rang before this look has been seen by it
                rung.tryAcquire((emptied ? settings.poll() : settings.retry()).toNanos(), TimeUnit.NANOSECONDS);
                rung.drainPermits();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void empty() {
        try {
            while (running && outbox.deliver(settings.batch(), this::post) == settings.batch()) {
                // more may wait
            }
            recovered();
        } catch (LedgerUnavailable | KafkaOutlet.Unacknowledged failure) {
            failed(failure);
        }
    }

    private void post(List<Letter> letters) {
        kafka.send(letters.stream().map(OutboxRelay::recordOf).toList());
    }

    private static ProducerRecord<byte[], byte[]> recordOf(Letter letter) {
        return new ProducerRecord<>(Topics.CDRS, bytes(letter.key()), bytes(letter.body()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void failed(RuntimeException failure) {
        if (!failing && running) {
            LOG.warn("CDRs wait in the outbox until this is over: {}", failure.getMessage());
        }
        failing = true;
    }

    private void recovered() {
        if (failing) {
            LOG.info("CDRs are told again");
        }
        failing = false;
    }

    /** Ends after the letters that are under way; Kafka has its own time limit. */
    @Override
    public void stop() {
        running = false;
        work.ends();
        ring();
        Thread ending = thread;
        if (ending != null) {
            kafka.close();
            try {
                ending.join(settings.acknowledgedWithin().plusSeconds(5));
            } catch (InterruptedException impatient) {
                Thread.currentThread().interrupt();
            }
        }
    }

    VitalWork work() {
        return work;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Started before the intake and stopped after it, which rings it. */
    @Override
    public int getPhase() {
        return -1;
    }
}
