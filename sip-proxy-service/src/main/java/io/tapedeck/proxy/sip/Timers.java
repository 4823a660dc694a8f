package io.tapedeck.proxy.sip;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wakes mailboxes. Its one thread only posts, it never works. */
final class Timers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

    private final ScheduledThreadPoolExecutor scheduler;
    private final AtomicInteger repeated = new AtomicInteger();
    private final int haste;

    Timers() {
        this(1);
    }

    /** @param haste how many times shorter all delays are: for tests that would wait for transactions to end */
    Timers(int haste) {
        this.haste = haste;
        scheduler = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("sip-timers").daemon().factory());
        scheduler.setRemoveOnCancelPolicy(true);
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Put in however full the mailbox is: it comes once, nothing repeats it, and it is held already while it waits here. */
    Future<?> after(Duration delay, Mailbox mailbox, Runnable task) {
        return scheduler.schedule(() -> mailbox.insist(task), delay.toNanos() / haste, TimeUnit.NANOSECONDS);
    }

    /** Tasks that wait to be run once. */
    int size() {
        return Math.max(0, scheduler.getQueue().size() - repeated.get());
    }

    /** Also after it has failed: it is a mistake of ours, and the next time nothing may be wrong. */
    void every(Duration interval, Runnable task) {
        repeated.incrementAndGet();
        long nanos = interval.toNanos() / haste;
        Runnable careful = () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("what has to be done every {} has failed", interval, e);
            }
        };
        var _ = scheduler.scheduleWithFixedDelay(careful, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
