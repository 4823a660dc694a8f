package io.tapedeck.capture.media;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * The loop's place among the machine's threads: before them all, as long as it leaves them time. A loop that needs
 * nearly all of a processor becomes one of many, for the threads it would keep waiting are also those that bring it
 * packets and write them to disk. One that catches up after a hiccup stays where it is. Loop thread only.
 */
final class Precedence {

    private static final long SPAN_NANOS = Duration.ofSeconds(3).toNanos();
    private static final double TOO_MUCH = 0.95;
    private static final double AGAIN = 0.8;

    private final Supplier<String> claim;
    private final Runnable giveUp;
    private double average;
    private long seenAt;
    private boolean isClaimed;

    /**
     * @param claim puts the calling thread before others and says what it got
     * @param giveUp takes that back
     */
    Precedence(Supplier<String> claim, Runnable giveUp) {
        this.claim = claim;
        this.giveUp = giveUp;
    }

    /** @return what the thread got, for people */
    String claim(long now) {
        seenAt = now;
        isClaimed = true;
        return claim.get();
    }

    /** @param load how much of the time since this was called last the loop worked, 0 to 1 */
    void used(double load, long now) {
        average += (load - average) * Math.min(1, (now - seenAt) / (double) SPAN_NANOS);
        seenAt = now;
        if (isClaimed && average > TOO_MUCH) {
            isClaimed = false;
            giveUp.run();
        } else if (!isClaimed && average < AGAIN) {
            isClaimed = true;
            String _ = claim.get();
        }
    }
}
