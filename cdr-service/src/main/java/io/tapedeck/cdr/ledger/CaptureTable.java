package io.tapedeck.cdr.ledger;

import static io.tapedeck.cdr.ledger.Columns.time;
import static io.tapedeck.cdr.ledger.Columns.timeOrNull;
import static io.tapedeck.cdr.ledger.Columns.uuid;
import static io.tapedeck.cdr.ledger.Columns.wire;
import static io.tapedeck.cdr.ledger.Columns.wireOrNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;

import io.tapedeck.cdr.cdr.CaptureNote;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.captures.SealReason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is remembered of captures. */
final class CaptureTable {

    private record Row(SessionId session, CaptureNote note) {}

    private final JdbcClient jdbc;

    CaptureTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<SessionId, Map<CaptureId, CaptureNote>> of(Collection<SessionId> sessions) {
        return jdbc
                .sql("select * from cdr.captures where session_id = any(cast(:ids as uuid[]))")
                .param("ids", Columns.array(sessions))
                .query((row, _) -> new Row(new SessionId(uuid(row, "session_id")), note(row)))
                .list()
                .stream()
                .collect(groupingBy(Row::session, mapping(Row::note, toMap(CaptureNote::id, Function.identity()))));
    }

    void save(SessionId session, CaptureNote note) {
        jdbc.sql("""
                insert into cdr.captures (capture_id, session_id, node, started_at, ended_at, reason, recovered,
                    dropped_packets)
                values (:id, :session, :node, :startedAt, :endedAt, :reason, :recovered, :droppedPackets)
                on conflict (capture_id) do update set (node, started_at, ended_at, reason, recovered, dropped_packets)
                = (excluded.node, excluded.started_at, excluded.ended_at, excluded.reason, excluded.recovered,
                    excluded.dropped_packets)
                """)
                .param("id", note.id().value())
                .param("session", session.value())
                .param("node", note.node())
                .param("startedAt", time(note.startedAt()))
                .param("endedAt", time(note.endedAt()))
                .param("reason", wire(note.reason()))
                .param("recovered", note.recovered())
                .param("droppedPackets", note.droppedPackets())
                .update();
    }

    private static CaptureNote note(ResultSet row) throws SQLException {
        return new CaptureNote(
                new CaptureId(uuid(row, "capture_id")),
                row.getString("node"),
                time(row, "started_at"),
                timeOrNull(row, "ended_at"),
                wireOrNull(SealReason.class, row, "reason"),
                row.getBoolean("recovered"),
                row.getLong("dropped_packets"));
    }
}
