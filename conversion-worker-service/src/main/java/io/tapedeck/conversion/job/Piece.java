package io.tapedeck.conversion.job;

import java.time.Duration;

/**
 * A stretch of a call that a file holds, counted from the moment of the file's first sample.
 *
 * @param to exclusive
 * @param heard the sound of the call; otherwise silence of that length
 */
public record Piece(Duration from, Duration to, boolean heard) {

    private static final Duration NEVER = Duration.ofDays(36_500);

    public Piece {
        if (to.compareTo(from) < 0) {
            throw new IllegalArgumentException("a piece ends at " + to + ", before it starts at " + from);
        }
    }

    /** A call from its beginning to its last sound. */
    public static Piece wholeCall() {
        return new Piece(Duration.ZERO, NEVER, true);
    }

    /** Whether it ends with the last sound. */
    public boolean endless() {
        return to.equals(NEVER);
    }

    public Duration length() {
        return to.minus(from);
    }

    Piece from(Duration zero) {
        return new Piece(from.minus(zero), to.minus(zero), heard);
    }
}
