package io.tapedeck.export.export;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait: for one attempt, between two, and in all.
 *
 * @param firstPause pause after the first attempt; it doubles with each further one
 * @param longestPause what it doubles up to
 * @param giveUpAfter how long after the order no further attempt is made
 * @param answer how long an attempt may take beside the transfer itself
 * @param slowestBytesPerSecond a transfer that is slower has failed
 */
public record Patience(
        Duration firstPause, Duration longestPause, Duration giveUpAfter, Duration answer, long slowestBytesPerSecond) {

    public Patience {
        if (!firstPause.isPositive() || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException(
                    "first-pause must be positive and at most longest-pause, were " + firstPause + ", " + longestPause);
        }
        if (!giveUpAfter.isPositive() || !answer.isPositive() || slowestBytesPerSecond < 1) {
            throw new IllegalArgumentException("give-up-after, answer and slowest must be positive, were " + giveUpAfter
                    + ", " + answer + ", " + slowestBytesPerSecond + " B/s");
        }
    }

    /**
     * Between half and the whole of the doubled pause, so that what failed together does not come back together.
     *
     * @param attempts at least 1
     */
    public Duration pauseAfter(int attempts, RandomGenerator chance) {
        long longest = longestPause.toMillis();
        // 2^30 times any pause is beyond every longest one
        long doubled = Math.min(longest, firstPause.toMillis() << Math.min(attempts - 1, 30));
        long pause = doubled <= 0 ? longest : doubled;
        return Duration.ofMillis(pause - chance.nextLong(pause / 2 + 1));
    }

    /** For one attempt at a file of this size. */
    public Duration attempt(long bytes) {
        return answer.plusSeconds(bytes / slowestBytesPerSecond);
    }
}
