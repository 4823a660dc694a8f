package io.tapedeck.proxy.announce;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.calls.CallRecord;
import java.util.Optional;

/** Durable first, Kafka later. Safe for any thread; never waits for Kafka. */
public interface CallJournal {

    /**
     * Returns when the event is with the operating system. Events of one session must come in order.
     *
     * @param node the capture node of the session, as {@code host:port}; empty when it has none
     */
    void publish(String node, CallEvent event);

    /** A session whose end has not been told, by this proxy or by the one whose place it has taken, as it was told last. */
    default Optional<OpenCall> open(SessionId session) {
        return Optional.empty();
    }

    /**
     * @param node as in {@link #publish}
     */
    record OpenCall(String node, CallRecord call) {}
}
