package io.tapedeck.cdr.cdr;

import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.CallTarget;
import io.tapedeck.contracts.calls.TimelineEntry;
import io.tapedeck.contracts.cdrs.Cdr;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The form in which a completed CDR is pushed to other systems: Unix seconds, 0 for never. */
final class PushedCdr {

    private static final String EVENT_TYPE = "call_cdr";

    private PushedCdr() {}

    static Optional<Cdr> of(Dossier dossier) {
        CallRecord call = dossier.call();
        Closure end = dossier.closure();
        return call == null || end == null ? Optional.empty() : Optional.of(pushed(call, end, recordings(dossier)));
    }

    private static Cdr pushed(CallRecord call, Closure end, List<Cdr.Recording> recordings) {
        return new Cdr(
                EVENT_TYPE,
                call.tenantId(),
                call.tenantName(),
                call.sessionId(),
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
                call.startedAt().getEpochSecond(),
                seconds(call.ringingAt()),
                seconds(call.answeredAt()),
                end.endedAt().getEpochSecond(),
                end.reason(),
                call.statusCode(),
                call.userData(),
                call.targets().stream().map(PushedCdr::target).toList(),
                recordings,
                call.timeline().stream().map(PushedCdr::step).toList());
    }

    private static Cdr.Step step(TimelineEntry entry) {
        return new Cdr.Step(
                entry.at().getEpochSecond(),
                entry.what(),
                Objects.requireNonNullElse(entry.by(), ""),
                entry.how(),
                entry.result());
    }

    private static Cdr.Target target(CallTarget target) {
        return new Cdr.Target(
                target.id(),
                target.callType(),
                target.caller(),
                target.callee(),
                target.destination(),
                target.trunkName(),
                target.startedAt().getEpochSecond(),
                seconds(target.ringingAt()),
                seconds(target.answeredAt()),
                seconds(target.endedAt()),
                target.endReason(),
                target.statusCode(),
                target.outboundCallerId());
    }

    /** A recording whose order has not been told yet has no format to name; it follows with its capture's event. */
    private static List<Cdr.Recording> recordings(Dossier dossier) {
        return dossier.recordings().values().stream()
                .sorted(Comparator.comparing(entry -> entry.id().value()))
                .flatMap(PushedCdr::recording)
                .toList();
    }

    private static Stream<Cdr.Recording> recording(CatalogueEntry entry) {
        var format = entry.format();
        long millis =
                Objects.requireNonNullElse(entry.duration(), Duration.ZERO).toMillis();
        return format == null
                ? Stream.empty()
                : Stream.of(new Cdr.Recording(entry.id(), entry.state(), format, millis));
    }

    private static long seconds(@Nullable Instant instant) {
        return instant == null ? 0 : instant.getEpochSecond();
    }
}
