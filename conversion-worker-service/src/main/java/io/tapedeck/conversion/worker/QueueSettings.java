package io.tapedeck.conversion.worker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the work queue.
 *
 * @param longJob CPU time from which a job counts as long and goes to threads of its own
 * @param tryAgain how long a job waits whose capture node cannot be reached
 * @param giveUp how long that is tried before the recordings count as failed
 * @param lock how long a job is a worker's own without a word from it; then another one gets it. Running jobs renew it
 */
@ConfigurationProperties("tapedeck.conversion.queue")
public record QueueSettings(Duration longJob, Duration tryAgain, Duration giveUp, Duration lock) {

    /** Kafka takes a consumer for dead that waits longer than its {@code max.poll.interval.ms}. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    /** Brokers allow no less, whatever they are set to. */
    private static final Duration SHORTEST_LOCK = Duration.ofSeconds(1);

    public QueueSettings {
        if (longJob.isNegative() || giveUp.isNegative()) {
            throw new IllegalArgumentException("tapedeck.conversion.queue: no time may be negative");
        }
        if (lock.compareTo(SHORTEST_LOCK) < 0) {
            throw new IllegalArgumentException(
                    "tapedeck.conversion.queue.lock must be at least " + SHORTEST_LOCK + ", was " + lock);
        }
        if (tryAgain.isNegative() || tryAgain.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException(
                    "tapedeck.conversion.queue.try-again must be at most " + LONGEST_WAIT + ", was " + tryAgain);
        }
    }
}
