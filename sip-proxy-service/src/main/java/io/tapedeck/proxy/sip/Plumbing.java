package io.tapedeck.proxy.sip;

import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * What everything that proxies needs.
 *
 * @param executor for what may wait for others
 */
record Plumbing(
        SipEdge edge,
        Replies replies,
        Forwarding forwarding,
        Timers timers,
        Clock clock,
        SipServerSettings settings,
        Executor executor,
        Branches branches) {

    Plumbing(
            SipEdge edge,
            Replies replies,
            Forwarding forwarding,
            Timers timers,
            Clock clock,
            SipServerSettings settings,
            Executor executor) {
        this(edge, replies, forwarding, timers, clock, settings, executor, new Branches());
    }
}
