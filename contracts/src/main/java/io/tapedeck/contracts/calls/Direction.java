package io.tapedeck.contracts.calls;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The direction as the end user sees it. */
public enum Direction {
    /** From outside to a user. */
    @JsonProperty("in")
    IN,
    /** From a user to outside. */
    @JsonProperty("out")
    OUT,
    /** From outside to outside. */
    @JsonProperty("in2out")
    IN2OUT,
    /** Between users of the platform. */
    @JsonProperty("internal")
    INTERNAL
}
