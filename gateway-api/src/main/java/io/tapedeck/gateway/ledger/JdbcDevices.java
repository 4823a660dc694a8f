package io.tapedeck.gateway.ledger;

import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.Device;
import io.tapedeck.gateway.devices.Devices;
import io.tapedeck.gateway.problem.Refusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Devices in PostgreSQL. */
@Repository
class JdbcDevices implements Devices {

    private final JdbcClient jdbc;
    private final Journal journal;
    private final Writes writes;
    private final RulesRemoval rules;

    JdbcDevices(JdbcClient jdbc, Journal journal, Writes writes, RulesRemoval rules) {
        this.jdbc = jdbc;
        this.journal = journal;
        this.writes = writes;
        this.rules = rules;
    }

    @Override
    public void add(Device device) {
        writes.run(() -> {
            jdbc.sql("""
                    insert into directory.devices
                        (id, tenant_id, user_id, name, username, ha1_md5, ha1_sha256, enabled)
                    values (:id, :tenant, :user, :name, :username, :md5, :sha256, :enabled)
                    """).params(parameters(device)).update();
            journal.tell(device.id().value(), device);
        });
    }

    @Override
    public void replace(Device device) {
        writes.run(() -> {
            int changed = jdbc.sql("""
                    update directory.devices
                    set name = :name, username = :username, ha1_md5 = :md5, ha1_sha256 = :sha256, enabled = :enabled
                    where id = :id and user_id = :user and tenant_id = :tenant
                    """).params(parameters(device)).update();
            if (changed == 0) {
                throw Refusal.notFound("device", device.id());
            }
            journal.tell(device.id().value(), device);
        });
    }

    @Override
    public boolean remove(DeviceId id) {
        return writes.get(() -> {
            int removed = jdbc.sql("delete from directory.devices where id = :id")
                    .param("id", id.value())
                    .update();
            if (removed > 0) {
                rules.remove(List.of(id.value()));
                journal.forget(id.value());
            }
            return removed > 0;
        });
    }

    @Override
    public Optional<Device> find(DeviceId id) {
        return jdbc.sql("select * from directory.devices where id = :id")
                .param("id", id.value())
                .query(JdbcDevices::device)
                .optional();
    }

    @Override
    public List<Device> list(TenantId tenant, @Nullable UUID after, int limit) {
        return jdbc.sql("""
                select * from directory.devices
                where tenant_id = :tenant and (cast(:after as uuid) is null or id > :after)
                order by id limit :limit
                """)
                .param("tenant", tenant.value())
                .param("after", after)
                .param("limit", limit)
                .query(JdbcDevices::device)
                .list();
    }

    @Override
    public List<Device> list(UserId user, @Nullable UUID after, int limit) {
        return jdbc.sql("""
                select * from directory.devices
                where user_id = :user and (cast(:after as uuid) is null or id > :after)
                order by id limit :limit
                """)
                .param("user", user.value())
                .param("after", after)
                .param("limit", limit)
                .query(JdbcDevices::device)
                .list();
    }

    private static Map<String, Object> parameters(Device device) {
        return Map.of(
                "id", device.id().value(),
                "tenant", device.tenantId().value(),
                "user", device.userId().value(),
                "name", device.name(),
                "username", device.username(),
                "md5", device.ha1Md5(),
                "sha256", device.ha1Sha256(),
                "enabled", device.enabled());
    }

    static Device device(ResultSet row, int number) throws SQLException {
        return new Device(
                new DeviceId(Columns.id(row, "id")),
                new TenantId(Columns.id(row, "tenant_id")),
                new UserId(Columns.id(row, "user_id")),
                row.getString("name"),
                row.getString("username"),
                row.getString("ha1_md5"),
                row.getString("ha1_sha256"),
                row.getBoolean("enabled"));
    }
}
