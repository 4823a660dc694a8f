package io.tapedeck.gateway.catalogue;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.calls.CallType;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.contracts.calls.TimelineEntry;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call as cdr-service tells it.
 *
 * @param state {@code in_progress} or {@code completed}
 * @param durationSeconds from answer to end
 * @param timeline what was done during the call, in order
 */
public record CatalogueCdr(
        SessionId sessionId,
        TenantId tenantId,
        String tenantName,
        String callId,
        String caller,
        String callerDisplayName,
        String callerDomain,
        String callee,
        String calleeDomain,
        String didCid,
        String outboundCallerId,
        Direction direction,
        String trunkName,
        String state,
        Instant startTime,
        @Nullable Instant ringTime,
        @Nullable Instant answeredTime,
        @Nullable Instant endedTime,
        @Nullable BigDecimal durationSeconds,
        @Nullable EndedReason endedReason,
        int statusCode,
        String userData,
        List<Target> targets,
        List<CatalogueRecording> recordings,
        List<TimelineEntry> timeline) {

    public CatalogueCdr {
        targets = targets == null ? List.of() : List.copyOf(targets);
        recordings = recordings == null ? List.of() : List.copyOf(recordings);
        timeline = timeline == null ? List.of() : List.copyOf(timeline);
    }

    /** One destination that was tried. */
    public record Target(
            int id,
            CallType callType,
            String caller,
            String callee,
            String destination,
            String trunkName,
            String outboundCallerId,
            Instant startTime,
            @Nullable Instant ringTime,
            @Nullable Instant answeredTime,
            @Nullable Instant endedTime,
            @Nullable EndedReason endReason,
            int statusCode) {}
}
