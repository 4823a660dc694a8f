package io.tapedeck.gateway.ledger;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.CallForwarding;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.contracts.directory.ForwardingRules;
import io.tapedeck.gateway.forwarding.ForwardingDocument;
import io.tapedeck.gateway.forwarding.ForwardingStore;
import io.tapedeck.gateway.identifiers.FreshIds;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Call forwarding in PostgreSQL. */
@Repository
class JdbcForwarding implements ForwardingStore {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;
    private final Journal journal;
    private final Writes writes;
    private final FreshIds ids;
    private final Clock clock;

    JdbcForwarding(JdbcClient jdbc, Journal journal, Writes writes, FreshIds ids, Clock clock) {
        this.jdbc = jdbc;
        this.journal = journal;
        this.writes = writes;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Optional<ForwardingDocument> find(UserId user) {
        return row(user, "").map(found -> new ForwardingDocument(found.version(), found.forwarding()));
    }

    private Optional<CallForwarding> row(UserId user, String lock) {
        return jdbc.sql("select * from directory.call_forwarding where user_id = :user " + lock)
                .param("user", user.value())
                .query(JdbcForwarding::forwarding)
                .optional();
    }

    @Override
    public ForwardingDocument replace(User user, ForwardingRules rules, @Nullable Long expected, String changedBy) {
        var stored = new CallForwarding[1];
        writes.run(() -> stored[0] = store(user, rules, expected, changedBy));
        return new ForwardingDocument(stored[0].version(), stored[0].forwarding());
    }

    private CallForwarding store(User user, ForwardingRules rules, @Nullable Long expected, String changedBy) {
        CallForwarding before = row(user.id(), "for update").orElse(null);
        long version = before == null ? 0 : before.version();
        if (expected != null && expected != version) {
            throw Refusal.of(Reason.STALE, "The document was changed in the meantime; it has version " + version + ".");
        }
        var after = new CallForwarding(
                before == null ? ids.next() : before.id(), user.tenantId(), user.id(), version + 1, rules);
        upsert(after, changedBy);
        journal.tell(after.id(), after);
        return after;
    }

    /**
     * The forwarding, and beside it what it is for ever. Two that are the first for a user: the later one finds the earlier one's row and is
     * refused by its version.
     */
    private void upsert(CallForwarding forwarding, String changedBy) {
        int written = jdbc.sql("""
                with written as (
                    insert into directory.call_forwarding as there
                        (id, user_id, tenant_id, version, document, changed_at, changed_by)
                    values (:id, :user, :tenant, :version, :document, :at, :by)
                    on conflict (user_id) do update set version = excluded.version, document = excluded.document,
                        changed_at = excluded.changed_at, changed_by = excluded.changed_by
                    where there.id = excluded.id
                    returning there.*)
                insert into directory.call_forwarding_history (id, version, document, changed_at, changed_by)
                select id, version, document, changed_at, changed_by from written
                """)
                .param("id", forwarding.id())
                .param("user", forwarding.userId().value())
                .param("tenant", forwarding.tenantId().value())
                .param("version", forwarding.version())
                .param("document", JSON.writeValueAsString(forwarding.forwarding()))
                .param("at", Columns.time(clock.instant()))
                .param("by", changedBy)
                .update();
        if (written == 0) {
            throw Refusal.of(Reason.STALE, "The document was changed in the meantime.");
        }
    }

    @Override
    public List<Revision> history(UserId user, int limit) {
        return jdbc.sql("""
                select h.* from directory.call_forwarding_history h join directory.call_forwarding f on f.id = h.id
                where f.user_id = :user order by h.version desc limit :limit
                """)
                .param("user", user.value())
                .param("limit", limit)
                .query((row, _) -> new Revision(
                        row.getLong("version"),
                        JSON.readValue(row.getString("document"), ForwardingRules.class),
                        Columns.instant(row, "changed_at"),
                        row.getString("changed_by")))
                .list();
    }

    static CallForwarding forwarding(ResultSet row, int number) throws SQLException {
        return new CallForwarding(
                Columns.id(row, "id"),
                new TenantId(Columns.id(row, "tenant_id")),
                new UserId(Columns.id(row, "user_id")),
                row.getLong("version"),
                JSON.readValue(row.getString("document"), ForwardingRules.class));
    }
}
