package io.tapedeck.cdr.cdr;

import io.tapedeck.contracts.cdrs.Cdr;
import io.tapedeck.contracts.cdrs.CdrEvent;
import io.tapedeck.contracts.cdrs.CdrEvent.CdrCompleted;
import io.tapedeck.contracts.cdrs.CdrEvent.CdrUpdated;
import io.tapedeck.contracts.cdrs.RecordingState;
import java.util.List;
import java.util.Optional;

/** A dossier before and after something was heard. */
public record Revision(Dossier before, Dossier after) {

    /** Whether there is anything to store. */
    public boolean changed() {
        return !before.equals(after);
    }

    /** What others are told: a completed CDR, or a change of one; nothing while the call goes on. */
    public Optional<CdrEvent> news() {
        Optional<Cdr> then = PushedCdr.of(before);
        return PushedCdr.of(after).filter(now -> !then.equals(Optional.of(now))).map(now -> told(now, then.isEmpty()));
    }

    private static CdrEvent told(Cdr cdr, boolean first) {
        return first ? new CdrCompleted(cdr) : new CdrUpdated(cdr);
    }

    List<CatalogueEntry> becamePlayable() {
        return after.recordings().values().stream()
                .filter(entry -> entry.state() == RecordingState.READY && !wasPlayable(entry))
                .toList();
    }

    private boolean wasPlayable(CatalogueEntry entry) {
        CatalogueEntry earlier = before.recordings().get(entry.id());
        return earlier != null && earlier.state() == RecordingState.READY;
    }
}
