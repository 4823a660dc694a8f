package io.tapedeck.capture.spool;

import io.tapedeck.contracts.CaptureId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Works in the background on what the spool held when the service started: recovery first, retention then and now.
 * What is listed before the first call cannot be a capture of this process.
 */
final class SpoolStart implements AutoCloseable {

    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(10);

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(5);

    private final Thread thread;
    private volatile boolean closing;

    SpoolStart(SpoolDirectory directory, SpoolRecovery recovery, SpoolRetention retention) throws IOException {
        List<CaptureId> found = directory.captures();
        List<Path> journals = directory.journals();
        // no virtual one: it computes checksums for minutes, and calls wait for carriers
        this.thread = Thread.ofPlatform().daemon().name("capture-recovery").start(() -> {
            while (!closing && !recovery.recover(found, journals)) {
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
            while (!closing) {
                retention.sweep();
                LockSupport.parkNanos(BETWEEN_SWEEPS.toNanos());
            }
        });
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
