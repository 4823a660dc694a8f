package io.tapedeck.capture.control;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How much controllers may have at a time. What is beyond is refused with its reason, and changes nothing.
 *
 * @param calls on this node
 * @param recordings orders of one call, active or stopped
 * @param intervals between start, stop, pause and resumption, of all recordings of one call; a pause and a stop are never refused
 * @param subscriptions of one call; each costs a packet out for every packet in
 * @param tags of one call, those of forks that lost included
 */
@ConfigurationProperties("tapedeck.capture.limits")
record CallLimits(int calls, int recordings, int intervals, int subscriptions, int tags) {

    CallLimits {
        if (calls < 1 || recordings < 1 || intervals < 1 || subscriptions < 0 || tags < 2) {
            throw new IllegalArgumentException(
                    "tapedeck.capture.limits: a call has two tags and everything else one at least");
        }
    }
}
