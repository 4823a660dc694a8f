package io.tapedeck.acceptance;

import java.util.List;

/** Closing several things of which each may fail: none keeps the next from being closed, or hides why one had to. */
final class Closing {

    private Closing() {}

    /** After a failure, which keeps those of closing beside it. */
    static void after(Throwable failure, List<? extends AutoCloseable> begun) {
        for (AutoCloseable one : begun) {
            try {
                one.close();
            } catch (Exception | AssertionError e) {
                failure.addSuppressed(e);
            }
        }
    }

    /**
     * In this order.
     *
     * @throws AssertionError with what failed beside it
     */
    static void all(List<? extends AutoCloseable> begun) {
        var failure = new AssertionError("not everything could be closed");
        after(failure, begun);
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
