package io.tapedeck.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who must act on a failure. */
public enum Responsible {
    @JsonProperty("caller")
    CALLER,
    @JsonProperty("operator")
    OPERATOR,
    @JsonProperty("us")
    US
}
