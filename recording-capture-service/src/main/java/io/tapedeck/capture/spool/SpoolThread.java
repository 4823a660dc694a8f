package io.tapedeck.capture.spool;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A thread that goes on until it is told to end, and is waited for then; the disk may keep it a while. */
final class SpoolThread implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Thread thread;
    private volatile boolean ending;

    /** @param work returns soon after {@link #isEnding()} */
    SpoolThread(String name, Runnable work) {
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(work);
    }

    void start() {
        thread.start();
    }

    boolean isRunning() {
        return thread.isAlive();
    }

    boolean isEnding() {
        return ending;
    }

    /** The thread itself waits: until somebody wakes it, or that time has passed. */
    void rest(long nanos) {
        LockSupport.parkNanos(nanos);
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    @Override
    public void close() {
        ending = true;
        wake();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
