package io.tapedeck.capture.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** For what may go wrong with every request: says it at most every ten seconds, and how often it was silent. */
final class SparseLog {

    private static final long BETWEEN_NANOS = 10_000_000_000L;

    private final Logger log;
    private final LongSupplier nanoTime;
    private final AtomicLong spokeAt;
    private final AtomicLong silent = new AtomicLong();

    SparseLog(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
        this.spokeAt = new AtomicLong(nanoTime.getAsLong() - BETWEEN_NANOS);
    }

    void say(Level level, String what, @Nullable Exception why) {
        long before = spokeAt.get();
        long now = nanoTime.getAsLong();
        if (now - before < BETWEEN_NANOS || !spokeAt.compareAndSet(before, now)) {
            silent.incrementAndGet();
            return;
        }
        long unsaid = silent.getAndSet(0);
        String text = unsaid == 0 ? what : what + " (and " + unsaid + " such before)";
        log.log(level, text, why);
    }
}
