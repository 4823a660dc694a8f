package io.tapedeck.contracts.captures;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a capture was closed. */
public enum SealReason {
    @JsonProperty("call_ended")
    CALL_ENDED,
    @JsonProperty("media_timeout")
    MEDIA_TIMEOUT,
    /** Recording was stopped and never resumed before the call ended. */
    @JsonProperty("stopped")
    STOPPED,
    /** The node was stopped in an orderly way while the call was up. */
    @JsonProperty("shutdown")
    SHUTDOWN,
    /** The node found the capture open when it started. */
    @JsonProperty("recovered")
    RECOVERED
}
