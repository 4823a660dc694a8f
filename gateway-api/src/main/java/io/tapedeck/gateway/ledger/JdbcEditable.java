package io.tapedeck.gateway.ledger;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import io.tapedeck.gateway.selfcare.Editable;
import io.tapedeck.gateway.selfcare.EditableStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What users may change, in PostgreSQL. Safe for use by several threads. */
@Repository
class JdbcEditable implements EditableStore {

    private static final String ROLES = """
            select role, version, editable,
                (select count(*) from directory.user_access_roles held
                    where held.tenant_id = self_care.tenant_id and held.role = self_care.role) as users
            from directory.self_care where tenant_id = :tenant""";

    private final JdbcClient jdbc;
    private final Clock clock;

    JdbcEditable(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Editable find(TenantId tenant) {
        return role(tenant, EVERYBODY).map(AccessRole::editable).orElse(Editable.NOTHING);
    }

    @Override
    public Editable of(TenantId tenant, UserId user) {
        return role(tenant, roleOf(user).orElse(EVERYBODY))
                .map(AccessRole::editable)
                .orElse(Editable.NOTHING);
    }

    @Override
    public Optional<AccessRole> role(TenantId tenant, String name) {
        return jdbc.sql(ROLES + " and role = :role")
                .param("tenant", tenant.value())
                .param("role", name)
                .query((row, _) -> role(row))
                .optional();
    }

    @Override
    public List<AccessRole> roles(TenantId tenant) {
        return jdbc.sql(ROLES + " and role <> '' order by role")
                .param("tenant", tenant.value())
                .query((row, _) -> role(row))
                .list();
    }

    private static AccessRole role(ResultSet row) throws SQLException {
        var editable = new Editable(row.getLong("version"), Columns.texts(row, "editable"));
        return new AccessRole(row.getString("role"), editable, row.getInt("users"));
    }

    /** One statement, so that nobody comes between looking at the version and writing the next. */
    @Override
    public Editable replace(
            TenantId tenant, String role, List<String> editable, @Nullable Long expected, String changedBy) {
        return jdbc.sql("""
                insert into directory.self_care as there (tenant_id, role, editable, version, changed_at, changed_by)
                select :tenant, :role, :editable, 1, :at, :by where coalesce(:expected, 0) = 0 or exists (
                    select 1 from directory.self_care where tenant_id = :tenant and role = :role)
                on conflict (tenant_id, role) do update set editable = excluded.editable, version = there.version + 1,
                    changed_at = excluded.changed_at, changed_by = excluded.changed_by
                where there.version = coalesce(:expected, there.version)
                returning version
                """)
                .param("tenant", tenant.value())
                .param("role", role)
                .param("editable", editable.toArray(String[]::new))
                .param("expected", expected, java.sql.Types.BIGINT)
                .param("at", Columns.time(clock.instant()))
                .param("by", changedBy)
                .query(Long.class)
                .optional()
                .map(version -> new Editable(version, editable))
                .orElseThrow(() -> Refusal.of(Reason.STALE, "The document was changed in the meantime."));
    }

    @Override
    public boolean removeRole(TenantId tenant, String name) {
        try {
            return jdbc.sql("delete from directory.self_care where tenant_id = :tenant and role = :role")
                            .param("tenant", tenant.value())
                            .param("role", name)
                            .update()
                    > 0;
        } catch (DataIntegrityViolationException held) {
            throw Refusal.of(Reason.CONFLICT, "Users have this access role; give them another one first.");
        }
    }

    @Override
    public Optional<String> roleOf(UserId user) {
        return jdbc.sql("select role from directory.user_access_roles where user_id = :user")
                .param("user", user.value())
                .query(String.class)
                .optional();
    }

    @Override
    public boolean assign(TenantId tenant, UserId user, @Nullable String role) {
        if (role == null) {
            jdbc.sql("delete from directory.user_access_roles where user_id = :user")
                    .param("user", user.value())
                    .update();
            return true;
        }
        return jdbc.sql("""
                insert into directory.user_access_roles (user_id, tenant_id, role)
                select :user, tenant_id, role from directory.self_care where tenant_id = :tenant and role = :role
                on conflict (user_id) do update set role = excluded.role
                """)
                        .param("user", user.value())
                        .param("tenant", tenant.value())
                        .param("role", role)
                        .update()
                > 0;
    }
}
