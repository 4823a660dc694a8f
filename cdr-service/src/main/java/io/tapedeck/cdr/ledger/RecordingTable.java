package io.tapedeck.cdr.ledger;

import static io.tapedeck.cdr.ledger.Columns.idOrNull;
import static io.tapedeck.cdr.ledger.Columns.time;
import static io.tapedeck.cdr.ledger.Columns.timeOrNull;
import static io.tapedeck.cdr.ledger.Columns.uuid;
import static io.tapedeck.cdr.ledger.Columns.wire;
import static io.tapedeck.cdr.ledger.Columns.wireOrNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.tapedeck.cdr.cdr.CatalogueEntry;
import io.tapedeck.cdr.cdr.Failure;
import io.tapedeck.cdr.cdr.RecordingDetails;
import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.Responsible;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.cdrs.RecordingState;
import io.tapedeck.contracts.recordings.MediaFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The catalogue of recordings. */
final class RecordingTable {

    private final JdbcClient jdbc;

    RecordingTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<SessionId, Map<RecordingId, CatalogueEntry>> of(Collection<SessionId> sessions) {
        return jdbc
                .sql("select * from cdr.recordings where session_id = any(cast(:ids as uuid[]))")
                .param("ids", Columns.array(sessions))
                .query((row, _) -> entry(row))
                .list()
                .stream()
                .collect(groupingBy(CatalogueEntry::sessionId, toMap(CatalogueEntry::id, Function.identity())));
    }

    void save(CatalogueEntry entry) {
        MediaFile media = entry.media();
        Failure failure = entry.failure();
        jdbc.sql("""
                insert into cdr.recordings (recording_id, session_id, tenant_id, user_id, state, format, layout,
                    started_at, listed_at, duration_ms, media_key, bytes, sha256, sample_rate_hertz, channels,
                    recovered, failure_code, failure_message, failure_responsible, decided_at,
                    details)
                values (:id, :session, cast(:tenant as uuid), cast(:user as uuid), :state, :format, :layout,
                    :startedAt, :listedAt, :durationMs, :mediaKey, :bytes, :sha256, :sampleRateHertz, :channels,
                    :recovered, :failureCode, :failureMessage, :failureResponsible, :decidedAt,
                    cast(:details as jsonb))
                on conflict (recording_id) do update set (tenant_id, user_id, state, format, layout,
                    started_at, duration_ms, media_key, bytes, sha256, sample_rate_hertz, channels,
                    recovered, failure_code, failure_message, failure_responsible, decided_at,
                    details)
                = (excluded.tenant_id, excluded.user_id, excluded.state, excluded.format, excluded.layout,
                    excluded.started_at, excluded.duration_ms, excluded.media_key, excluded.bytes, excluded.sha256,
                    excluded.sample_rate_hertz, excluded.channels, excluded.recovered, excluded.failure_code,
                    excluded.failure_message, excluded.failure_responsible, excluded.decided_at,
                    excluded.details)
                """)
                .param("id", entry.id().value())
                .param("session", entry.sessionId().value())
                .param("tenant", text(entry.tenantId()))
                .param("user", text(entry.userId()))
                .param("state", wire(entry.state()))
                .param("format", wire(entry.format()))
                .param("layout", wire(entry.layout()))
                .param("startedAt", time(entry.startedAt()))
                .param("listedAt", time(entry.listedAt()))
                .param("durationMs", millis(entry.duration()))
                .param("mediaKey", media == null ? null : media.key())
                .param("bytes", media == null ? null : media.bytes())
                .param("sha256", media == null ? null : media.sha256())
                .param("sampleRateHertz", media == null ? null : media.sampleRateHertz())
                .param("channels", media == null ? null : media.channels())
                .param("recovered", entry.recovered())
                .param("failureCode", failure == null ? null : failure.code())
                .param("failureMessage", failure == null ? null : failure.message())
                .param("failureResponsible", failure == null ? null : wire(failure.responsible()))
                .param("decidedAt", time(entry.decidedAt()))
                .param("details", JsonMapper.shared().writeValueAsString(entry.details()))
                .update();
    }

    private static @Nullable String text(@Nullable Record id) {
        return id == null ? null : id.toString();
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis();
    }

    static CatalogueEntry entry(ResultSet row) throws SQLException {
        var format = wireOrNull(MediaFormat.class, row, "format");
        var layout = wireOrNull(ChannelLayout.class, row, "layout");
        long durationMillis = row.getLong("duration_ms");
        Duration duration = row.wasNull() ? null : Duration.ofMillis(durationMillis);
        return new CatalogueEntry(
                new RecordingId(uuid(row, "recording_id")),
                new SessionId(uuid(row, "session_id")),
                idOrNull(row, "tenant_id", TenantId::new),
                idOrNull(row, "user_id", UserId::new),
                wire(RecordingState.class, row, "state"),
                format,
                layout,
                timeOrNull(row, "started_at"),
                time(row, "listed_at"),
                duration,
                format == null || layout == null ? null : media(row, format, layout),
                row.getBoolean("recovered"),
                failure(row),
                timeOrNull(row, "decided_at"),
                details(row));
    }

    /** Rows of earlier versions have none. */
    private static RecordingDetails details(ResultSet row) throws SQLException {
        String json = row.getString("details");
        return json == null ? RecordingDetails.NONE : JsonMapper.shared().readValue(json, RecordingDetails.class);
    }

    private static @Nullable MediaFile media(ResultSet row, MediaFormat format, ChannelLayout layout)
            throws SQLException {
        String key = row.getString("media_key");
        return key == null
                ? null
                : new MediaFile(
                        key,
                        format,
                        layout,
                        row.getLong("bytes"),
                        row.getString("sha256"),
                        row.getInt("sample_rate_hertz"),
                        row.getInt("channels"));
    }

    private static @Nullable Failure failure(ResultSet row) throws SQLException {
        String code = row.getString("failure_code");
        return code == null
                ? null
                : new Failure(
                        code, row.getString("failure_message"), wire(Responsible.class, row, "failure_responsible"));
    }
}
