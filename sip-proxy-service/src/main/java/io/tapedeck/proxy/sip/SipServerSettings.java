package io.tapedeck.proxy.sip;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * @param listenHost address to bind; {@code 0.0.0.0} for all
 * @param listenPort the same for UDP and TCP; 0 for any free one
 * @param advertisedHost what others are to reach us by; null for the address of the interface towards the peer
 * @param timerC how long a target may ring without another provisional response (RFC 3261, 16.6 step 11: over 3 min)
 * @param inviteTimeout how long a target may be silent before it counts as unreachable (408); at most timer B, 32 s
 * @param maxSessions calls at a time; more are answered 503 with Retry-After
 * @param tcp what others may have of the TCP port
 * @param mediaCheckInterval how often every call is looked up on its capture node, for calls whose BYE never comes
 */
public record SipServerSettings(
        String listenHost,
        int listenPort,
        @Nullable String advertisedHost,
        Duration timerC,
        Duration inviteTimeout,
        int maxSessions,
        ConnectionLimits tcp,
        Duration mediaCheckInterval) {

    private static final int HIGHEST_PORT = 65_535;
    private static final Duration TIMER_B = Duration.ofSeconds(32);

    public SipServerSettings {
        if (listenHost.isBlank()) {
            throw new IllegalArgumentException("the address to listen on is empty");
        }
        if (listenPort < 0 || listenPort > HIGHEST_PORT) {
            throw new IllegalArgumentException("a port lies between 0 and 65535, was " + listenPort);
        }
        if (advertisedHost != null && advertisedHost.isBlank()) {
            throw new IllegalArgumentException("the advertised host is empty; leave it out instead");
        }
        positive("timerC", timerC);
        positive("inviteTimeout", inviteTimeout);
        positive("mediaCheckInterval", mediaCheckInterval);
        if (inviteTimeout.compareTo(TIMER_B) > 0) {
            throw new IllegalArgumentException("inviteTimeout ends with timer B, 32 s, was " + inviteTimeout);
        }
        if (maxSessions <= 0) {
            throw new IllegalArgumentException("maxSessions must be positive, was " + maxSessions);
        }
    }

    /** By then every timer of a call that nobody has answered has run out: 64 * T1 pass after the last one. */
    Duration longestSilence() {
        return timerC.plus(inviteTimeout).plus(TIMER_B).plus(TIMER_B);
    }

    private static void positive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive, was " + duration);
        }
    }
}
