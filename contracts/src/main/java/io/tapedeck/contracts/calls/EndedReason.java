package io.tapedeck.contracts.calls;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a session or one of its targets ended. */
public enum EndedReason {
    @JsonProperty("caller_disconnect")
    CALLER_DISCONNECT,
    @JsonProperty("callee_disconnect")
    CALLEE_DISCONNECT,
    @JsonProperty("replaced")
    REPLACED,
    @JsonProperty("referred")
    REFERRED,
    @JsonProperty("redirected")
    REDIRECTED,
    @JsonProperty("blind_transfer_complete")
    BLIND_TRANSFER_COMPLETE,
    @JsonProperty("attended_transfer_complete")
    ATTENDED_TRANSFER_COMPLETE,
    /** The caller gave up, or another target answered. */
    @JsonProperty("cancelled")
    CANCELLED,
    /** Nobody took the call: busy, declined, unreachable, not found; the status code says which. */
    @JsonProperty("rejected")
    REJECTED,
    /** Both parties fell silent on the wire and no BYE came. */
    @JsonProperty("media_timeout")
    MEDIA_TIMEOUT,
    /** The platform itself was interrupted while the call was up. */
    @JsonProperty("interrupted")
    INTERRUPTED
}
