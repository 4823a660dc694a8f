package io.tapedeck.cdr.ledger;

import static io.tapedeck.cdr.ledger.Columns.time;
import static io.tapedeck.cdr.ledger.Columns.timeOrNull;
import static io.tapedeck.cdr.ledger.Columns.uuid;
import static io.tapedeck.cdr.ledger.Columns.wire;
import static io.tapedeck.cdr.ledger.Columns.wireOrNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.CallTarget;
import io.tapedeck.contracts.calls.CallType;
import io.tapedeck.contracts.calls.EndedReason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The targets of calls, and every number that took part. */
final class TargetTable {

    /** A longer one is kept in the CDR, but nobody dials it again to search for it, and an index has its limits. */
    private static final int LONGEST_NUMBER = 255;

    private record Row(SessionId session, CallTarget target) {}

    private final JdbcClient jdbc;

    TargetTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<SessionId, List<CallTarget>> of(Collection<SessionId> sessions) {
        return jdbc
                .sql("select * from cdr.targets where session_id = any(cast(:ids as uuid[])) order by session_id, id")
                .param("ids", Columns.array(sessions))
                .query((row, _) -> new Row(new SessionId(uuid(row, "session_id")), target(row)))
                .list()
                .stream()
                .collect(groupingBy(Row::session, mapping(Row::target, toList())));
    }

    void save(CallRecord call) {
        for (CallTarget target : call.targets()) {
            save(call.sessionId(), target);
        }
        for (String number : numbers(call)) {
            jdbc.sql("""
                    insert into cdr.parties (session_id, number, start_time)
                    select session_id, :number, start_time from cdr.calls where session_id = :session
                    on conflict do nothing
                    """)
                    .param("session", call.sessionId().value())
                    .param("number", number)
                    .update();
        }
    }

    private static Set<String> numbers(CallRecord call) {
        var numbers = new LinkedHashSet<String>();
        numbers.add(call.caller().number());
        numbers.add(call.callee().number());
        numbers.add(call.didNumber());
        call.targets().forEach(target -> numbers.add(target.callee()));
        numbers.removeIf(number -> number.isEmpty() || number.length() > LONGEST_NUMBER);
        return numbers;
    }

    private void save(SessionId session, CallTarget target) {
        jdbc.sql("""
                insert into cdr.targets (session_id, id, call_type, caller, callee, destination, trunk_name,
                    outbound_caller_id, start_time, ring_time, answered_time, ended_time, end_reason, status_code)
                values (:session, :id, :callType, :caller, :callee, :destination, :trunkName,
                    :outboundCallerId, :startTime, :ringTime, :answeredTime, :endedTime, :endReason, :statusCode)
                on conflict (session_id, id) do update set (call_type, caller, callee, destination, trunk_name,
                    outbound_caller_id, start_time, ring_time, answered_time, ended_time, end_reason, status_code)
                = (excluded.call_type, excluded.caller, excluded.callee, excluded.destination, excluded.trunk_name,
                    excluded.outbound_caller_id, excluded.start_time, excluded.ring_time, excluded.answered_time,
                    excluded.ended_time, excluded.end_reason, excluded.status_code)
                """)
                .param("session", session.value())
                .param("id", target.id())
                .param("callType", wire(target.callType()))
                .param("caller", target.caller())
                .param("callee", target.callee())
                .param("destination", target.destination())
                .param("trunkName", target.trunkName())
                .param("outboundCallerId", target.outboundCallerId())
                .param("startTime", time(target.startedAt()))
                .param("ringTime", time(target.ringingAt()))
                .param("answeredTime", time(target.answeredAt()))
                .param("endedTime", time(target.endedAt()))
                .param("endReason", wire(target.endReason()))
                .param("statusCode", target.statusCode())
                .update();
    }

    private static CallTarget target(ResultSet row) throws SQLException {
        return new CallTarget(
                row.getInt("id"),
                wire(CallType.class, row, "call_type"),
                row.getString("caller"),
                row.getString("callee"),
                row.getString("destination"),
                row.getString("trunk_name"),
                row.getString("outbound_caller_id"),
                time(row, "start_time"),
                timeOrNull(row, "ring_time"),
                timeOrNull(row, "answered_time"),
                timeOrNull(row, "ended_time"),
                wireOrNull(EndedReason.class, row, "end_reason"),
                row.getInt("status_code"));
    }
}
