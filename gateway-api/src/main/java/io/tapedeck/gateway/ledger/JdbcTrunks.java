package io.tapedeck.gateway.ledger;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.TrunkId;
import io.tapedeck.contracts.directory.DirectoryEvent.Trunk;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.trunks.Trunks;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Trunks in PostgreSQL. */
@Repository
class JdbcTrunks implements Trunks {

    private final JdbcClient jdbc;
    private final Journal journal;
    private final Writes writes;

    JdbcTrunks(JdbcClient jdbc, Journal journal, Writes writes) {
        this.jdbc = jdbc;
        this.journal = journal;
        this.writes = writes;
    }

    @Override
    public void add(Trunk trunk) {
        writes.run(() -> {
            jdbc.sql("""
                    insert into directory.trunks (id, tenant_id, name, host, port, transport, sources, prefixes,
                        username, password, enabled)
                    values (:id, :tenant, :name, :host, :port, :transport, :sources, :prefixes,
                        :username, :password, :enabled)
                    """).paramSource(parameters(trunk)).update();
            journal.tell(trunk.id().value(), trunk);
        });
    }

    @Override
    public void replace(Trunk trunk) {
        writes.run(() -> {
            int changed = jdbc.sql("""
                    update directory.trunks
                    set tenant_id = :tenant, name = :name, host = :host, port = :port, transport = :transport,
                        sources = :sources, prefixes = :prefixes, username = :username, password = :password,
                        enabled = :enabled
                    where id = :id
                    """).paramSource(parameters(trunk)).update();
            if (changed == 0) {
                throw Refusal.notFound("trunk", trunk.id());
            }
            journal.tell(trunk.id().value(), trunk);
        });
    }

    @Override
    public boolean remove(TrunkId id) {
        return writes.get(() -> {
            int removed = jdbc.sql("delete from directory.trunks where id = :id")
                    .param("id", id.value())
                    .update();
            if (removed > 0) {
                journal.forget(id.value());
            }
            return removed > 0;
        });
    }

    @Override
    public Optional<Trunk> find(TrunkId id) {
        return jdbc.sql("select * from directory.trunks where id = :id")
                .param("id", id.value())
                .query(JdbcTrunks::trunk)
                .optional();
    }

    @Override
    public List<Trunk> list(@Nullable TenantId only, @Nullable UUID after, int limit) {
        return jdbc.sql("""
                select * from directory.trunks
                where (cast(:only as uuid) is null or tenant_id = :only)
                    and (cast(:after as uuid) is null or id > :after)
                order by id limit :limit
                """)
                .param("only", only == null ? null : only.value())
                .param("after", after)
                .param("limit", limit)
                .query(JdbcTrunks::trunk)
                .list();
    }

    private static MapSqlParameterSource parameters(Trunk trunk) {
        TenantId owner = trunk.tenantId();
        return new MapSqlParameterSource("id", trunk.id().value())
                .addValue("tenant", owner == null ? null : owner.value())
                .addValue("name", trunk.name())
                .addValue("host", trunk.host())
                .addValue("port", trunk.port())
                .addValue("transport", trunk.transport())
                .addValue("sources", trunk.sources().toArray(String[]::new))
                .addValue("prefixes", trunk.prefixes().toArray(String[]::new))
                .addValue("username", trunk.username())
                .addValue("password", trunk.password())
                .addValue("enabled", trunk.enabled());
    }

    static Trunk trunk(ResultSet row, int number) throws SQLException {
        UUID owner = row.getObject("tenant_id", UUID.class);
        return new Trunk(
                new TrunkId(Columns.id(row, "id")),
                owner == null ? null : new TenantId(owner),
                row.getString("name"),
                row.getString("host"),
                row.getInt("port"),
                row.getString("transport"),
                Columns.texts(row, "sources"),
                Columns.texts(row, "prefixes"),
                row.getString("username"),
                row.getString("password"),
                row.getBoolean("enabled"));
    }
}
