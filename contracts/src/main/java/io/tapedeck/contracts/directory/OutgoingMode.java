package io.tapedeck.contracts.directory;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a caller has a say in the recording of an outgoing call. */
public enum OutgoingMode {
    /** What the rules say is recorded. */
    @JsonProperty("all")
    ALL,
    /** Of what the rules say, that is recorded to which the caller agrees before the call is placed. */
    @JsonProperty("ask")
    ASK
}
