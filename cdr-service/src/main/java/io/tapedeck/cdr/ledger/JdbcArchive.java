package io.tapedeck.cdr.ledger;

import static io.tapedeck.cdr.ledger.Columns.time;
import static io.tapedeck.cdr.ledger.Columns.uuid;

import io.tapedeck.cdr.cdr.Archive;
import io.tapedeck.cdr.cdr.CatalogueEntry;
import io.tapedeck.cdr.cdr.Dossier;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.SessionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads pages by walking an index from where the last page ended: the cost of a page does not grow with its number. */
@Component
final class JdbcArchive implements Archive {

    private final JdbcClient jdbc;
    private final Guarded guarded;
    private final CallTable calls;
    private final RecordingTable recordings;

    JdbcArchive(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        var readOnly = new TransactionTemplate(transactions);
        readOnly.setReadOnly(true);
        this.guarded = new Guarded(readOnly);
        this.calls = new CallTable(jdbc);
        this.recordings = new RecordingTable(jdbc);
    }

    @Override
    public Page<Dossier> cdrs(CdrFilter filter, @Nullable Cursor after, int limit) {
        return guarded.inTransaction(() -> {
            PageQuery query = PageQueries.cdrs(filter, after, limit + 1);
            List<Cursor> keys = jdbc.sql(query.sql())
                    .params(query.parameters())
                    .query((row, _) -> new Cursor(time(row, "start_time"), uuid(row, "session_id")))
                    .list();
            Page<Cursor> page = page(keys, limit, Function.identity());
            return new Page<>(dossiers(page.items()), page.next());
        });
    }

    private List<Dossier> dossiers(List<Cursor> keys) {
        List<SessionId> sessions =
                keys.stream().map(key -> new SessionId(key.id())).toList();
        var callOf = calls.of(sessions);
        var recordingsOf = recordings.of(sessions);
        return sessions.stream()
                .map(id -> {
                    var stored = Objects.requireNonNull(callOf.get(id));
                    var entries = recordingsOf.getOrDefault(id, Map.of());
                    return new Dossier(id, stored.call(), stored.closure(), Map.of(), entries, Map.of());
                })
                .toList();
    }

    @Override
    public Optional<Dossier> cdr(SessionId id) {
        return guarded.inTransaction(() -> Optional.ofNullable(
                        calls.of(List.of(id)).get(id))
                .map(stored -> new Dossier(
                        id,
                        stored.call(),
                        stored.closure(),
                        Map.of(),
                        recordings.of(List.of(id)).getOrDefault(id, Map.of()),
                        Map.of())));
    }

    @Override
    public Page<CatalogueEntry> recordings(RecordingFilter filter, @Nullable Cursor after, int limit) {
        return guarded.inTransaction(() -> {
            PageQuery query = PageQueries.recordings(filter, after, limit + 1);
            List<CatalogueEntry> entries = jdbc.sql(query.sql())
                    .params(query.parameters())
                    .query((row, _) -> RecordingTable.entry(row))
                    .list();
            return page(
                    entries,
                    limit,
                    entry -> new Cursor(entry.listedAt(), entry.id().value()));
        });
    }

    @Override
    public Optional<CatalogueEntry> recording(RecordingId id) {
        return guarded.inTransaction(() -> jdbc.sql("select * from cdr.recordings where recording_id = :id")
                .param("id", id.value())
                .query((row, _) -> RecordingTable.entry(row))
                .optional());
    }

    @Override
    public long inProgress() {
        return guarded.inTransaction(() -> jdbc.sql("select count(*) from cdr.calls where ended_time is null")
                .query(Long.class)
                .single());
    }

    private static <T> Page<T> page(List<T> found, int limit, Function<T, Cursor> key) {
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        List<T> items = found.subList(0, limit);
        return new Page<>(items, key.apply(items.getLast()));
    }

    /** A select with its parameters. */
    record PageQuery(String sql, Map<String, Object> parameters) {

        PageQuery {
            parameters = new HashMap<>(parameters);
        }
    }
}
