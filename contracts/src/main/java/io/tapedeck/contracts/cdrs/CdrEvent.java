package io.tapedeck.contracts.cdrs;

import com.fasterxml.jackson.annotation.JsonTypeName;

/** A call detail record was completed or changed afterwards. */
public sealed interface CdrEvent {

    Cdr cdr();

    /** The call is over. Recordings may still follow; they come as {@link CdrUpdated}. */
    @JsonTypeName("tapedeck.cdrs.CdrCompleted.v1")
    record CdrCompleted(Cdr cdr) implements CdrEvent {}

    /** Something of a completed CDR changed, such as the state of a recording. */
    @JsonTypeName("tapedeck.cdrs.CdrUpdated.v1")
    record CdrUpdated(Cdr cdr) implements CdrEvent {}
}
