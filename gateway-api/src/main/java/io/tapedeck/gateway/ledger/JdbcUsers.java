package io.tapedeck.gateway.ledger;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.users.Users;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Users and their numbers in PostgreSQL. */
@Repository
class JdbcUsers implements Users {

    static final String SELECT = """
            select u.*, array(select n.number from directory.user_numbers n where n.user_id = u.id order by n.position)
                as numbers
            from directory.users u
            """;

    private final JdbcClient jdbc;
    private final Journal journal;
    private final Writes writes;
    private final RulesRemoval rules;

    JdbcUsers(JdbcClient jdbc, Journal journal, Writes writes, RulesRemoval rules) {
        this.jdbc = jdbc;
        this.journal = journal;
        this.writes = writes;
        this.rules = rules;
    }

    @Override
    public void add(User user) {
        writes.run(() -> {
            jdbc.sql("""
                    insert into directory.users (id, tenant_id, extension, display_name, enabled)
                    values (:id, :tenant, :extension, :name, :enabled)
                    """).params(parameters(user)).update();
            addNumbers(user);
            journal.tell(user.id().value(), user);
        });
    }

    @Override
    public void replace(User user) {
        writes.run(() -> {
            int changed = jdbc.sql("""
                    update directory.users set extension = :extension, display_name = :name, enabled = :enabled
                    where id = :id and tenant_id = :tenant
                    """).params(parameters(user)).update();
            if (changed == 0) {
                throw Refusal.notFound("user", user.id());
            }
            jdbc.sql("delete from directory.user_numbers where user_id = :id")
                    .param("id", user.id().value())
                    .update();
            addNumbers(user);
            journal.tell(user.id().value(), user);
        });
    }

    private void addNumbers(User user) {
        List<String> numbers = user.numbers();
        for (int i = 0; i < numbers.size(); i++) {
            int added = jdbc.sql("""
                    insert into directory.user_numbers (number, user_id, position) values (:number, :user, :position)
                    on conflict (number) do nothing
                    """)
                    .param("number", numbers.get(i))
                    .param("user", user.id().value())
                    .param("position", i)
                    .update();
            if (added == 0) {
                throw Refusal.conflict("/numbers/" + i, "Another user has the number " + numbers.get(i) + ".");
            }
        }
    }

    @Override
    public boolean remove(UserId id) {
        return writes.get(() -> {
            jdbc.sql("select 1 from directory.users where id = :id for update")
                    .param("id", id.value())
                    .query(Integer.class)
                    .optional();
            var devices = jdbc.sql("select id from directory.devices where user_id = :id order by id")
                    .param("id", id.value())
                    .query(UUID.class)
                    .list();
            int removed = jdbc.sql("delete from directory.users where id = :id")
                    .param("id", id.value())
                    .update();
            if (removed > 0) {
                rules.remove(devices);
                rules.remove(List.of(id.value()));
                devices.forEach(journal::forget);
                journal.forget(id.value());
            }
            return removed > 0;
        });
    }

    @Override
    public Optional<User> find(UserId id) {
        return jdbc.sql(SELECT + "where u.id = :id")
                .param("id", id.value())
                .query(JdbcUsers::user)
                .optional();
    }

    @Override
    public List<User> list(TenantId tenant, @Nullable UUID after, int limit) {
        return jdbc.sql(SELECT + """
                where u.tenant_id = :tenant and (cast(:after as uuid) is null or u.id > :after)
                order by u.id limit :limit
                """)
                .param("tenant", tenant.value())
                .param("after", after)
                .param("limit", limit)
                .query(JdbcUsers::user)
                .list();
    }

    private static Map<String, Object> parameters(User user) {
        return Map.of(
                "id", user.id().value(),
                "tenant", user.tenantId().value(),
                "extension", user.extension(),
                "name", user.displayName(),
                "enabled", user.enabled());
    }

    static User user(ResultSet row, int number) throws SQLException {
        return new User(
                new UserId(Columns.id(row, "id")),
                new TenantId(Columns.id(row, "tenant_id")),
                row.getString("extension"),
                row.getString("display_name"),
                Columns.texts(row, "numbers"),
                row.getBoolean("enabled"));
    }
}
