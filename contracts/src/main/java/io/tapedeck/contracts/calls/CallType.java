package io.tapedeck.contracts.calls;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a target was called. */
public enum CallType {
    @JsonProperty("normal_call")
    NORMAL_CALL,
    @JsonProperty("queue_call")
    QUEUE_CALL,
    @JsonProperty("ring_group_call")
    RING_GROUP_CALL,
    @JsonProperty("callback")
    CALLBACK,
    @JsonProperty("queue_callback")
    QUEUE_CALLBACK
}
