package io.tapedeck.proxy.sip;

import java.time.Duration;

/**
 * What others may have of the TCP port.
 *
 * @param connections at a time; each costs two threads of the stack
 * @param perSource of one address (IPv6: of one /64), which may be an office behind NAT
 * @param strangerTime how long a connection may be without a message while nobody on it has said who he is
 * @param idleTime the same for one that a device or trunk was authenticated on
 */
public record ConnectionLimits(int connections, int perSource, Duration strangerTime, Duration idleTime) {

    public ConnectionLimits {
        if (connections < 1 || perSource < 1) {
            throw new IllegalArgumentException("at least one connection has to be allowed");
        }
        if (!strangerTime.isPositive() || idleTime.compareTo(strangerTime) < 0) {
            throw new IllegalArgumentException(
                    "strangerTime must be positive and idleTime no shorter: " + strangerTime + ", " + idleTime);
        }
    }
}
