package io.tapedeck.proxy.sip;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The threads that JAIN-SIP starts. It forgets some of them when it is stopped, one of them no daemon, so they are born
 * in a group of their own and sent home from there.
 */
final class StackThreads implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ThreadGroup group = new ThreadGroup("sip-stack");

    /** Threads that the task starts belong to the group. */
    <T> T start(Callable<T> task) throws IOException {
        var future = new FutureTask<>(task);
        new Thread(group, future, "sip-stack-start").start();
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while SIP was starting", e);
        }
    }

    @Override
    public void close() {
        var left = new Thread[group.activeCount() + 8];
        int count = group.enumerate(left);
        for (int index = 0; index < count; index++) {
            left[index].interrupt();
        }
        try {
            for (int index = 0; index < count; index++) {
                left[index].join(PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
