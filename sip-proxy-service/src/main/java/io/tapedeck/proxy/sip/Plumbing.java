package io.tapedeck.proxy.sip;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * What everything that proxies needs.
 *
 * @param executor for what may wait for others
 * @param branches the branches that may still get a response, by the branch id in our Via
 */
record Plumbing(
        SipEdge edge,
        Replies replies,
        Forwarding forwarding,
        Timers timers,
        Clock clock,
        SipServerSettings settings,
        Executor executor,
        Map<String, Branch> branches) {

    Plumbing(
            SipEdge edge,
            Replies replies,
            Forwarding forwarding,
            Timers timers,
            Clock clock,
            SipServerSettings settings,
            Executor executor) {
        this(edge, replies, forwarding, timers, clock, settings, executor, new ConcurrentHashMap<>());
    }
}
