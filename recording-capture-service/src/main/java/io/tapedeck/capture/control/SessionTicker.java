package io.tapedeck.capture.control;

import io.tapedeck.capture.session.CaptureSessions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets time pass for the calls, and ends them when the service stops. */
final class SessionTicker implements AutoCloseable {

    private static final Logger LOG = System.getLogger(SessionTicker.class.getName());
    private static final Duration LONGEST_STOP = Duration.ofSeconds(8);

    private final CaptureSessions sessions;
    private final Thread thread;
    private volatile boolean closing;

    SessionTicker(CaptureSessions sessions) {
        this.sessions = sessions;
        this.thread = Thread.ofPlatform().name("capture-ticks").daemon().start(this::run);
    }

    private void run() {
        while (!closing) {
            LockSupport.parkNanos(CaptureSessions.TICK.toNanos());
            try {
                sessions.tick();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a tick failed", e);
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        sessions.stop(LONGEST_STOP);
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
