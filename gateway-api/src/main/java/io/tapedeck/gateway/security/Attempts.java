package io.tapedeck.gateway.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;

/** Counts wrong logins per address, so that passwords cannot be guessed and the hashing cannot be used to tire us. */
final class Attempts {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int ADDRESSES = 10_000;

    private final int most;
    private final Clock clock;

    /** Oldest first. Guarded by itself. */
    private final LinkedHashMap<String, Window> windows = new LinkedHashMap<>();

    Attempts(int most, Clock clock) {
        this.most = most;
        this.clock = clock;
    }

    private record Window(Instant end, int failures) {}

    boolean mayTry(String address) {
        synchronized (windows) { // guards windows; held for a map look-up
            return current(address).failures < most;
        }
    }

    void failed(String address) {
        synchronized (windows) { // guards windows; held for a map look-up
            Window window = current(address);
            if (windows.size() >= ADDRESSES) {
                windows.pollFirstEntry();
            }
            windows.put(address, new Window(window.end, window.failures + 1));
        }
    }

    private Window current(String address) {
        Instant now = clock.instant();
        Window window = windows.get(address);
        return window == null || !now.isBefore(window.end) ? new Window(now.plus(WINDOW), 0) : window;
    }
}
