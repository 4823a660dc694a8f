package io.tapedeck.capture.media;

/**
 * How the loop spaces its looks at the sockets. To be woken for every packet is dear, the more so in the real-time
 * class; to rest for a moment after a look that found few lets the next one find several. A loop that found many has no
 * time to rest, an idle one waits in the system for the first packet.
 *
 * @param restNanos what a packet waits at most because of it
 */
record Pace(long restNanos) {

    private static final int FEW = 16;

    /** @return nanoseconds to rest after a look that found so many; 0 for none */
    long restAfter(int datagrams, long nanosToNextTimer) {
        return datagrams > 0 && datagrams < FEW ? Math.min(restNanos, nanosToNextTimer) : 0;
    }
}
