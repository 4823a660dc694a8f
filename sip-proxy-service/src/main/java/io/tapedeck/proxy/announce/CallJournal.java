package io.tapedeck.proxy.announce;

import io.tapedeck.contracts.calls.CallEvent;

/** Durable first, Kafka later. Safe for any thread; never waits for Kafka. */
public interface CallJournal {

    /**
     * Returns when the event is with the operating system. Events of one session must come in order.
     *
     * @param node the capture node of the session, as {@code host:port}; empty when it has none
     */
    void publish(String node, CallEvent event);
}
