package io.tapedeck.cdr.ledger;

import io.tapedeck.cdr.cdr.Archive.CdrFilter;
import io.tapedeck.cdr.cdr.Archive.Cursor;
import io.tapedeck.cdr.cdr.Archive.RecordingFilter;
import io.tapedeck.cdr.ledger.JdbcArchive.PageQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts the select of a page together: conditions only for what was asked, so that the planner sees which index fits. */
final class PageQueries {

    /** The first condition is what the index finds, the second what was meant: the parts may stand apart. */
    private static final String CONTAINING = """
            .session_id in (select part.session_id from cdr.parties part
                where cdr.grams(part.number) @> cdr.grams(:part) and position(lower(:part) in lower(part.number)) > 0)""";

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new HashMap<>();

    private PageQueries() {}

    static PageQuery cdrs(CdrFilter filter, @Nullable Cursor after, int rows) {
        var query = new PageQueries();
        boolean byParty = filter.party() != null;
        String place = byParty ? "p" : "c";
        query.where("p.number = :party", "party", filter.party());
        query.where("c" + CONTAINING, "part", filter.partyContains());
        query.where(
                "c.tenant_id = :tenant",
                "tenant",
                filter.tenantId() == null ? null : filter.tenantId().value());
        query.where(place + ".start_time >= :from", "from", Columns.time(filter.from()));
        query.where(place + ".start_time < :to", "to", Columns.time(filter.to()));
        query.behind(place + ".start_time", place + ".session_id", after);
        String tables = byParty ? "cdr.parties p join cdr.calls c using (session_id)" : "cdr.calls c";
        return query.select("%1$s.start_time, %1$s.session_id".formatted(place), tables)
                .order("%1$s.start_time desc, %1$s.session_id desc".formatted(place), rows);
    }

    static PageQuery recordings(RecordingFilter filter, @Nullable Cursor after, int rows) {
        var query = new PageQueries();
        query.where(
                "r.session_id in (select p.session_id from cdr.parties p where p.number = :party)",
                "party",
                filter.party());
        query.where("r" + CONTAINING, "part", filter.partyContains());
        query.where(
                "r.tenant_id = :tenant",
                "tenant",
                filter.tenantId() == null ? null : filter.tenantId().value());
        query.where(
                "r.session_id = :session",
                "session",
                filter.sessionId() == null ? null : filter.sessionId().value());
        query.where("r.state = :state", "state", Columns.wire(filter.state()));
        query.where("r.listed_at >= :from", "from", Columns.time(filter.from()));
        query.where("r.listed_at < :to", "to", Columns.time(filter.to()));
        query.behind("r.listed_at", "r.recording_id", after);
        return query.select("r.*", "cdr.recordings r").order("r.listed_at desc, r.recording_id desc", rows);
    }

    private void where(String condition, String parameter, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            parameters.put(parameter, value);
        }
    }

    private void behind(String timeColumn, String idColumn, @Nullable Cursor after) {
        if (after != null) {
            conditions.add("(%s, %s) < (:cursorTime, :cursorId)".formatted(timeColumn, idColumn));
            parameters.put("cursorTime", Objects.requireNonNull(Columns.time(after.time())));
            parameters.put("cursorId", after.id());
        }
    }

    private Select select(String columns, String tables) {
        String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        return new Select("select " + columns + " from " + tables + where, parameters);
    }

    private record Select(String sql, Map<String, Object> parameters) {

        PageQuery order(String order, int rows) {
            var all = new HashMap<>(parameters);
            all.put("rows", rows);
            return new PageQuery(sql + " order by " + order + " limit :rows", all);
        }
    }
}
