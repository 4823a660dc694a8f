package io.tapedeck.contracts.calls;

import com.fasterxml.jackson.annotation.JsonTypeName;

/**
 * What happened to one session, in order. Every event carries the whole state of the call, so a consumer keeps the one
 * with the highest revision and needs no other.
 */
public sealed interface CallEvent {

    CallRecord call();

    /** An INVITE was accepted for routing. */
    @JsonTypeName("tapedeck.calls.CallStarted.v1")
    record CallStarted(CallRecord call) implements CallEvent {}

    /** A target rings, answers or fails, or the parties change. */
    @JsonTypeName("tapedeck.calls.CallChanged.v1")
    record CallChanged(CallRecord call) implements CallEvent {}

    /** Somebody answered. */
    @JsonTypeName("tapedeck.calls.CallAnswered.v1")
    record CallAnswered(CallRecord call) implements CallEvent {}

    /** The session is over; {@link CallRecord#endedAt()} is set. Busy, cancelled and failed calls end like this too. */
    @JsonTypeName("tapedeck.calls.CallEnded.v1")
    record CallEnded(CallRecord call) implements CallEvent {}
}
