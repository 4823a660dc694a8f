package io.tapedeck.gateway.ledger;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.gateway.audit.AuditLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The audit log in PostgreSQL, where a trigger refuses every change of it. */
@Repository
class JdbcAuditLog implements AuditLog {

    private final JdbcClient jdbc;

    JdbcAuditLog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void append(Entry entry) {
        jdbc.sql("""
                insert into directory.audit
                    (id, at, actor, action, recording_id, session_id, tenant_id, remote_address)
                values (:id, :at, :actor, :action, cast(:recording as uuid), cast(:session as uuid), :tenant, :address)
                """)
                .param("id", entry.id())
                .param("at", Columns.time(entry.at()))
                .param("actor", entry.actor())
                .param("action", entry.action())
                .param(
                        "recording",
                        entry.recordingId() == null ? null : entry.recordingId().value())
                .param(
                        "session",
                        entry.sessionId() == null ? null : entry.sessionId().value())
                .param("tenant", entry.tenantId().value())
                .param("address", entry.remoteAddress())
                .update();
    }

    @Override
    public List<Entry> list(
            @Nullable TenantId only, @Nullable RecordingId recording, @Nullable UUID before, int limit) {
        return jdbc.sql("""
                select * from directory.audit
                where (cast(:only as uuid) is null or tenant_id = :only)
                    and (cast(:recording as uuid) is null or recording_id = :recording)
                    and (cast(:before as uuid) is null or id < :before)
                order by id desc limit :limit
                """)
                .param("only", only == null ? null : only.value())
                .param("recording", recording == null ? null : recording.value())
                .param("before", before)
                .param("limit", limit)
                .query(JdbcAuditLog::entry)
                .list();
    }

    private static Entry entry(ResultSet row, int number) throws SQLException {
        return new Entry(
                Columns.id(row, "id"),
                Columns.instant(row, "at"),
                row.getString("actor"),
                row.getString("action"),
                optional(row, "recording_id", RecordingId::new),
                optional(row, "session_id", SessionId::new),
                new TenantId(Columns.id(row, "tenant_id")),
                row.getString("remote_address"));
    }

    private static <I> @Nullable I optional(ResultSet row, String column, Function<UUID, I> type) throws SQLException {
        UUID id = row.getObject(column, UUID.class);
        return id == null ? null : type.apply(id);
    }
}
