package io.tapedeck.gateway.cdrs;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.contracts.calls.TimelineEntry;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.catalogue.CatalogueCdr;
import io.tapedeck.gateway.catalogue.CatalogueCdr.Target;
import io.tapedeck.gateway.recordings.RecordingView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A call detail record as it is shown. */
@Schema(name = "Cdr")
record CdrView(
        UUID sessionId,
        UUID tenantId,
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

        @Schema(allowableValues = {"in_progress", "completed"})
        String state,

        Instant startTime,
        @Nullable Instant ringTime,
        @Nullable Instant answeredTime,
        @Nullable Instant endedTime,

        @Schema(description = "From answer to end") @Nullable
        BigDecimal durationSeconds,

        @Nullable EndedReason endedReason,

        @Schema(description = "SIP status of the failure; 0 when there was none")
        int statusCode,

        String userData,
        List<Target> targets,
        List<RecordingView> recordings,

        @Schema(description = "What was done to the recording during the call, or refused")
        List<TimelineEntry> timeline) {

    /** The call without recordings that belong to tenants the caller does not see. */
    static CdrView of(CatalogueCdr cdr, Caller caller, String base) {
        return new CdrView(
                cdr.sessionId().value(),
                cdr.tenantId().value(),
                cdr.tenantName(),
                cdr.callId(),
                cdr.caller(),
                cdr.callerDisplayName(),
                cdr.callerDomain(),
                cdr.callee(),
                cdr.calleeDomain(),
                cdr.didCid(),
                cdr.outboundCallerId(),
                cdr.direction(),
                cdr.trunkName(),
                cdr.state(),
                cdr.startTime(),
                cdr.ringTime(),
                cdr.answeredTime(),
                cdr.endedTime(),
                cdr.durationSeconds(),
                cdr.endedReason(),
                cdr.statusCode(),
                cdr.userData(),
                cdr.targets(),
                recordings(cdr, caller, base),
                cdr.timeline());
    }

    private static List<RecordingView> recordings(CatalogueCdr cdr, Caller caller, String base) {
        return cdr.recordings().stream()
                .filter(recording -> caller.sees(recording.tenantId()))
                .map(recording -> RecordingView.of(recording, base))
                .toList();
    }
}
