package io.tapedeck.capture.control;

import java.time.Duration;

/**
 * What controllers that come over TCP may ask of us.
 *
 * @param connections at a time; more are closed at once
 * @param largestRequest bytes
 * @param requestTime how long one request may take to arrive: who sends a byte a second holds no thread for long
 * @param idleTime how long a connection without a request stays open
 * @param waitingReplies messages to a controller that does not read; one more and it is closed
 */
record StreamLimits(int connections, int largestRequest, Duration requestTime, Duration idleTime, int waitingReplies) {

    static StreamLimits of(int connections, Duration idleTime, Duration requestTime) {
        return new StreamLimits(connections, 256 << 10, requestTime, idleTime, 1_000);
    }
}
