package io.tapedeck.cdr.cdr;

import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.calls.CallEvent.CallEnded;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.contracts.captures.CaptureEvent;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureStarted;
import io.tapedeck.contracts.captures.SealReason;
import io.tapedeck.contracts.recordings.RecordingEvent;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingDiscarded;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingFailed;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingReady;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one session: its call, captures and recordings, and the ordered recordings of which nothing has been
 * heard. Each event gives a new dossier; one that tells nothing new gives an equal one. The order between events of
 * different topics does not matter.
 *
 * @param call the latest revision; null while only captures or recordings were heard of
 * @param closure how the session ended; null while it goes on
 * @param awaited orders of the call without capture or recording, which assurance watches
 */
public record Dossier(
        SessionId sessionId,
        @Nullable CallRecord call,
        @Nullable Closure closure,
        Map<CaptureId, CaptureNote> captures,
        Map<RecordingId, CatalogueEntry> recordings,
        Map<RecordingId, RecordingOrder> awaited) {

    public Dossier {
        captures = Map.copyOf(captures);
        recordings = Map.copyOf(recordings);
        awaited = Map.copyOf(awaited);
    }

    /** A session of which nothing is known yet. */
    public static Dossier empty(SessionId sessionId) {
        return new Dossier(sessionId, null, null, Map.of(), Map.of(), Map.of());
    }

    /** The call is known and over. */
    public boolean completed() {
        return call != null && closure != null;
    }

    Dossier after(CallEvent event) {
        CallRecord told = event.call();
        if (event instanceof CallEnded && told.endedAt() == null) {
            throw new IllegalArgumentException("CallEnded of session " + sessionId + " has no endedAt");
        }
        if (call != null && told.revision() <= call.revision()) {
            return this;
        }
        var orders = new HashMap<>(awaited);
        told.orders().forEach(order -> orders.put(order.recordingId(), order));
        return new Dossier(sessionId, told, closure, captures, recordings, orders).settled();
    }

    Dossier after(CaptureEvent event) {
        return switch (event) {
            case CaptureStarted started -> afterStarted(started);
            case CaptureSealed sealed -> afterSealed(sealed);
        };
    }

    Dossier after(RecordingEvent event) {
        return switch (event) {
            case RecordingReady ready -> withEntry(ready.recordingId(), known -> CatalogueEntry.ready(known, ready));
            case RecordingFailed failed ->
                withEntry(failed.recordingId(), known -> CatalogueEntry.failed(known, failed));
            case RecordingDiscarded discarded ->
                withEntry(discarded.recordingId(), known -> CatalogueEntry.discarded(known, discarded));
        };
    }

    /** What assurance makes of orders that nobody has taken up. */
    Dossier afterGrace() {
        Instant listedAt = call == null ? Instant.EPOCH : call.startedAt();
        var entries = new HashMap<>(recordings);
        awaited.forEach((id, order) -> entries.put(id, CatalogueEntry.notCaptured(order, sessionId, listedAt)));
        return new Dossier(sessionId, call, closure, captures, entries, awaited).settled();
    }

    /** What is made of a call whose captures are all sealed and whose own end never came: it ended with the last of them. */
    Dossier afterLastSeal() {
        return captures.isEmpty() || !captures.values().stream().allMatch(CaptureNote::isSealed) ? this : ended();
    }

    /** What is made of a call of which nothing is heard any more. */
    Dossier afterSilence() {
        return ended();
    }

    private Dossier ended() {
        if (call == null || closure != null) {
            return this;
        }
        EndedReason reason = captures.values().stream()
                .filter(CaptureNote::isSealed)
                .max(Comparator.comparing(CaptureNote::lastSign))
                .filter(last -> last.reason() == SealReason.MEDIA_TIMEOUT)
                .map(_ -> EndedReason.MEDIA_TIMEOUT)
                .orElse(EndedReason.INTERRUPTED);
        var end = new Closure(lastSign(call), reason, true);
        return new Dossier(sessionId, call, end, captures, recordings, awaited).settled();
    }

    /** The last moment at which the call is known to have been up. */
    private Instant lastSign(CallRecord known) {
        return Stream.concat(
                        Stream.of(known.startedAt(), known.ringingAt(), known.answeredAt())
                                .filter(Objects::nonNull),
                        captures.values().stream().map(CaptureNote::lastSign))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private Dossier afterStarted(CaptureStarted started) {
        if (captures.containsKey(started.captureId())) {
            return this;
        }
        var entries = new HashMap<>(recordings);
        for (RecordingOrder order : started.orders()) {
            entries.compute(
                    order.recordingId(),
                    (_, known) -> CatalogueEntry.capturing(known, order, sessionId, started.startedAt()));
        }
        return withCapture(CaptureNote.of(started), entries);
    }

    private Dossier afterSealed(CaptureSealed sealed) {
        CaptureNote note = captures.get(sealed.captureId());
        if (note != null && note.isSealed()) {
            return this;
        }
        var entries = new HashMap<>(recordings);
        for (RecordingOrder order : sealed.orders()) {
            entries.compute(order.recordingId(), (_, known) -> CatalogueEntry.sealed(known, order, sealed));
        }
        return withCapture(CaptureNote.of(sealed), entries);
    }

    private Dossier withCapture(CaptureNote note, Map<RecordingId, CatalogueEntry> entries) {
        var notes = new HashMap<>(captures);
        notes.put(note.id(), note);
        return new Dossier(sessionId, call, closure, notes, entries, awaited).settled();
    }

    private Dossier withEntry(RecordingId id, UnaryOperator<@Nullable CatalogueEntry> step) {
        var entries = new HashMap<>(recordings);
        entries.compute(id, (_, known) -> step.apply(known));
        return new Dossier(sessionId, call, closure, captures, entries, awaited).settled();
    }

    /** Draws the conclusions: how the session ended, and what is still awaited. */
    private Dossier settled() {
        Closure end = conclusion();
        var open = new HashMap<>(awaited);
        open.keySet().removeAll(recordings.keySet());
        if (call != null && end != null && call.answeredAt() == null) {
            open.clear(); // nobody answered, so there was nothing to record
        }
        return new Dossier(sessionId, call, end, captures, recordings, open);
    }

    private @Nullable Closure conclusion() {
        if (call != null && call.endedAt() != null) {
            return new Closure(call.endedAt(), call.endedReason(), false);
        }
        if (closure != null) {
            return closure;
        }
        return call == null ? null : endOfCaptures().orElse(null);
    }

    /** While one capture is open the call goes on, whatever became of an earlier one. */
    private Optional<Closure> endOfCaptures() {
        if (!captures.values().stream().allMatch(CaptureNote::isSealed)) {
            return Optional.empty();
        }
        return captures.values().stream()
                .max(Comparator.comparing(CaptureNote::startedAt))
                .flatMap(CaptureNote::closure);
    }

    /** When people stopped speaking, as well as it is known: from here they wait for the Play link. */
    Optional<Instant> spokenUntil() {
        if (closure != null) {
            return Optional.of(closure.endedAt());
        }
        return captures.values().stream()
                .flatMap(note -> Optional.ofNullable(note.endedAt()).stream())
                .max(Comparator.naturalOrder());
    }
}
