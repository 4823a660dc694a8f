package io.tapedeck.cdr.ledger;

import io.tapedeck.cdr.cdr.Dossier;
import io.tapedeck.cdr.cdr.Ledger;
import io.tapedeck.cdr.cdr.Revision;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.deliveries.DeliveryEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The ledger in PostgreSQL. A session is locked by an advisory lock that ends with the transaction, because a session may
 * have no row yet; the locks of one transaction are taken in one order, so two transactions never wait for each other.
 */
@Component
final class JdbcLedger implements Ledger {

    private final JdbcClient jdbc;
    private final Guarded guarded;
    private final CallTable calls;
    private final CaptureTable captures;
    private final RecordingTable recordings;
    private final AwaitedTable awaited;
    private final DeliveryTable deliveries;
    private final OutboxTable outbox;
    private final InstantSource clock;

    JdbcLedger(JdbcClient jdbc, PlatformTransactionManager transactions, OutboxTable outbox, InstantSource clock) {
        this.jdbc = jdbc;
        this.guarded = new Guarded(new TransactionTemplate(transactions));
        this.calls = new CallTable(jdbc);
        this.captures = new CaptureTable(jdbc);
        this.recordings = new RecordingTable(jdbc);
        this.awaited = new AwaitedTable(jdbc);
        this.deliveries = new DeliveryTable(jdbc);
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public List<Revision> revise(Collection<SessionId> sessions, UnaryOperator<Dossier> work) {
        return guarded.inTransaction(() -> {
            lock(sessions);
            List<Revision> revisions = dossiers(sessions).stream()
                    .map(before -> new Revision(before, work.apply(before)))
                    .filter(Revision::changed)
                    .toList();
            revisions.forEach(this::save);
            return revisions;
        });
    }

    private void lock(Collection<SessionId> sessions) {
        jdbc.sql("""
                select pg_advisory_xact_lock(key) from (
                    select distinct hashtextextended(cast(id as text), 0) as key
                    from unnest(cast(:ids as uuid[])) as id
                    order by key) as keys
                """)
                .param("ids", Columns.array(sessions))
                .query((_, number) -> number)
                .list();
    }

    private List<Dossier> dossiers(Collection<SessionId> sessions) {
        var callOf = calls.of(sessions);
        var capturesOf = captures.of(sessions);
        var recordingsOf = recordings.of(sessions);
        var awaitedOf = awaited.of(sessions);
        return sessions.stream()
                .map(id -> {
                    CallTable.StoredCall stored = callOf.get(id);
                    return new Dossier(
                            id,
                            stored == null ? null : stored.call(),
                            stored == null ? null : stored.closure(),
                            capturesOf.getOrDefault(id, Map.of()),
                            recordingsOf.getOrDefault(id, Map.of()),
                            awaitedOf.getOrDefault(id, Map.of()));
                })
                .toList();
    }

    private void save(Revision revision) {
        Dossier before = revision.before();
        Dossier after = revision.after();
        if (after.call() != null && callChanged(before, after)) {
            calls.save(after.call(), after.closure(), clock.instant());
        } else {
            calls.heard(after.sessionId(), clock.instant());
        }
        after.captures().values().stream()
                .filter(note -> !note.equals(before.captures().get(note.id())))
                .forEach(note -> captures.save(after.sessionId(), note));
        after.recordings().values().stream()
                .filter(entry -> !entry.equals(before.recordings().get(entry.id())))
                .forEach(recordings::save);
        saveAwaited(before, after);
        revision.news().ifPresent(news -> outbox.add(after.sessionId(), news));
    }

    private static boolean callChanged(Dossier before, Dossier after) {
        return !Objects.equals(before.call(), after.call()) || !Objects.equals(before.closure(), after.closure());
    }

    private void saveAwaited(Dossier before, Dossier after) {
        after.awaited().values().stream()
                .filter(order -> !before.awaited().containsKey(order.recordingId()))
                .forEach(order -> awaited.save(after.sessionId(), order));
        before.awaited().keySet().stream()
                .filter(id -> !after.awaited().containsKey(id))
                .forEach(awaited::remove);
    }

    @Override
    public void note(Collection<DeliveryEvent> events) {
        guarded.inTransaction(() -> {
            events.forEach(deliveries::save);
            return events.size();
        });
    }

    @Override
    public List<SessionId> awaitingSince(Instant endedBefore, int limit) {
        return guarded.inTransaction(() -> awaited.ofCallsEndedBefore(endedBefore, limit));
    }

    @Override
    public List<SessionId> sealedWithoutEnd(Instant heardBefore, int limit) {
        return guarded.inTransaction(() -> calls.sealedWithoutEnd(heardBefore, limit));
    }

    @Override
    public List<SessionId> silentSince(Instant heardBefore, int limit) {
        return guarded.inTransaction(() -> calls.silentSince(heardBefore, limit));
    }
}
