package io.tapedeck.cdr.ledger;

import io.tapedeck.cdr.ledger.JdbcArchive.PageQuery;
import io.tapedeck.contracts.TenantId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A ledger that has been in use for a while: one call a second, ten tenants, a thousand numbers. */
final class ManyRows {

    static final TenantId TENANT = TenantId.of("00000000-0000-0000-0000-000000000003");
    static final String NUMBER = "1017";

    private static final Pattern BUFFERS = Pattern.compile("Buffers: shared hit=(\\d+)(?: read=(\\d+))?");

    private ManyRows() {}

    static void insert(JdbcClient jdbc, int rows) {
        jdbc.sql("""
                insert into cdr.calls
                select gen_random_uuid(), 3, cast(format('00000000-0000-0000-0000-%s', lpad((i % 10)::text, 12, '0')) as uuid),
                    'T', 'c' || i, 'internal', 'onnet', (1000 + i % 1000)::text, '', '', null, null, null,
                    'onnet', (1000 + (i * 7) % 1000)::text, '', '', null, null, null, '', '', '',
                    timestamptz '2030-01-07 09:00:00Z' + i * interval '1 second', null, null,
                    timestamptz '2030-01-07 09:01:00Z' + i * interval '1 second', 'caller_disconnect', false, 0, ''
                from generate_series(1, :rows) i
                """).param("rows", rows).update();
        jdbc.sql("insert into cdr.parties select session_id, caller_number, start_time from cdr.calls")
                .update();
        jdbc.sql("""
                insert into cdr.parties select session_id, callee_number, start_time from cdr.calls
                on conflict do nothing
                """).update();
        jdbc.sql("""
                insert into cdr.recordings (recording_id, session_id, tenant_id, state, listed_at, recovered)
                select gen_random_uuid(), session_id, tenant_id,
                    case when random() < 0.01 then 'failed' else 'ready' end, start_time, false
                from cdr.calls
                """).update();
        jdbc.sql("analyze cdr.calls, cdr.parties, cdr.recordings").update();
    }

    static String explain(JdbcClient jdbc, PageQuery query) {
        return jdbc
                .sql("explain (analyze, buffers) " + query.sql())
                .params(query.parameters())
                .query(String.class)
                .list()
                .stream()
                .collect(Collectors.joining("\n"));
    }

    /** Pages of the database that the whole query touched: what stands at the root of the plan. */
    static int buffers(String plan) {
        Matcher matcher = BUFFERS.matcher(plan);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no buffers in\n" + plan);
        }
        return Integer.parseInt(matcher.group(1)) + (matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)));
    }
}
