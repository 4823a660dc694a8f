package io.tapedeck.conversion.worker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the work queue.
 *
 * @param longJob CPU time from which a job counts as long and goes to threads of its own
 * @param tryAgain how long a job waits whose capture node cannot be reached
 * @param giveUp how long that is tried before the recordings count as failed
 */
@ConfigurationProperties("tapedeck.conversion.queue")
public record QueueSettings(Duration longJob, Duration tryAgain, Duration giveUp) {

    /** Kafka takes a consumer for dead that waits longer than its {@code max.poll.interval.ms}. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    public QueueSettings {
        if (longJob.isNegative() || giveUp.isNegative()) {
            throw new IllegalArgumentException("tapedeck.conversion.queue: no time may be negative");
        }
        if (tryAgain.isNegative() || tryAgain.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException(
                    "tapedeck.conversion.queue.try-again must be at most " + LONGEST_WAIT + ", was " + tryAgain);
        }
    }
}
