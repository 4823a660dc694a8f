package io.tapedeck.conversion.worker;

import io.tapedeck.conversion.raw.FetchRules;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Settings of fetching raw captures.
 *
 * @param shared a spool that this worker can read; empty for none
 * @param room what copies of running jobs may take of the workspace
 * @param connectWithin a capture node that takes longer is away
 * @param silence a capture node that sends nothing for so long is away
 * @param tries in a row without a single byte, before the job waits for another time
 */
@ConfigurationProperties("tapedeck.conversion.raw")
public record FetchSettings(String shared, DataSize room, Duration connectWithin, Duration silence, int tries) {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    public FetchSettings {
        if (room.toMegabytes() < 1 || tries < 1) {
            throw new IllegalArgumentException(
                    "tapedeck.conversion.raw: room must be at least 1MB and tries at least 1");
        }
        if (connectWithin.toMillis() < 1 || silence.toMillis() < 1) {
            throw new IllegalArgumentException("tapedeck.conversion.raw: time-outs must be positive");
        }
    }

    @Nullable
    Path sharedSpool() {
        return shared.isBlank() ? null : Path.of(shared);
    }

    FetchRules rules(Path directory, String token) {
        int megabytes = (int) Math.min(room.toMegabytes(), Integer.MAX_VALUE);
        return new FetchRules(directory, megabytes, token, connectWithin, silence, tries, FIRST_PAUSE);
    }

    /**
     * What internal HTTP asks for.
     *
     * @param token shown to capture nodes; empty: none
     */
    @ConfigurationProperties("tapedeck.internal")
    public record InternalAccess(String token) {

        /** Keeps the secret out of logs. */
        @Override
        public String toString() {
            return token.isEmpty() ? "InternalAccess[open]" : "InternalAccess[with token]";
        }
    }
}
