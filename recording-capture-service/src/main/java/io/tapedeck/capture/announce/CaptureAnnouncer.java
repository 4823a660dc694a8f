package io.tapedeck.capture.announce;

import io.tapedeck.capture.session.Announcements;
import io.tapedeck.capture.spool.Manifest;
import io.tapedeck.capture.spool.SpoolDirectory;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.Topics;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Tells Kafka what the manifests say, one after the other, each until Kafka has acknowledged it. What is still to be
 * told when the service stops is found again by recovery, since its manifest does not say {@code announced}. A capture
 * that nobody can read or tell holds up no other.
 */
public final class CaptureAnnouncer implements Announcements, AutoCloseable {

    private static final Logger LOG = System.getLogger(CaptureAnnouncer.class.getName());
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final SpoolDirectory directory;
    private final RawLocations locations;
    private final String bootstrapServers;
    /** An id per capture that Kafka does not know of yet; hours without Kafka are some megabytes. */
    private final BlockingQueue<Notice> waiting = new LinkedBlockingQueue<>();

    /** Whose manifest could not be read just now; asked again when nothing else is to be told, or after a while. */
    private final Queue<Notice> postponed = new ConcurrentLinkedQueue<>();

    private final LongAdder announced = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Thread thread;
    private @Nullable Producer<String, String> producer;
    private boolean complained;
    private volatile boolean closing;

    CaptureAnnouncer(SpoolDirectory directory, RawLocations locations, AnnounceSettings settings) {
        this.directory = directory;
        this.locations = locations;
        this.bootstrapServers = settings.kafka();
        this.thread = Thread.ofVirtual().name("capture-announcer").start(this::run);
    }

    @Override
    public void started(CaptureId id) {
        waiting.add(new Notice(id, false, false));
    }

    @Override
    public void sealed(CaptureId id) {
        waiting.add(new Notice(id, true, false));
    }

    /** Events that Kafka does not know of yet. */
    public int backlog() {
        return waiting.size() + postponed.size();
    }

    /** Events that cannot be told at all; each is tried once more after the next start. */
    public long refused() {
        return refused.sum();
    }

    public long announced() {
        return announced.sum();
    }

    private void run() {
        long askAgain = System.nanoTime();
        try {
            while (!closing || !waiting.isEmpty()) {
                Notice notice = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (notice != null) {
                    tell(notice);
                }
                if (System.nanoTime() - askAgain >= 0 && !closing) {
                    askAgain = System.nanoTime() + BETWEEN_ATTEMPTS.toNanos();
                    requeue();
                }
            }
        } catch (InterruptedException _) {
            // the service stops; the rest is told after the next start
        } finally {
            boolean _ = Thread.interrupted(); // the producer would not close otherwise
            if (producer != null) {
                producer.close(Duration.ZERO);
            }
        }
    }

    private void requeue() {
        for (Notice notice = postponed.poll(); notice != null; notice = postponed.poll()) {
            waiting.add(notice);
        }
    }

    private void tell(Notice notice) throws InterruptedException {
        try {
            tell(notice, directory.read(notice.id()));
        } catch (NoSuchFileException _) {
            // nothing was recorded and the capture is gone, or recovery has put it aside
        } catch (IOException e) {
            postpone(notice, e);
        } catch (RecordTooLargeException e) {
            refuse(notice, "is larger than an event may be", e);
        } catch (RuntimeException e) {
            refuse(notice, "has a manifest that gives no event", e);
        }
    }

    private void tell(Notice notice, Manifest manifest) throws InterruptedException {
        if (manifest.state() == Manifest.State.ANNOUNCED) {
            return; // its seal was told: its start is no news
        }
        String event = notice.seal()
                ? CaptureEvents.sealed(manifest, locations.of(notice.id()))
                : CaptureEvents.started(manifest);
        publish(manifest.capture().sessionId().toString(), event);
        if (notice.seal()) {
            mark(notice.id());
        }
    }

    private void postpone(Notice notice, IOException why) {
        if (!notice.postponed()) {
            LOG.log(
                    Level.WARNING,
                    "capture {0} waits to be announced: its manifest cannot be read: {1}",
                    notice.id(),
                    why.toString());
        }
        postponed.add(new Notice(notice.id(), notice.seal(), true));
    }

    private void refuse(Notice notice, String why, RuntimeException e) {
        refused.increment();
        LOG.log(
                Level.ERROR,
                "capture {0} cannot be announced, it {1}; it stays in the spool and is tried again at the next start:"
                        + " {2}",
                notice.id(),
                why,
                e.toString());
    }

    private void publish(String key, String event) throws InterruptedException {
        while (!isAcknowledged(key, event)) {
            Thread.sleep(BETWEEN_ATTEMPTS);
        }
        announced.increment();
        complained = false;
    }

    private boolean isAcknowledged(String key, String event) throws InterruptedException {
        try {
            producer().send(new ProducerRecord<>(Topics.CAPTURES, key, event)).get();
            return true;
        } catch (InterruptException e) {
            throw new InterruptedException(e.getMessage());
        } catch (ExecutionException | KafkaException e) {
            if (e.getCause() instanceof RecordTooLargeException tooLarge) {
                throw tooLarge;
            }
            complain(e.getCause() == null ? e : e.getCause());
            return false;
        }
    }

    private void complain(Throwable why) {
        if (!complained) {
            complained = true;
            LOG.log(
                    Level.WARNING,
                    "Kafka at {0} does not take events ({1}); captures wait on disk",
                    bootstrapServers,
                    why.toString());
        }
        if (!(why instanceof RetriableException) && producer != null) {
            producer.close(Duration.ZERO); // an idempotent producer does not outlive a fatal error
            producer = null;
        }
    }

    private Producer<String, String> producer() {
        Producer<String, String> existing = producer;
        if (existing != null) {
            return existing;
        }
        Producer<String, String> fresh =
                new KafkaProducer<>(settings(), new StringSerializer(), new StringSerializer());
        producer = fresh;
        return fresh;
    }

    private Map<String, Object> settings() {
        return Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.CLIENT_ID_CONFIG,
                "recording-capture-service",
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                // once it is with the producer it stays there until Kafka is back: a second send could double it
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Integer.MAX_VALUE,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                5_000,
                // nobody waits for an event so much that it is worth asking more often
                ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG,
                500L,
                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                2_000L,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                8L * 1024 * 1024);
    }

    private void mark(CaptureId id) {
        try {
            directory.markAnnounced(id);
        } catch (IOException e) {
            // told again after the next start, with the same event id
            LOG.log(Level.WARNING, "capture {0} is announced, but its manifest cannot say so: {1}", id, e.toString());
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            if (!thread.join(LAST_WORDS)) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private record Notice(CaptureId id, boolean seal, boolean postponed) {}
}
