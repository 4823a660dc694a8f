package io.tapedeck.capture.announce;

import io.tapedeck.contracts.Topics;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Events between us and Kafka, many at a time. Kafka gets them in the order in which they were {@link #send}; when a
 * producer fails, another one begins with what Kafka has not acknowledged. One thread, but for {@link #size}.
 */
final class EventsUnderWay implements AutoCloseable {

    private static final Logger LOG = System.getLogger(CaptureAnnouncer.class.getName());
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
    /** A second of a busy node; some megabytes. */
    private static final int MOST = 500;

    private final String bootstrapServers;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Queue<Sent> events = new ArrayDeque<>();
    private volatile int size;
    private @Nullable Producer<byte[], byte[]> producer;
    private boolean complained;

    EventsUnderWay(String bootstrapServers) {
        this(bootstrapServers, () -> {
            var serializer = new ByteArraySerializer();
            return new KafkaProducer<>(ProducerSettings.of(bootstrapServers), serializer, serializer);
        });
    }

    /** @param producers makes another one whenever the one before it has failed */
    EventsUnderWay(String bootstrapServers, Supplier<Producer<byte[], byte[]>> producers) {
        this.bootstrapServers = bootstrapServers;
        this.producers = producers;
    }

    /** Any thread. */
    int size() {
        return size;
    }

    boolean isFull() {
        return events.size() >= MOST;
    }

    /** Returns when the event waits for nothing but Kafka's acknowledgement. */
    void send(Notice notice, byte[] key, byte[] event) throws InterruptedException {
        events.add(new Sent(notice, new ProducerRecord<>(Topics.CAPTURES, key, event)));
        size = events.size();
        hurry();
    }

    /** @return what has become of the oldest; null while that is not known */
    @Nullable
    Outcome next() throws InterruptedException {
        Sent oldest = events.peek();
        Future<RecordMetadata> answer = oldest == null ? null : oldest.answer;
        if (oldest == null || answer == null || !answer.isDone()) {
            return null;
        }
        Throwable refusal = oldest.refusal();
        if (refusal == null || refusal instanceof RecordTooLargeException) {
            events.remove();
            size = events.size();
            complained = false;
            return new Outcome(oldest.notice, (RecordTooLargeException) refusal);
        }
        complain(refusal);
        restart();
        Thread.sleep(BETWEEN_ATTEMPTS);
        hurry();
        return null;
    }

    private void hurry() throws InterruptedException {
        while (!isHandedOver()) {
            Thread.sleep(BETWEEN_ATTEMPTS);
        }
    }

    /** Hands over what no producer has, the oldest first: nothing overtakes one that was not taken. */
    private boolean isHandedOver() throws InterruptedException {
        for (Sent event : events) {
            if (event.answer == null && !isTaken(event)) {
                return false;
            }
        }
        return true;
    }

    private boolean isTaken(Sent event) throws InterruptedException {
        try {
            Future<RecordMetadata> answer = producer().send(event.record);
            if (answer.state() != Future.State.FAILED || answer.exceptionNow() instanceof RecordTooLargeException) {
                event.answer = answer;
                return true;
            }
            notTaken(answer.exceptionNow());
        } catch (InterruptException e) {
            throw new InterruptedException(e.getMessage());
        } catch (RuntimeException e) { // whatever it is, another producer may take the event
            notTaken(e);
        }
        return false;
    }

    private void notTaken(Throwable why) {
        complain(why);
        if (!(why instanceof RetriableException)) {
            restart(); // an idempotent producer does not outlive a fatal error
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
    }

    private Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> existing = producer;
        if (existing != null) {
            return existing;
        }
        Producer<byte[], byte[]> fresh = producers.get();
        producer = fresh;
        return fresh;
    }

    /** Closing fails all that Kafka has not acknowledged, so that it is known what the next one has to begin with. */
    private void restart() {
        Producer<byte[], byte[]> failed = producer;
        producer = null;
        if (failed != null) {
            close(failed);
        }
        events.forEach(Sent::forgetFailure);
    }

    /** One that cannot even be closed is left behind; what it was given counts as not acknowledged. */
    private void close(Producer<byte[], byte[]> failed) {
        try {
            failed.close(Duration.ZERO);
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a producer that has failed cannot be closed: {0}", e.toString());
            events.forEach(Sent::forgetAnswer);
        }
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
    }

    /**
     * @param refusal null when Kafka has it
     */
    record Outcome(Notice notice, @Nullable RecordTooLargeException refusal) {}

    private static final class Sent {

        private final Notice notice;
        private final ProducerRecord<byte[], byte[]> record;
        private @Nullable Future<RecordMetadata> answer;

        Sent(Notice notice, ProducerRecord<byte[], byte[]> record) {
            this.notice = notice.light();
            this.record = record;
        }

        @Nullable
        Throwable refusal() {
            Future<RecordMetadata> known = answer;
            return known != null && known.state() == Future.State.FAILED ? known.exceptionNow() : null;
        }

        /** Nobody will answer any more. */
        void forgetAnswer() {
            if (answer != null && !answer.isDone()) {
                answer = null;
            }
        }

        void forgetFailure() {
            Throwable refusal = refusal();
            if (refusal != null && !(refusal instanceof RecordTooLargeException)) {
                answer = null;
            }
        }
    }
}
