package io.tapedeck.proxy.routing;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which nonce counts were used already (RFC 7616, 3.3). Bounded: when the table is full the nonce that was first used
 * longest ago is forgotten, and from then on no unknown nonce of its age or older is accepted, so that forgetting never
 * lets a replay in; the phone merely answers one more challenge.
 */
final class NonceCounts {

    private final int capacity;
    private final Map<String, Window> windows = new LinkedHashMap<>();
    private Instant forgottenUntil;

    /**
     * @param unknownUntil nobody remembers what was used up to then: nonces from before a restart are signed as well
     */
    NonceCounts(int capacity, Instant unknownUntil) {
        this.capacity = capacity;
        forgottenUntil = unknownUntil;
    }

    /**
     * @return false when this count was used before, or nobody can tell any more
     */
    // The lock guards the table and the horizon; it is held for a few look-ups.
    synchronized boolean use(String nonce, Instant issued, long count) {
        Window window = windows.get(nonce);
        if (window == null) {
            if (!issued.isAfter(forgottenUntil)) {
                return false;
            }
            window = new Window(issued);
            windows.put(nonce, window);
            forgetSurplus();
        }
        return window.use(count);
    }

    private void forgetSurplus() {
        while (windows.size() > capacity) {
            var eldest = windows.entrySet().iterator().next();
            Instant issued = eldest.getValue().issued;
            forgottenUntil = issued.isAfter(forgottenUntil) ? issued : forgottenUntil;
            windows.remove(eldest.getKey());
        }
    }

    /** The last 64 counts as a bit mask, as IPsec does it (RFC 4303, 3.4.3): UDP may swap two requests. */
    private static final class Window {

        private final Instant issued;
        private long highest;
        private long seen;

        Window(Instant issued) {
            this.issued = issued;
        }

        boolean use(long count) {
            if (count > highest) {
                long ahead = count - highest;
                seen = ahead >= Long.SIZE ? 1 : seen << ahead | 1;
                highest = count;
                return true;
            }
            long behind = highest - count;
            if (behind >= Long.SIZE || (seen >> behind & 1) == 1) {
                return false;
            }
            seen |= 1L << behind;
            return true;
        }
    }
}
