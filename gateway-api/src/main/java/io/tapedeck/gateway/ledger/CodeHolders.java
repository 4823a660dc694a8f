package io.tapedeck.gateway.ledger;

import io.tapedeck.contracts.directory.FeatureCodes;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Fault;
import io.tapedeck.gateway.rules.CodeConflicts;
import io.tapedeck.gateway.rules.RulesScope;
import io.tapedeck.gateway.rules.StandingCodes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Who has feature codes that must be told apart from those of one document. */
@Component
class CodeHolders {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;

    CodeHolders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Those above and below: of a user and of a device, all that count for that user; else all of the tenant, and for the
     * platform all there are. Itself is among them in any case, teams come in the order of their birth.
     */
    List<StandingCodes> around(RulesScope scope) {
        return jdbc.sql("""
                with people as (
                    select u.id, u.tenant_id, u.extension || '@' || t.domain as name
                    from directory.users u join directory.tenants t on t.id = u.tenant_id
                    where (cast(:tenant as uuid) is null or u.tenant_id = :tenant)
                        and (cast(:user as uuid) is null or u.id = :user)),
                scopes as (
                    select 'USER' as level, id as scope, tenant_id, array[id] as users, 'user ' || name as whose
                    from people
                    union all
                    select 'DEVICE', d.id, d.tenant_id, array[d.user_id], 'device ' || d.username
                    from directory.devices d join people p on p.id = d.user_id
                    union all
                    select 'TEAM', t.id, t.tenant_id, t.members, 'team ' || t.name
                    from directory.teams t
                    where (cast(:tenant as uuid) is null or t.tenant_id = :tenant)
                        and (cast(:user as uuid) is null or :user = any(t.members))
                    union all
                    select 'TENANT', t.id, t.id, cast('{}' as uuid[]), 'tenant ' || t.domain
                    from directory.tenants t
                    where cast(:tenant as uuid) is null or t.id = :tenant)
                select s.*, r.document
                from scopes s left join directory.recording_rules r on r.level = s.level and r.scope = s.scope
                where r.document like '%"featureCodes"%' or s.scope = :scope
                union all
                select 'PLATFORM', null, null, cast('{}' as uuid[]), 'the platform',
                    (select document from directory.recording_rules where level = 'PLATFORM')
                order by scope
                """)
                .param("tenant", scope.tenant() == null ? null : scope.tenant().value())
                .param("scope", scope.id())
                .param("user", userOf(scope))
                .query(CodeHolders::codes)
                .list();
    }

    private @Nullable UUID userOf(RulesScope scope) {
        return switch (scope.level()) {
            case USER -> scope.id();
            case DEVICE ->
                jdbc.sql("select user_id from directory.devices where id = :id")
                        .param("id", scope.id())
                        .query(UUID.class)
                        .optional()
                        .orElse(null);
            case PLATFORM, TENANT, TEAM -> null;
        };
    }

    private static StandingCodes codes(ResultSet row, int number) throws SQLException {
        String document = row.getString("document");
        return new StandingCodes(
                RecordingLevel.valueOf(row.getString("level")),
                row.getObject("scope", UUID.class),
                row.getObject("tenant_id", UUID.class),
                Set.of((UUID[]) row.getArray("users").getArray()),
                row.getString("whose"),
                document == null
                        ? null
                        : JSON.readValue(document, RecordingRules.class).featureCodes());
    }

    /**
     * Checks what the transaction is about to write. Two who change codes at once: the second waits here for the first, and
     * sees what it wrote.
     *
     * @throws Refusal 422 when somebody could not tell two codes apart any more
     */
    void requireDistinct(RulesScope scope, @Nullable FeatureCodes before, @Nullable FeatureCodes after) {
        if (Objects.equals(before, after)) {
            return;
        }
        long _ = jdbc.sql("select count(*) from pg_advisory_xact_lock(hashtext('tapedeck.feature-codes'))")
                .query(Long.class)
                .single();
        List<Fault> faults = CodeConflicts.of(scope, before, after, around(scope));
        if (!faults.isEmpty()) {
            throw Refusal.invalid(faults);
        }
    }
}
