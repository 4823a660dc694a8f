package io.tapedeck.cdr.query;

import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PressedKey;
import java.time.Instant;

/**
 * A key that was pressed, as internal HTTP shows it.
 *
 * @param party who pressed it
 */
record KeyBody(Side party, String key, Instant time, long durationMs, PressedKey.Source source) {

    static KeyBody of(PressedKey key) {
        return new KeyBody(key.side(), key.key(), key.at(), key.length().toMillis(), key.source());
    }
}
