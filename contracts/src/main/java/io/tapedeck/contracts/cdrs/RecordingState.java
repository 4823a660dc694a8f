package io.tapedeck.contracts.cdrs;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a recording stands. */
public enum RecordingState {
    /** Packets are being kept. */
    @JsonProperty("recording")
    RECORDING,
    /** The call is over, the media file is being made. */
    @JsonProperty("converting")
    CONVERTING,
    /** The media file can be played. */
    @JsonProperty("ready")
    READY,
    /** No media file could be made; the reason stands beside it. */
    @JsonProperty("failed")
    FAILED,
    /** Not wanted after all, by a setting. */
    @JsonProperty("discarded")
    DISCARDED
}
