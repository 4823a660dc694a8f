package io.tapedeck.contracts.directory;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a call whose caller was asked and pressed no key, or could not be asked. */
public enum Unanswered {
    @JsonProperty("record")
    RECORD,
    @JsonProperty("skip")
    SKIP
}
