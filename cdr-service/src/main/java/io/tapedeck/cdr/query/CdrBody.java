package io.tapedeck.cdr.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tapedeck.cdr.cdr.Closure;
import io.tapedeck.cdr.cdr.Dossier;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.CallTarget;
import io.tapedeck.contracts.calls.CallType;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.contracts.calls.TimelineEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A CDR as internal HTTP shows it; what has not happened is absent.
 *
 * @param state {@code in_progress} or {@code completed}
 * @param durationSeconds from the answer to the end, in whole seconds; absent when nobody answered
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CdrBody(
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
        @Nullable Long durationSeconds,
        @Nullable EndedReason endedReason,
        int statusCode,
        String userData,
        List<TargetBody> targets,
        List<RecordingBody> recordings,
        List<TimelineEntry> timeline) {

    /** One destination that was tried. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TargetBody(
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
            int statusCode) {

        static TargetBody of(CallTarget target) {
            return new TargetBody(
                    target.id(),
                    target.callType(),
                    target.caller(),
                    target.callee(),
                    target.destination(),
                    target.trunkName(),
                    target.outboundCallerId(),
                    target.startedAt(),
                    target.ringingAt(),
                    target.answeredAt(),
                    target.endedAt(),
                    target.endReason(),
                    target.statusCode());
        }
    }

    static CdrBody of(Dossier dossier) {
        CallRecord call = Objects.requireNonNull(dossier.call());
        Closure end = dossier.closure();
        return new CdrBody(
                call.sessionId(),
                call.tenantId(),
                call.tenantName(),
                call.callId(),
                call.caller().number(),
                call.caller().displayName(),
                call.caller().domain(),
                call.callee().number(),
                call.callee().domain(),
                call.didNumber(),
                call.outboundCallerId(),
                call.direction(),
                call.trunkName(),
                end == null ? "in_progress" : "completed",
                call.startedAt(),
                call.ringingAt(),
                call.answeredAt(),
                end == null ? null : end.endedAt(),
                spoken(call, end),
                end == null ? null : end.reason(),
                call.statusCode(),
                call.userData(),
                call.targets().stream().map(TargetBody::of).toList(),
                recordings(dossier),
                call.timeline());
    }

    private static @Nullable Long spoken(CallRecord call, @Nullable Closure end) {
        Instant answered = call.answeredAt();
        return answered == null || end == null
                ? null
                : Math.max(0, Duration.between(answered, end.endedAt()).toSeconds());
    }

    private static List<RecordingBody> recordings(Dossier dossier) {
        return dossier.recordings().values().stream()
                .sorted(Comparator.comparing(entry -> entry.id().value()))
                .map(RecordingBody::of)
                .toList();
    }
}
