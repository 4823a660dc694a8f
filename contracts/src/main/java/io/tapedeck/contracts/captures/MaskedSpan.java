package io.tapedeck.contracts.captures;

import io.tapedeck.contracts.captures.MediaStream.Side;
import java.time.Instant;

/**
 * What a party sent then is not to be heard in any recording: it pressed keys that were meant for the platform.
 *
 * @param to exclusive
 */
public record MaskedSpan(Side side, Instant from, Instant to) {

    public MaskedSpan {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a span from " + from + " to " + to);
        }
    }
}
