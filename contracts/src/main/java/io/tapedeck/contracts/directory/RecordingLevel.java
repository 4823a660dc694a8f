package io.tapedeck.contracts.directory;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where recording rules can stand, from the general to the particular. */
public enum RecordingLevel {
    @JsonProperty("platform")
    PLATFORM,
    @JsonProperty("tenant")
    TENANT,
    @JsonProperty("team")
    TEAM,
    @JsonProperty("user")
    USER,
    @JsonProperty("device")
    DEVICE
}
