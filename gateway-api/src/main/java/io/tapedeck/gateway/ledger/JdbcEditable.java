package io.tapedeck.gateway.ledger;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import io.tapedeck.gateway.selfcare.Editable;
import io.tapedeck.gateway.selfcare.EditableStore;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What users may change, in PostgreSQL. */
@Repository
class JdbcEditable implements EditableStore {

    private final JdbcClient jdbc;
    private final Clock clock;

    JdbcEditable(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Editable find(TenantId tenant) {
        return jdbc.sql("select version, editable from directory.self_care where tenant_id = :tenant")
                .param("tenant", tenant.value())
                .query((row, _) -> new Editable(row.getLong("version"), Columns.texts(row, "editable")))
                .optional()
                .orElse(Editable.NOTHING);
    }

    /** One statement, so that nobody comes between looking at the version and writing the next. */
    @Override
    public Editable replace(TenantId tenant, List<String> editable, @Nullable Long expected, String changedBy) {
        return jdbc.sql("""
                insert into directory.self_care as there (tenant_id, editable, version, changed_at, changed_by)
                select :tenant, :editable, 1, :at, :by where coalesce(:expected, 0) = 0 or exists (
                    select 1 from directory.self_care where tenant_id = :tenant)
                on conflict (tenant_id) do update set editable = excluded.editable, version = there.version + 1,
                    changed_at = excluded.changed_at, changed_by = excluded.changed_by
                where there.version = coalesce(:expected, there.version)
                returning version
                """)
                .param("tenant", tenant.value())
                .param("editable", editable.toArray(String[]::new))
                .param("expected", expected, java.sql.Types.BIGINT)
                .param("at", Columns.time(clock.instant()))
                .param("by", changedBy)
                .query(Long.class)
                .optional()
                .map(version -> new Editable(version, editable))
                .orElseThrow(() -> Refusal.of(Reason.STALE, "The document was changed in the meantime."));
    }
}
