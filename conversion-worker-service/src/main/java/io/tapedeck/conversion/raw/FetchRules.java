package io.tapedeck.conversion.raw;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How captures are fetched over HTTP.
 *
 * @param directory where copies lie while their job runs
 * @param room megabytes that all copies together may take; a single larger one is fetched when it is alone
 * @param token shown to capture nodes; empty for none
 * @param connectWithin a node that takes longer is away
 * @param silence a node that sends nothing for so long is away
 * @param tries in a row without a single byte before the job goes back
 * @param pause before the second try; doubled each time
 */
public record FetchRules(
        Path directory, int room, String token, Duration connectWithin, Duration silence, int tries, Duration pause) {

    public FetchRules {
        if (room < 1 || tries < 1) {
            throw new IllegalArgumentException("room and tries must be at least 1, were " + room + " and " + tries);
        }
        if (connectWithin.toMillis() < 1 || silence.toMillis() < 1 || pause.isNegative()) {
            throw new IllegalArgumentException("time-outs must be positive, pauses not negative");
        }
    }

    /** Keeps the secret out of logs. */
    @Override
    public String toString() {
        return "FetchRules[directory=" + directory + ", room=" + room + " MB]";
    }
}
