package io.tapedeck.testkit.time;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waiting for a condition with a deadline: looks every 10 ms and fails with an {@link AssertionError} that can be read. */
public final class Eventually {

    private static final long PAUSE_NANOS = 10_000_000;

    private Eventually() {}

    /** The first value that is not null. */
    public static <T> T value(Supplier<@Nullable T> supplier, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            T value = supplier.get();
            if (value != null) {
                return value;
            }
            pauseOrFail(deadline, within, "a value", null);
        }
    }

    /** @param what completes the sentence "after 5000 ms still waiting for: …" */
    public static void holds(BooleanSupplier condition, Duration within, String what) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            pauseOrFail(deadline, within, what, null);
        }
    }

    /** Repeats the assertions until none of them fails; at the deadline the last failure is the cause. */
    public static void passes(Assertions assertions, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            try {
                assertions.check();
                return;
            } catch (AssertionError notYet) {
                pauseOrFail(deadline, within, String.valueOf(notYet.getMessage()), notYet);
            } catch (Exception broken) {
                throw new AssertionError("the check itself failed: " + broken, broken);
            }
        }
    }

    private static void pauseOrFail(long deadline, Duration within, String what, @Nullable Throwable cause) {
        if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
            throw new AssertionError("after " + within.toMillis() + " ms still waiting for: " + what, cause);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /** Assertions that may throw anything. */
    @FunctionalInterface
    public interface Assertions {
        void check() throws Exception;
    }
}
