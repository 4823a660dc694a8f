package io.tapedeck.proxy.sip;

import org.jspecify.annotations.Nullable;

/**
 * Does one thing after the other, though one of them fails: for endings, of which no part may be left out because of a mistake of ours
 * in another. The first failure is the one that counts; the others stand beside it. Belongs to one thread.
 */
final class Thorough {

    private @Nullable Throwable first;

    Thorough() {}

    /** @param first what has failed already */
    Thorough(Throwable first) {
        this.first = first;
    }

    void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            if (first == null) {
                first = e;
            } else if (!first.equals(e)) {
                first.addSuppressed(e);
            }
        }
    }

    /** To whoever decides what comes of it. */
    void complain() {
        if (first instanceof RuntimeException mistake) {
            throw mistake;
        }
        if (first instanceof Error error) {
            throw error;
        }
    }
}
