package io.tapedeck.proxy.sip;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What everything that proxies needs.
 *
 * @param branches the branches that may still get a response, by the branch id in our Via
 */
record Plumbing(
        SipEdge edge,
        Replies replies,
        Forwarding forwarding,
        Timers timers,
        Clock clock,
        SipServerSettings settings,
        Map<String, Branch> branches) {

    Plumbing(
            SipEdge edge,
            Replies replies,
            Forwarding forwarding,
            Timers timers,
            Clock clock,
            SipServerSettings settings) {
        this(edge, replies, forwarding, timers, clock, settings, new ConcurrentHashMap<>());
    }
}
