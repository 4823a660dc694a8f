package io.tapedeck.proxy.announce;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.vital.VitalWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the journal to Kafka: one thread, in order, from the last acknowledged event on, for as long as it takes. A
 * producer waits for Kafka without giving up, so an outage neither loses nor doubles anything; should a producer fail
 * for another reason, a new one starts at the last acknowledgement and consumers see some events twice.
 */
public final class CallAnnouncer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CallAnnouncer.class);
    private static final int IN_FLIGHT = 1_000;
    private static final Duration IDLE = Duration.ofMillis(200);

    /** Events of this time share a wake-up and a request to Kafka; a thousand calls begin and end in some seconds. */
    private static final Duration GATHERING = Duration.ofMillis(20);

    /** A crash sends again what was acknowledged since the position was last written down. */
    private static final Duration BETWEEN_SAVES = Duration.ofMillis(200);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration STALLED = Duration.ofSeconds(5);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final String topic;
    private final String bootstrapServers;
    private final DiskJournal journal;
    private final Acknowledgements acknowledged;
    private final MeterRegistry meters;
    private final VitalWork work = new VitalWork("call-announcer");
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean connected;
    private volatile long lastProgress = System.nanoTime();

    /** By the announcing thread only. */
    private long lastSave = System.nanoTime();

    /**
     * Begins to send.
     *
     * @param position file that holds the number of the first event that Kafka has not acknowledged
     */
    public CallAnnouncer(
            String bootstrapServers, String topic, DiskJournal journal, Path position, MeterRegistry meters)
            throws IOException {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.journal = journal;
        this.meters = meters;
        acknowledged = Acknowledgements.read(position, journal.firstNewEvent());
        meters.gauge("tapedeck.journal.backlog", this, CallAnnouncer::backlog);
        thread = work.start(Thread.ofVirtual(), this::run);
    }

    /** Events that Kafka has not acknowledged yet. */
    public long backlog() {
        return Math.max(0, journal.end() - acknowledged.position());
    }

    /** Whether Kafka takes what there is to say. */
    public boolean isConnected() {
        return connected && (backlog() == 0 || System.nanoTime() - lastProgress < STALLED.toNanos());
    }

    public VitalWork work() {
        return work;
    }

    private void run() {
        while (!closed) {
            try {
                boolean _ = work.attempt(this::announce);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt(); // closed
            }
            connected = false;
            rest();
        }
    }

    private void announce() throws InterruptedException {
        Producer<byte[], byte[]> producer = null;
        try {
            producer = new KafkaProducer<>(ProducerSettings.of(bootstrapServers));
            send(producer);
        } catch (InterruptException e) {
            throw new InterruptedException(e.getMessage());
        } catch (KafkaException | IOException e) {
            meters.counter("tapedeck.announce.failures").increment();
            log.warn(
                    "call events wait in the journal, Kafka ({}) does not take them: {}",
                    bootstrapServers,
                    e.toString());
        } finally {
            finish(producer);
        }
    }

    private void finish(@Nullable Producer<byte[], byte[]> producer) {
        boolean interrupted = Thread.interrupted(); // closing waits for what is under way
        if (producer != null) {
            producer.close(LAST_WORDS);
        }
        save();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void rest() {
        try {
            if (!closed) {
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Producer<byte[], byte[]> producer) throws IOException, InterruptedException {
        awaitTopic(producer);
        long from = acknowledged.position();
        try (var reader = new JournalReader(journal, from)) {
            acknowledged.restartFrom(reader.event());
            var flight = new Flight();
            while (!closed) {
                flight.rethrow();
                JournalEntry entry = reader.next();
                if (entry == null) {
                    awaitMore(reader.event());
                } else {
                    flight.send(producer, reader.event() - 1, entry);
                }
            }
        }
    }

    private void awaitMore(long event) throws InterruptedException {
        if (System.nanoTime() - lastSave >= BETWEEN_SAVES.toNanos()) {
            save();
        }
        journal.awaitEvent(event, IDLE);
        TimeUnit.NANOSECONDS.sleep(GATHERING.toNanos());
    }

    private void awaitTopic(Producer<byte[], byte[]> producer) {
        producer.partitionsFor(topic);
        connected = true;
        lastProgress = System.nanoTime();
    }

    private void save() {
        lastSave = System.nanoTime();
        try {
            acknowledged.save();
            journal.forgetBefore(acknowledged.position());
        } catch (IOException e) {
            log.warn("the position in the call journal cannot be saved: {}", e.toString());
        }
    }

    @Override
    public void close() {
        closed = true;
        work.ends();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Events that were handed to one producer. */
    private final class Flight {

        private final Semaphore places = new Semaphore(IN_FLIGHT);
        private volatile @Nullable Exception failure;

        void send(Producer<byte[], byte[]> producer, long event, JournalEntry entry) throws InterruptedException {
            byte[] key = entry.session().toString().getBytes(StandardCharsets.US_ASCII);
            var message = new ProducerRecord<>(topic, key, entry.event());
            places.acquire();
            var _ = producer.send(message, (_, refusal) -> {
                settle(event, entry, refusal);
                places.release();
            });
        }

        private void settle(long event, JournalEntry entry, @Nullable Exception refusal) {
            if (refusal instanceof RecordTooLargeException) {
                meters.counter("tapedeck.announce.refused").increment();
                log.error(
                        "an event of session {} is too large for {}: raise max.message.bytes", entry.session(), topic);
            } else if (refusal != null) {
                failure = refusal;
                return;
            }
            acknowledged.acknowledge(event);
            connected = true;
            work.succeeds();
            lastProgress = System.nanoTime();
        }

        /** Gives a failure of the producer to the thread that can start another one. */
        void rethrow() throws IOException {
            if (failure != null) {
                throw new IOException(failure);
            }
        }
    }
}
