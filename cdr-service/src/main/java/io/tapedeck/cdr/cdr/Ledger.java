package io.tapedeck.cdr.cdr;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.deliveries.DeliveryEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Where dossiers are kept. Every method may throw {@link LedgerUnavailable}; then nothing of it has happened and it can be
 * called again.
 */
public interface Ledger {

    /**
     * In one transaction: locks the sessions against others who would revise them, applies the work to each dossier, and
     * stores what changed, together with the news of it in the outbox.
     *
     * @return what changed, after it is committed
     */
    List<Revision> revise(Collection<SessionId> sessions, UnaryOperator<Dossier> work);

    /** Remembers what became of sending recordings out. */
    void note(Collection<DeliveryEvent> deliveries);

    /** Sessions that ended before the given time and whose ordered recordings nobody has taken up, longest ago first. */
    List<SessionId> awaitingSince(Instant endedBefore, int limit);

    /** Calls in progress whose captures are all sealed, of which nothing was heard since the given time, longest first. */
    List<SessionId> sealedWithoutEnd(Instant heardBefore, int limit);

    /** Calls in progress of which nothing was heard since the given time, longest first. */
    List<SessionId> silentSince(Instant heardBefore, int limit);
}
