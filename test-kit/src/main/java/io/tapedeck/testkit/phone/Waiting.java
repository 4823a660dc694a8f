package io.tapedeck.testkit.phone;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits of callers for what happens on a loop. */
final class Waiting {

    private Waiting() {}

    static <T> T valueOr(CompletableFuture<T> future, Duration within, T otherwise) {
        try {
            return future.get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return otherwise;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a phone's future failed", e);
        }
    }

    static boolean isDone(CompletableFuture<?> future, Duration within) {
        return valueOr(future.handle((value, failure) -> true), within, false);
    }
}
