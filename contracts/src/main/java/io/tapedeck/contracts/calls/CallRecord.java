package io.tapedeck.contracts.calls;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of one session at one moment.
 *
 * @param revision grows by one with every event of the session, from 1
 * @param callId the SIP Call-ID of the session's first dialog, as the phone wrote it
 * @param didNumber the number that was dialled from outside; empty for calls that began inside
 * @param outboundCallerId the number shown to a trunk; empty when no trunk was used
 * @param trunkName name of the trunk used; empty when none was
 * @param statusCode SIP status of the failure; 0 when the call was answered or is still going on
 * @param orders the recordings that were ordered; what recording assurance compares with
 * @param timeline what was done during the call, in order; bounded, the first ones are kept
 */
public record CallRecord(
        SessionId sessionId,
        int revision,
        TenantId tenantId,
        String tenantName,
        String callId,
        Direction direction,
        Party caller,
        Party callee,
        String didNumber,
        String outboundCallerId,
        String trunkName,
        Instant startedAt,
        @Nullable Instant ringingAt,
        @Nullable Instant answeredAt,
        @Nullable Instant endedAt,
        @Nullable EndedReason endedReason,
        int statusCode,
        String userData,
        List<CallTarget> targets,
        List<RecordingOrder> orders,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TimelineEntry> timeline) {

    public CallRecord {
        targets = List.copyOf(targets);
        orders = List.copyOf(orders);
        timeline = timeline == null ? List.of() : List.copyOf(timeline); // older events have none
    }

    /** A call in which nothing was done but to talk. */
    public CallRecord(
            SessionId sessionId,
            int revision,
            TenantId tenantId,
            String tenantName,
            String callId,
            Direction direction,
            Party caller,
            Party callee,
            String didNumber,
            String outboundCallerId,
            String trunkName,
            Instant startedAt,
            @Nullable Instant ringingAt,
            @Nullable Instant answeredAt,
            @Nullable Instant endedAt,
            @Nullable EndedReason endedReason,
            int statusCode,
            String userData,
            List<CallTarget> targets,
            List<RecordingOrder> orders) {
        this(
                sessionId,
                revision,
                tenantId,
                tenantName,
                callId,
                direction,
                caller,
                callee,
                didNumber,
                outboundCallerId,
                trunkName,
                startedAt,
                ringingAt,
                answeredAt,
                endedAt,
                endedReason,
                statusCode,
                userData,
                targets,
                orders,
                List.of());
    }
}
