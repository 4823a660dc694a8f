package io.tapedeck.capture.media;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** How much of a processor a thread used lately; asked by others, costs the thread nothing. */
final class ThreadLoad {

    private static final long SPAN_NANOS = Duration.ofSeconds(1).toNanos();

    private final Thread thread;
    private long measuredAt = System.nanoTime();
    private long usedNanos;
    private double load;

    ThreadLoad(Thread thread) {
        this.thread = thread;
    }

    /** @return 0 to 1, of the last whole second or longer */
    synchronized double get() {
        long now = System.nanoTime();
        if (now - measuredAt >= SPAN_NANOS) {
            long used = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
            load = Math.max(0, used - usedNanos) / (double) (now - measuredAt);
            usedNanos = used;
            measuredAt = now;
        }
        return load;
    }
}
