package io.tapedeck.conversion.timeline;

import java.time.Duration;

/**
 * A stretch of a recording, counted from its first sample.
 *
 * @param to exclusive
 */
public record Span(Duration from, Duration to) {

    public Span {
        if (to.compareTo(from) < 0) {
            throw new IllegalArgumentException("a span ends at " + to + ", before it starts at " + from);
        }
    }
}
