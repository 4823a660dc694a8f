package io.tapedeck.gateway.ledger;

import io.tapedeck.contracts.AnnouncementId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.AnnouncementRules;
import io.tapedeck.contracts.directory.DirectoryEvent.Rules;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.gateway.identifiers.FreshIds;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Fault;
import io.tapedeck.gateway.problem.Refusal.Reason;
import io.tapedeck.gateway.rules.RulesDocument;
import io.tapedeck.gateway.rules.RulesScope;
import io.tapedeck.gateway.rules.RulesStore;
import io.tapedeck.gateway.rules.StandingCodes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Recording rules in PostgreSQL. */
@Repository
class JdbcRules implements RulesStore {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;
    private final Journal journal;
    private final Writes writes;
    private final Seats seats;
    private final CodeHolders codes;
    private final FreshIds ids;
    private final Clock clock;

    JdbcRules(
            JdbcClient jdbc,
            Journal journal,
            Writes writes,
            Seats seats,
            CodeHolders codes,
            FreshIds ids,
            Clock clock) {
        this.jdbc = jdbc;
        this.journal = journal;
        this.writes = writes;
        this.seats = seats;
        this.codes = codes;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Optional<RulesDocument> find(RulesScope scope) {
        return row(scope, "").map(rules -> new RulesDocument(rules.version(), rules.recording()));
    }

    private Optional<Rules> row(RulesScope scope, String lock) {
        return jdbc.sql("""
                select * from directory.recording_rules
                where level = :level and scope is not distinct from cast(:scope as uuid)
                """ + lock)
                .param("level", scope.level().name())
                .param("scope", scope.id())
                .query(JdbcRules::rules)
                .optional();
    }

    @Override
    public RulesDocument replace(
            RulesScope scope, RecordingRules recording, @Nullable Long expected, String changedBy) {
        var stored = new Rules[1];
        writes.run(() -> stored[0] = store(scope, recording, expected, changedBy, 0));
        return new RulesDocument(stored[0].version(), stored[0].recording());
    }

    @Override
    public void rehearse(RulesScope scope, RecordingRules recording, long expected, int promised) {
        writes.undo(() -> store(scope, recording, expected, "", promised));
    }

    private Rules store(
            RulesScope scope, RecordingRules recording, @Nullable Long expected, String changedBy, int promised) {
        Rules before = row(scope, "for update").orElse(null);
        long version = before == null ? 0 : before.version();
        if (expected != null && expected != version) {
            throw Refusal.of(Reason.STALE, "The document was changed in the meantime; it has version " + version + ".");
        }
        var after =
                new Rules(before == null ? ids.next() : before.id(), scope.level(), scope.id(), version + 1, recording);
        requireAnnouncement(scope.tenant(), recording.announcement());
        codes.requireDistinct(
                scope, before == null ? null : before.recording().featureCodes(), recording.featureCodes());
        write(after, changedBy);
        if (asksForSeats(before, recording)) {
            requireSeat(scope, recording.seats(), promised);
        }
        journal.tell(after.id(), after);
        return after;
    }

    /** Of that tenant; it stays as long as this transaction needs it. */
    private void requireAnnouncement(@Nullable TenantId tenant, @Nullable AnnouncementRules announcement) {
        AnnouncementId own = announcement == null ? null : announcement.own();
        if (own == null || tenant == null) {
            return;
        }
        boolean known = !jdbc.sql(
                        "select 1 from directory.announcements where id = :id and tenant_id = :tenant for share")
                .param("id", own.value())
                .param("tenant", tenant.value())
                .query(Integer.class)
                .list()
                .isEmpty();
        if (!known) {
            throw Refusal.invalid(List.of(new Fault("/announcement/own", "The tenant has no such announcement.")));
        }
    }

    /** Counting locks the tenant, which all its changes would have to wait for. */
    private static boolean asksForSeats(@Nullable Rules before, RecordingRules now) {
        RecordingRules then = before == null ? RecordingRules.UNDEFINED : before.recording();
        boolean seat = Boolean.TRUE.equals(now.seat()) && !Boolean.TRUE.equals(then.seat());
        return seat || !Objects.equals(now.seats(), then.seats());
    }

    private void requireSeat(RulesScope scope, @Nullable Integer number, int promised) {
        TenantId tenant = scope.tenant();
        if (tenant != null) {
            seats.require(tenant, scope.level() == RecordingLevel.TENANT ? Seats.NUMBER : "/seat", promised);
        } else if (number != null) {
            seats.requireEverywhere(number);
        }
    }

    /**
     * The rules, and beside them what they are for ever. Two that are the first for a scope: the later one finds the
     * earlier one's row and is refused by its version.
     */
    private void write(Rules rules, String changedBy) {
        int written = jdbc.sql("""
                with written as (
                    insert into directory.recording_rules as there (id, level, scope, version, document)
                    values (:id, :level, cast(:scope as uuid), :version, :document)
                    on conflict (level, scope) do update set version = excluded.version, document = excluded.document
                    where there.id = excluded.id
                    returning there.id, there.version, there.document)
                insert into directory.recording_rules_history (id, version, document, changed_at, changed_by)
                select id, version, document, :at, :by from written
                """)
                .param("id", rules.id())
                .param("level", rules.level().name())
                .param("scope", rules.scope())
                .param("version", rules.version())
                .param("document", JSON.writeValueAsString(rules.recording()))
                .param("at", Columns.time(clock.instant()))
                .param("by", changedBy)
                .update();
        if (written == 0) {
            throw Refusal.of(Reason.STALE, "The document was changed in the meantime.");
        }
    }

    @Override
    public List<StandingCodes> codesAround(RulesScope scope) {
        return codes.around(scope);
    }

    @Override
    public List<Revision> history(RulesScope scope, int limit) {
        return jdbc.sql("""
                select h.* from directory.recording_rules_history h join directory.recording_rules r on r.id = h.id
                where r.level = :level and r.scope is not distinct from cast(:scope as uuid)
                order by h.version desc limit :limit
                """)
                .param("level", scope.level().name())
                .param("scope", scope.id())
                .param("limit", limit)
                .query((row, _) -> new Revision(
                        row.getLong("version"),
                        JSON.readValue(row.getString("document"), RecordingRules.class),
                        Columns.instant(row, "changed_at"),
                        row.getString("changed_by")))
                .list();
    }

    static Rules rules(ResultSet row, int number) throws SQLException {
        return new Rules(
                Columns.id(row, "id"),
                RecordingLevel.valueOf(row.getString("level")),
                row.getObject("scope", UUID.class),
                row.getLong("version"),
                JSON.readValue(row.getString("document"), RecordingRules.class));
    }
}
