package io.tapedeck.cdr.cdr;

import static java.util.stream.Collectors.groupingBy;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.captures.CaptureEvent;
import io.tapedeck.contracts.deliveries.DeliveryEvent;
import io.tapedeck.contracts.recordings.RecordingEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Enters what is heard into the ledger. A list of events is entered in one transaction; entering it twice changes
 * nothing. May be called from several threads.
 */
public final class CdrBook {

    private final Ledger ledger;
    private final Bell outboxFilled;
    private final Figures figures;
    private final InstantSource clock;

    public CdrBook(Ledger ledger, Bell outboxFilled, Figures figures, InstantSource clock) {
        this.ledger = ledger;
        this.outboxFilled = outboxFilled;
        this.figures = figures;
        this.clock = clock;
    }

    /**
     * @throws LedgerUnavailable when nothing was entered and the call may be repeated
     */
    public void enterCalls(List<CallEvent> events) {
        enter(events, event -> event.call().sessionId(), Dossier::after);
    }

    /**
     * @throws LedgerUnavailable when nothing was entered and the call may be repeated
     */
    public void enterCaptures(List<CaptureEvent> events) {
        enter(events, CaptureEvent::sessionId, Dossier::after);
    }

    /**
     * @throws LedgerUnavailable when nothing was entered and the call may be repeated
     */
    public void enterRecordings(List<RecordingEvent> events) {
        enter(events, RecordingEvent::sessionId, Dossier::after);
    }

    /**
     * @throws LedgerUnavailable when nothing was entered and the call may be repeated
     */
    public void enterDeliveries(List<DeliveryEvent> events) {
        ledger.note(events);
    }

    /** Marks as failed what was ordered, but not captured, in calls that ended before the given grace. */
    public void sweep(Duration grace, int limit) {
        List<SessionId> late = ledger.awaitingSince(clock.instant().minus(grace), limit);
        if (late.isEmpty()) {
            return;
        }
        List<Revision> revisions = ledger.revise(late, Dossier::afterGrace);
        figures.notCaptured(revisions.stream().mapToInt(CdrBook::givenUp).sum());
        tell(revisions);
    }

    /**
     * Closes calls whose end is lost. The call's own end, if it is told after all, corrects that.
     *
     * @param grace how long after the last news a call goes on whose captures are all sealed
     * @param silence how long after the last news any other call goes on
     */
    public void closeUnended(Duration grace, Duration silence, int limit) {
        Instant now = clock.instant();
        close(ledger.sealedWithoutEnd(now.minus(grace), limit), Dossier::afterLastSeal);
        close(ledger.silentSince(now.minus(silence), limit), Dossier::afterSilence);
    }

    private void close(List<SessionId> unended, UnaryOperator<Dossier> end) {
        if (unended.isEmpty()) {
            return;
        }
        List<Revision> revisions = ledger.revise(unended, end);
        if (!revisions.isEmpty()) {
            figures.endLost(revisions.size());
            tell(revisions);
        }
    }

    private static int givenUp(Revision revision) {
        return revision.before().awaited().size() - revision.after().awaited().size();
    }

    private <E> void enter(List<E> events, Function<E, SessionId> about, BiFunction<Dossier, E, Dossier> step) {
        Map<SessionId, List<E>> bySession = events.stream().collect(groupingBy(about));
        tell(ledger.revise(bySession.keySet(), dossier -> {
            Dossier now = dossier;
            for (E event : Objects.requireNonNull(bySession.get(dossier.sessionId()))) {
                now = step.apply(now, event);
            }
            return now;
        }));
    }

    private void tell(List<Revision> revisions) {
        if (revisions.stream().anyMatch(revision -> revision.news().isPresent())) {
            outboxFilled.ring();
        }
        for (Revision revision : revisions) {
            revision.becamePlayable().forEach(entry -> figures.becamePlayable(waited(revision.after(), entry)));
        }
    }

    private Duration waited(Dossier dossier, CatalogueEntry entry) {
        var mediaEnd = Objects.requireNonNull(entry.startedAt()).plus(Objects.requireNonNull(entry.duration()));
        return Duration.between(dossier.spokenUntil().orElse(mediaEnd), clock.instant());
    }
}
