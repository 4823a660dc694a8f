package io.tapedeck.capture.media;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;

/** How much of a processor a thread used lately; asked by others, costs the thread nothing. */
final class ThreadLoad {

    private static final long SPAN_NANOS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier used;
    private final LongSupplier nanoTime;
    private long measuredAt;
    private long usedNanos;
    private double load;

    ThreadLoad(Thread thread) {
        this(() -> ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId()), System::nanoTime);
    }

    /** @param used nanoseconds of a processor in all; negative when that is not known */
    ThreadLoad(LongSupplier used, LongSupplier nanoTime) {
        this.used = used;
        this.nanoTime = nanoTime;
        this.measuredAt = nanoTime.getAsLong();
    }

    /** @return 0 to 1, of the last whole second or longer */
    synchronized double get() {
        long now = nanoTime.getAsLong();
        if (now - measuredAt >= SPAN_NANOS) {
            long total = used.getAsLong();
            load = Math.max(0, total - usedNanos) / (double) (now - measuredAt);
            usedNanos = total;
            measuredAt = now;
        }
        return load;
    }
}
