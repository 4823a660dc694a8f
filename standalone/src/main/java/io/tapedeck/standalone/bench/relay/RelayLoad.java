package io.tapedeck.standalone.bench.relay;

import java.time.Duration;

/**
 * What a relay has to carry.
 *
 * @param settle under full load before anything is measured; a JVM compiles its code in it
 * @param duration measured; zero for calls without media
 */
public record RelayLoad(int calls, Duration settle, Duration duration, boolean recorded) {

    /** What the generator's port scheme has room for. */
    private static final int MOST_CALLS = 5_000;

    public RelayLoad {
        if (calls < 1 || calls > MOST_CALLS) {
            throw new IllegalArgumentException("calls must be 1 to " + MOST_CALLS + ", was " + calls);
        }
        if (settle.isNegative() || duration.isNegative()) {
            throw new IllegalArgumentException("times must not be negative");
        }
    }

    boolean hasMedia() {
        return duration.isPositive();
    }
}
