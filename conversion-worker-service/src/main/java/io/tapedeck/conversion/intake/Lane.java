package io.tapedeck.conversion.intake;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job at a time: takes a record from the share group, has it handled on another thread, renews the lock on it while that
 * lasts, and acknowledges it when it is done. A share consumer must acknowledge all it has before it polls again, so jobs
 * that run beside each other need a lane each. {@link #run} is the only thread that touches the consumer.
 */
final class Lane implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private static final Duration POLL = Duration.ofMillis(250);
    private static final int LOCK_MILLIS = 30_000;

    private final ShareConsumer<String, byte[]> consumer;
    private final CaptureJob job;
    private final ExecutorService threads;
    private final Shutdown shutdown;

    Lane(ShareConsumer<String, byte[]> consumer, CaptureJob job, ExecutorService threads, Shutdown shutdown) {
        this.consumer = consumer;
        this.job = job;
        this.threads = threads;
        this.shutdown = shutdown;
    }

    @Override
    public void run() {
        try (consumer) {
            while (!shutdown.begun()) {
                pollOnce();
            }
        } catch (KafkaException e) {
            LOG.warn("a lane of the work queue ended untidily: {}", e.toString());
        }
    }

    private void pollOnce() {
        try {
            ConsumerRecords<String, byte[]> messages = consumer.poll(POLL);
            messages.forEach(this::handle);
        } catch (KafkaException | IllegalStateException e) {
            LOG.warn("the work queue cannot be read: {}", e.toString());
            shutdown.await(POLL);
        }
    }

    private void handle(ConsumerRecord<String, byte[]> message) {
        Future<Boolean> running = threads.submit(() -> job.handle(message));
        try {
            attend(message, running);
        } finally {
            running.cancel(true); // nothing, unless the lane has lost the job
        }
    }

    private void attend(ConsumerRecord<String, byte[]> message, Future<Boolean> running) {
        long renewed = System.nanoTime();
        while (!finished(message, running)) {
            if (shutdown.overdue()) {
                running.cancel(true);
                acknowledge(message, job.comesAgain(message) ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
                return;
            }
            if (System.nanoTime() - renewed >= renewalNanos()) {
                renewed = System.nanoTime();
                if (!renew(message)) {
                    LOG.warn(
                            "the lock on job {}@{} is lost; it will be delivered again",
                            message.key(),
                            message.offset());
                    return;
                }
            }
        }
        acknowledge(message, done(running) ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
    }

    private void acknowledge(ConsumerRecord<String, byte[]> message, AcknowledgeType type) {
        consumer.acknowledge(message, type);
        consumer.commitSync()
                .forEach((partition, failure) -> failure.ifPresent(e -> LOG.warn(
                        "{}@{} could not be acknowledged and will be delivered again: {}",
                        partition,
                        message.offset(),
                        e.toString())));
    }

    /**
     * A record whose lock was renewed comes back with one of the next polls; then it can be acknowledged again.
     *
     * @return whether it came back
     */
    private boolean renew(ConsumerRecord<String, byte[]> message) {
        consumer.acknowledge(message, AcknowledgeType.RENEW);
        long asked = System.nanoTime();
        boolean back = false;
        while (!back && System.nanoTime() - asked < renewalNanos()) {
            for (ConsumerRecord<String, byte[]> polled : consumer.poll(POLL)) {
                if (polled.offset() == message.offset() && polled.partition() == message.partition()) {
                    back = true;
                } else {
                    consumer.acknowledge(polled, AcknowledgeType.RELEASE); // one job at a time
                }
            }
        }
        return back;
    }

    private long renewalNanos() {
        int lock = consumer.acquisitionLockTimeoutMs().orElse(LOCK_MILLIS);
        return TimeUnit.MILLISECONDS.toNanos(lock) / 3;
    }

    /** Waits a little. */
    private static boolean finished(ConsumerRecord<String, byte[]> message, Future<Boolean> running) {
        try {
            running.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            LOG.error("job {} goes back to the queue: a fault of ours", message.key(), e.getCause());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("nobody interrupts a lane", e);
        }
    }

    private static boolean done(Future<Boolean> running) {
        return running.state() == Future.State.SUCCESS && running.resultNow();
    }
}
