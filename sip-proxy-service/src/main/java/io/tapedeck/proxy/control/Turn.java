package io.tapedeck.proxy.control;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Something that waits for its turn in a call. It is done, or whoever asked gives it up, whichever comes first: what
 * somebody was told is not going to happen does not happen later. Safe for any thread.
 */
public final class Turn extends CompletableFuture<Optional<Verdict>> {

    private final AtomicBoolean decided = new AtomicBoolean();

    /** One that has come already. */
    public static Turn of(Optional<Verdict> outcome) {
        var turn = new Turn();
        turn.take(() -> outcome);
        return turn;
    }

    /** It is its turn. */
    public void take(Supplier<Optional<Verdict>> action) {
        if (!decided.compareAndSet(false, true)) {
            return;
        }
        try {
            complete(action.get());
        } catch (RuntimeException e) {
            completeExceptionally(e);
            throw e;
        }
    }

    /**
     * Waits for it to be done, and gives it up where it has not even begun by then.
     *
     * @return whether it has begun
     */
    public boolean comesWithin(Duration patience) throws InterruptedException {
        try {
            var _ = get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return !cancel(false);
        } catch (ExecutionException _) {
            return true;
        }
    }

    /**
     * @return false when it has begun, or is done
     */
    @Override
    public boolean cancel(boolean mayInterrupt) {
        return decided.compareAndSet(false, true) && super.cancel(mayInterrupt);
    }
}
