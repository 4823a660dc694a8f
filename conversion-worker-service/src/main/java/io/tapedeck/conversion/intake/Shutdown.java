package io.tapedeck.conversion.intake;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The end of the service as its lanes see it: begun, and after a while overdue. Any thread. */
final class Shutdown {

    private final CountDownLatch begun = new CountDownLatch(1);
    private final long drainNanos;
    private volatile long beganAt;

    Shutdown(Duration drain) {
        this.drainNanos = drain.toNanos();
    }

    void begin() {
        beganAt = System.nanoTime();
        begun.countDown();
    }

    boolean begun() {
        return begun.getCount() == 0;
    }

    /** What still runs is to be given up. */
    boolean overdue() {
        return begun() && System.nanoTime() - beganAt >= drainNanos;
    }

    /** Returns after that time, or when the shutdown begins. */
    void await(Duration time) {
        try {
            if (begun.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
