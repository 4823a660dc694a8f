package io.tapedeck.gateway.cdrs;

import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One list of calls at a time for each tenant, so that nobody waits for those of others; each ends some time. */
final class ExportTurns {

    /** A million calls take about this long. */
    static final Duration LONGEST = Duration.ofMinutes(15);

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Clock clock;
    private final Set<String> taken = ConcurrentHashMap.newKeySet();

    ExportTurns(Clock clock) {
        this.clock = clock;
    }

    /**
     * The turn of the caller's tenant, of a caller of the platform their own.
     *
     * @throws Refusal 503 while it is taken
     */
    Turn take(Caller caller) {
        String owner = caller.isPlatform() ? "platform " + caller.name() : "tenant " + caller.tenant();
        if (!taken.add(owner)) {
            throw Refusal.retryLater(Reason.BUSY, "A list of calls is being downloaded already.", SOON);
        }
        return new Turn(owner, clock.instant().plus(LONGEST));
    }

    /** Ends when it is closed. */
    final class Turn implements AutoCloseable {

        private final String owner;
        private final Instant end;

        private Turn(String owner, Instant end) {
            this.owner = owner;
            this.end = end;
        }

        /**
         * @throws IOException when it takes too long: the connection breaks, so that nobody takes a part for the whole
         */
        void requireTime() throws IOException {
            if (clock.instant().isAfter(end)) {
                throw new IOException("a list of calls was downloaded for more than " + LONGEST);
            }
        }

        @Override
        public void close() {
            taken.remove(owner);
        }
    }
}
