package io.tapedeck.gateway.ledger;

import io.tapedeck.gateway.apikeys.ApiKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** API keys in PostgreSQL. */
@Repository
class JdbcApiKeys implements ApiKeys {

    private final JdbcClient jdbc;
    private final Writes writes;

    JdbcApiKeys(JdbcClient jdbc, Writes writes) {
        this.jdbc = jdbc;
        this.writes = writes;
    }

    @Override
    public void add(ApiKey key, byte[] sha256) {
        writes.run(() -> jdbc.sql("""
                insert into directory.api_keys (id, name, tenant_id, sha256, hint, created_at)
                values (:id, :name, :tenant, :sha256, :hint, :at)
                """)
                .param("id", key.id())
                .param("name", key.name())
                .param("tenant", key.tenantId())
                .param("sha256", sha256)
                .param("hint", key.hint())
                .param("at", Columns.time(key.createdAt()))
                .update());
    }

    @Override
    public boolean remove(UUID id) {
        return jdbc.sql("delete from directory.api_keys where id = :id")
                        .param("id", id)
                        .update()
                > 0;
    }

    @Override
    public Optional<ApiKey> find(UUID id) {
        return jdbc.sql("select * from directory.api_keys where id = :id")
                .param("id", id)
                .query(JdbcApiKeys::key)
                .optional();
    }

    @Override
    public Optional<ApiKey> findByHash(byte[] sha256) {
        return jdbc.sql("select * from directory.api_keys where sha256 = :sha256")
                .param("sha256", sha256)
                .query(JdbcApiKeys::key)
                .optional();
    }

    @Override
    public List<ApiKey> list(@Nullable UUID after, int limit) {
        return jdbc.sql("""
                select * from directory.api_keys where cast(:after as uuid) is null or id > :after
                order by id limit :limit
                """)
                .param("after", after)
                .param("limit", limit)
                .query(JdbcApiKeys::key)
                .list();
    }

    private static ApiKey key(ResultSet row, int number) throws SQLException {
        return new ApiKey(
                Columns.id(row, "id"),
                row.getString("name"),
                row.getObject("tenant_id", UUID.class),
                row.getString("hint"),
                Columns.instant(row, "created_at"));
    }
}
