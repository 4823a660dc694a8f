package io.tapedeck.testkit.leaks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What this process held at one moment, to be compared with what it holds later: {@link LeakCheck} within a test. */
public final class LeakMark {

    private final Footprint before;

    private LeakMark(Footprint before) {
        this.before = before;
    }

    public static LeakMark set() {
        return new LeakMark(Footprint.take());
    }

    /**
     * Waits for what is just about to end, {@link LeakCheck#GRACE} at most.
     *
     * @return one line for each thread and descriptor that is here and was not there
     */
    public List<String> leftBehind() {
        long deadline = System.nanoTime() + LeakCheck.GRACE.toNanos();
        while (true) {
            List<String> leaks = Footprint.take().minus(before).describe();
            if (leaks.isEmpty() || System.nanoTime() - deadline >= 0) {
                return leaks;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
