package io.tapedeck.gateway.ledger;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.RecordingSettings;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.tenants.Tenants;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tenants in PostgreSQL. */
@Repository
class JdbcTenants implements Tenants {

    private final JdbcClient jdbc;
    private final Journal journal;
    private final Writes writes;
    private final RulesRemoval rules;

    JdbcTenants(JdbcClient jdbc, Journal journal, Writes writes, RulesRemoval rules) {
        this.jdbc = jdbc;
        this.journal = journal;
        this.writes = writes;
        this.rules = rules;
    }

    @Override
    public void add(Tenant tenant) {
        writes.run(() -> {
            jdbc.sql("""
                    insert into directory.tenants
                        (id, name, domain, enabled, recording_enabled, recording_format, recording_layout, deliver_to)
                    values (:id, :name, :domain, :enabled, :recording, :format, :layout, :deliverTo)
                    """).paramSource(parameters(tenant)).update();
            journal.tell(tenant.id().value(), tenant);
        });
    }

    @Override
    public void replace(Tenant tenant) {
        writes.run(() -> {
            int changed = jdbc.sql("""
                    update directory.tenants
                    set name = :name, domain = :domain, enabled = :enabled, recording_enabled = :recording,
                        recording_format = :format, recording_layout = :layout, deliver_to = :deliverTo
                    where id = :id
                    """).paramSource(parameters(tenant)).update();
            if (changed == 0) {
                throw Refusal.notFound("tenant", tenant.id());
            }
            journal.tell(tenant.id().value(), tenant);
        });
    }

    @Override
    public boolean remove(TenantId id) {
        return writes.get(() -> {
            lock(id);
            var belongings = belongingsOf(id);
            int removed = jdbc.sql("delete from directory.tenants where id = :id")
                    .param("id", id.value())
                    .update();
            if (removed > 0) {
                rules.remove(belongings);
                rules.remove(List.of(id.value()));
                belongings.forEach(journal::forget);
                journal.forget(id.value());
            }
            return removed > 0;
        });
    }

    /** Waits for those who are just adding something to the tenant, so that nothing is deleted without being told. */
    private void lock(TenantId id) {
        jdbc.sql("select 1 from directory.tenants where id = :id for update")
                .param("id", id.value())
                .query(Integer.class)
                .optional();
    }

    private List<UUID> belongingsOf(TenantId id) {
        return jdbc.sql("""
                select id from (
                    select 1 as rank, id from directory.devices where tenant_id = :id
                    union all
                    select 2, id from directory.users where tenant_id = :id
                    union all
                    select 3, id from directory.teams where tenant_id = :id
                    union all
                    select 4, id from directory.trunks where tenant_id = :id
                    union all
                    select 5, id from directory.announcements where tenant_id = :id
                ) as belongings order by rank, id
                """).param("id", id.value()).query(UUID.class).list();
    }

    @Override
    public Optional<Tenant> find(TenantId id) {
        return jdbc.sql("select * from directory.tenants where id = :id")
                .param("id", id.value())
                .query(JdbcTenants::tenant)
                .optional();
    }

    @Override
    public List<Tenant> list(@Nullable TenantId only, @Nullable UUID after, int limit) {
        return jdbc.sql("""
                select * from directory.tenants
                where (cast(:only as uuid) is null or id = :only) and (cast(:after as uuid) is null or id > :after)
                order by id limit :limit
                """)
                .param("only", only == null ? null : only.value())
                .param("after", after)
                .param("limit", limit)
                .query(JdbcTenants::tenant)
                .list();
    }

    private static MapSqlParameterSource parameters(Tenant tenant) {
        RecordingSettings recording = tenant.recording();
        URI deliverTo = recording.deliverTo();
        return new MapSqlParameterSource(Map.of(
                        "id", tenant.id().value(),
                        "name", tenant.name(),
                        "domain", tenant.domain(),
                        "enabled", tenant.enabled(),
                        "recording", recording.enabled(),
                        "format", recording.format().name(),
                        "layout", recording.layout().name()))
                .addValue("deliverTo", deliverTo == null ? null : deliverTo.toString());
    }

    static Tenant tenant(ResultSet row, int number) throws SQLException {
        String deliverTo = row.getString("deliver_to");
        return new Tenant(
                new TenantId(Columns.id(row, "id")),
                row.getString("name"),
                row.getString("domain"),
                row.getBoolean("enabled"),
                new RecordingSettings(
                        row.getBoolean("recording_enabled"),
                        MediaFormat.valueOf(row.getString("recording_format")),
                        ChannelLayout.valueOf(row.getString("recording_layout")),
                        deliverTo == null ? null : URI.create(deliverTo)));
    }
}
