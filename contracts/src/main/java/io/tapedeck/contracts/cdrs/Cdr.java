package io.tapedeck.contracts.cdrs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.calls.CallType;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.contracts.calls.TimelineEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The CDR as it is pushed out: snake case, times in Unix seconds, 0 for "never". The field names are a promise to other
 * systems.
 */
public record Cdr(
        @JsonProperty("event_type") String eventType,
        @JsonProperty("tenant_id") TenantId tenantId,
        @JsonProperty("tenant_name") String tenantName,
        @JsonProperty("session_id") SessionId sessionId,
        @JsonProperty("call_id") String callId,
        @JsonProperty("caller") String caller,
        @JsonProperty("caller_display_name") String callerDisplayName,
        @JsonProperty("caller_domain") String callerDomain,
        @JsonProperty("callee") String callee,
        @JsonProperty("callee_domain") String calleeDomain,
        @JsonProperty("did_cid") String didNumber,
        @JsonProperty("outbound_caller_id") String outboundCallerId,
        @JsonProperty("direction") Direction direction,
        @JsonProperty("trunk_name") String trunkName,
        @JsonProperty("start_time") long startTime,
        @JsonProperty("ring_time") long ringTime,
        @JsonProperty("answered_time") long answeredTime,
        @JsonProperty("ended_time") long endedTime,
        @JsonProperty("ended_reason") @Nullable EndedReason endedReason,
        @JsonProperty("status_code") int statusCode,
        @JsonProperty("user_data") String userData,
        @JsonProperty("call_targets") List<Target> callTargets,
        @JsonProperty("recordings") List<Recording> recordings,

        @JsonProperty("timeline") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Step> timeline) {

    public Cdr {
        callTargets = List.copyOf(callTargets);
        recordings = List.copyOf(recordings);
        timeline = timeline == null ? List.of() : List.copyOf(timeline);
    }

    /**
     * What was done during the call, or refused.
     *
     * @param by empty for the platform itself
     */
    public record Step(
            @JsonProperty("at") long at,
            @JsonProperty("what") String what,
            @JsonProperty("by") String by,
            @JsonProperty("how") TimelineEntry.Means how,
            @JsonProperty("result") TimelineEntry.Result result) {}

    /** One destination that was tried. */
    public record Target(
            @JsonProperty("id") int id,
            @JsonProperty("call_type") CallType callType,
            @JsonProperty("caller") String caller,
            @JsonProperty("callee") String callee,
            @JsonProperty("destination") String destination,
            @JsonProperty("trunk_name") String trunkName,
            @JsonProperty("start_time") long startTime,
            @JsonProperty("ring_time") long ringTime,
            @JsonProperty("answered_time") long answeredTime,
            @JsonProperty("ended_time") long endedTime,
            @JsonProperty("end_reason") @Nullable EndedReason endReason,
            @JsonProperty("status_code") int statusCode,
            @JsonProperty("outbound_caller_id") String outboundCallerId) {}

    /** A recording of the session. */
    public record Recording(
            @JsonProperty("id") RecordingId id,
            @JsonProperty("state") RecordingState state,
            @JsonProperty("format") MediaFormat format,
            @JsonProperty("duration_ms") long durationMillis) {}
}
