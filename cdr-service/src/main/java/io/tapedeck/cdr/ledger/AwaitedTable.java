package io.tapedeck.cdr.ledger;

import static io.tapedeck.cdr.ledger.Columns.idOrNull;
import static io.tapedeck.cdr.ledger.Columns.time;
import static io.tapedeck.cdr.ledger.Columns.uuid;
import static io.tapedeck.cdr.ledger.Columns.wire;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Orders that no capture or recording has taken up yet. Small: a row stays for seconds, unless something is wrong. */
final class AwaitedTable {

    private record Row(SessionId session, RecordingOrder order) {}

    private final JdbcClient jdbc;

    AwaitedTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<SessionId, Map<RecordingId, RecordingOrder>> of(Collection<SessionId> sessions) {
        return jdbc
                .sql("select * from cdr.awaited_orders where session_id = any(cast(:ids as uuid[]))")
                .param("ids", Columns.array(sessions))
                .query((row, _) -> new Row(new SessionId(uuid(row, "session_id")), order(row)))
                .list()
                .stream()
                .collect(groupingBy(
                        Row::session, mapping(Row::order, toMap(RecordingOrder::recordingId, Function.identity()))));
    }

    List<SessionId> ofCallsEndedBefore(Instant time, int limit) {
        return jdbc.sql("""
                select c.session_id from cdr.calls c
                where c.ended_time < :time
                    and c.session_id in (select session_id from cdr.awaited_orders)
                order by c.ended_time
                limit :limit
                """)
                .param("time", time(time))
                .param("limit", limit)
                .query((row, _) -> new SessionId(uuid(row, "session_id")))
                .list();
    }

    void save(SessionId session, RecordingOrder order) {
        var user = order.userId();
        var deliverTo = order.deliverTo();
        jdbc.sql("""
                insert into cdr.awaited_orders (recording_id, session_id, tenant_id, user_id, format, layout, deliver_to)
                values (:id, :session, :tenant, cast(:user as uuid), :format, :layout, :deliverTo)
                on conflict (recording_id) do nothing
                """)
                .param("id", order.recordingId().value())
                .param("session", session.value())
                .param("tenant", order.tenantId().value())
                .param("user", user == null ? null : user.toString())
                .param("format", wire(order.format()))
                .param("layout", wire(order.layout()))
                .param("deliverTo", deliverTo == null ? null : deliverTo.toString())
                .update();
    }

    void remove(RecordingId id) {
        jdbc.sql("delete from cdr.awaited_orders where recording_id = :id")
                .param("id", id.value())
                .update();
    }

    private static RecordingOrder order(ResultSet row) throws SQLException {
        String deliverTo = row.getString("deliver_to");
        return new RecordingOrder(
                new RecordingId(uuid(row, "recording_id")),
                new TenantId(uuid(row, "tenant_id")),
                idOrNull(row, "user_id", UserId::new),
                wire(MediaFormat.class, row, "format"),
                wire(ChannelLayout.class, row, "layout"),
                deliverTo == null ? null : URI.create(deliverTo));
    }
}
