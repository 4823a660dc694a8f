package io.tapedeck.proxy.sip;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Wakes mailboxes. Its one thread only posts, it never works. */
final class Timers implements AutoCloseable {

    private final ScheduledThreadPoolExecutor scheduler;

    Timers() {
        scheduler = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("sip-timers").daemon().factory());
        scheduler.setRemoveOnCancelPolicy(true);
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** A task that the mailbox has no room for is lost; the call's own media check ends such a call in time. */
    Future<?> after(Duration delay, Mailbox mailbox, Runnable task) {
        return scheduler.schedule(() -> mailbox.post(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    void every(Duration interval, Runnable task) {
        var _ = scheduler.scheduleWithFixedDelay(task, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
