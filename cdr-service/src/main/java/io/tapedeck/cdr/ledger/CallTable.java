package io.tapedeck.cdr.ledger;

import static io.tapedeck.cdr.ledger.Columns.idOrNull;
import static io.tapedeck.cdr.ledger.Columns.time;
import static io.tapedeck.cdr.ledger.Columns.timeOrNull;
import static io.tapedeck.cdr.ledger.Columns.uuid;
import static io.tapedeck.cdr.ledger.Columns.wire;
import static io.tapedeck.cdr.ledger.Columns.wireOrNull;

import io.tapedeck.cdr.cdr.Closure;
import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.TrunkId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.CallTarget;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.calls.EndedReason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Calls with their targets and numbers. */
final class CallTable {

    /**
     * A call as stored; its orders are not among it, they stand in {@code awaited_orders} while they matter.
     */
    record StoredCall(CallRecord call, @Nullable Closure closure) {}

    private static final String UPSERT = """
            insert into cdr.calls as c (session_id, revision, tenant_id, tenant_name, call_id, direction,
                caller_network, caller_number, caller_display_name, caller_domain,
                caller_user_id, caller_device_id, caller_trunk_id,
                callee_network, callee_number, callee_display_name, callee_domain,
                callee_user_id, callee_device_id, callee_trunk_id,
                did_number, outbound_caller_id, trunk_name, start_time, ring_time, answered_time,
                ended_time, ended_reason, closed_by_capture, status_code, user_data, timeline, heard_at)
            values (:sessionId, :revision, :tenantId, :tenantName, :callId, :direction,
                :callerNetwork, :callerNumber, :callerDisplayName, :callerDomain,
                cast(:callerUserId as uuid), cast(:callerDeviceId as uuid), cast(:callerTrunkId as uuid),
                :calleeNetwork, :calleeNumber, :calleeDisplayName, :calleeDomain,
                cast(:calleeUserId as uuid), cast(:calleeDeviceId as uuid), cast(:calleeTrunkId as uuid),
                :didNumber, :outboundCallerId, :trunkName, :startTime, :ringTime, :answeredTime,
                :endedTime, :endedReason, :closedByCapture, :statusCode, :userData, cast(:timeline as jsonb),
                :heardAt)
            on conflict (session_id) do update set (revision, tenant_id, tenant_name, call_id, direction,
                caller_network, caller_number, caller_display_name, caller_domain,
                caller_user_id, caller_device_id, caller_trunk_id,
                callee_network, callee_number, callee_display_name, callee_domain,
                callee_user_id, callee_device_id, callee_trunk_id,
                did_number, outbound_caller_id, trunk_name, ring_time, answered_time,
                ended_time, ended_reason, closed_by_capture, status_code, user_data, timeline, heard_at)
            = (excluded.revision, excluded.tenant_id, excluded.tenant_name, excluded.call_id, excluded.direction,
                excluded.caller_network, excluded.caller_number, excluded.caller_display_name, excluded.caller_domain,
                excluded.caller_user_id, excluded.caller_device_id, excluded.caller_trunk_id,
                excluded.callee_network, excluded.callee_number, excluded.callee_display_name, excluded.callee_domain,
                excluded.callee_user_id, excluded.callee_device_id, excluded.callee_trunk_id,
                excluded.did_number, excluded.outbound_caller_id, excluded.trunk_name, excluded.ring_time,
                excluded.answered_time, excluded.ended_time, excluded.ended_reason, excluded.closed_by_capture,
                excluded.status_code, excluded.user_data, excluded.timeline, excluded.heard_at)
            """;

    private final JdbcClient jdbc;
    private final TargetTable targets;

    CallTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.targets = new TargetTable(jdbc);
    }

    Map<SessionId, StoredCall> of(Collection<SessionId> sessions) {
        var calls = new HashMap<SessionId, StoredCall>();
        select(sessions, targets.of(sessions))
                .forEach(stored -> calls.put(stored.call().sessionId(), stored));
        return calls;
    }

    private List<StoredCall> select(Collection<SessionId> sessions, Map<SessionId, List<CallTarget>> targetsOf) {
        return jdbc.sql("select * from cdr.calls where session_id = any(cast(:ids as uuid[]))")
                .param("ids", Columns.array(sessions))
                .query((row, _) -> {
                    var session = new SessionId(uuid(row, "session_id"));
                    return stored(row, session, targetsOf.getOrDefault(session, List.of()));
                })
                .list();
    }

    /** The start time places the CDR in lists and never changes after the first revision that was seen. */
    void save(CallRecord call, @Nullable Closure closure, Instant heardAt) {
        party("caller", call.caller(), party("callee", call.callee(), jdbc.sql(UPSERT)))
                .param("sessionId", call.sessionId().value())
                .param("revision", call.revision())
                .param("tenantId", call.tenantId().value())
                .param("tenantName", call.tenantName())
                .param("callId", call.callId())
                .param("direction", wire(call.direction()))
                .param("didNumber", call.didNumber())
                .param("outboundCallerId", call.outboundCallerId())
                .param("trunkName", call.trunkName())
                .param("startTime", time(call.startedAt()))
                .param("ringTime", time(call.ringingAt()))
                .param("answeredTime", time(call.answeredAt()))
                .param("endedTime", closure == null ? null : time(closure.endedAt()))
                .param("endedReason", closure == null ? null : wire(closure.reason()))
                .param("closedByCapture", closure != null && closure.byCapture())
                .param("statusCode", call.statusCode())
                .param("userData", call.userData())
                .param("timeline", Timelines.text(call.timeline()))
                .param("heardAt", time(heardAt))
                .update();
        targets.save(call);
    }

    /** Something was heard of a session beside its call; without a call that goes on this changes nothing. */
    void heard(SessionId session, Instant at) {
        jdbc.sql("update cdr.calls set heard_at = :at where session_id = :session and ended_time is null")
                .param("at", time(at))
                .param("session", session.value())
                .update();
    }

    List<SessionId> sealedWithoutEnd(Instant heardBefore, int limit) {
        return unended(heardBefore, limit, """
                and exists (select 1 from cdr.captures k where k.session_id = c.session_id)
                and not exists (select 1 from cdr.captures k where k.session_id = c.session_id and k.ended_at is null)
                """);
    }

    List<SessionId> silentSince(Instant heardBefore, int limit) {
        return unended(heardBefore, limit, "");
    }

    private List<SessionId> unended(Instant heardBefore, int limit, String condition) {
        return jdbc.sql("""
                select c.session_id from cdr.calls c
                where c.ended_time is null and c.heard_at < :time %s
                order by c.heard_at
                limit :limit
                """.formatted(condition))
                .param("time", time(heardBefore))
                .param("limit", limit)
                .query((row, _) -> new SessionId(uuid(row, "session_id")))
                .list();
    }

    private static JdbcClient.StatementSpec party(String side, Party party, JdbcClient.StatementSpec statement) {
        return statement
                .param(side + "Network", wire(party.network()))
                .param(side + "Number", party.number())
                .param(side + "DisplayName", party.displayName())
                .param(side + "Domain", party.domain())
                .param(side + "UserId", text(party.userId()))
                .param(side + "DeviceId", text(party.deviceId()))
                .param(side + "TrunkId", text(party.trunkId()));
    }

    private static @Nullable String text(@Nullable Record id) {
        return id == null ? null : id.toString();
    }

    private static StoredCall stored(ResultSet row, SessionId session, List<CallTarget> targets) throws SQLException {
        Instant endedAt = timeOrNull(row, "ended_time");
        EndedReason reason = wireOrNull(EndedReason.class, row, "ended_reason");
        boolean byCapture = row.getBoolean("closed_by_capture");
        var call = new CallRecord(
                session,
                row.getInt("revision"),
                new TenantId(uuid(row, "tenant_id")),
                row.getString("tenant_name"),
                row.getString("call_id"),
                wire(Direction.class, row, "direction"),
                party(row, "caller"),
                party(row, "callee"),
                row.getString("did_number"),
                row.getString("outbound_caller_id"),
                row.getString("trunk_name"),
                time(row, "start_time"),
                timeOrNull(row, "ring_time"),
                timeOrNull(row, "answered_time"),
                byCapture ? null : endedAt,
                byCapture ? null : reason,
                row.getInt("status_code"),
                row.getString("user_data"),
                targets,
                List.of(),
                Timelines.read(row.getString("timeline")));
        return new StoredCall(call, endedAt == null ? null : new Closure(endedAt, reason, byCapture));
    }

    private static Party party(ResultSet row, String side) throws SQLException {
        return new Party(
                wire(Party.Network.class, row, side + "_network"),
                row.getString(side + "_number"),
                row.getString(side + "_display_name"),
                row.getString(side + "_domain"),
                idOrNull(row, side + "_user_id", UserId::new),
                idOrNull(row, side + "_device_id", DeviceId::new),
                idOrNull(row, side + "_trunk_id", TrunkId::new));
    }
}
