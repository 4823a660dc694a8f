package io.tapedeck.gateway.ledger;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.gateway.security.Accounts;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Accounts in PostgreSQL. */
@Repository
class JdbcAccounts implements Accounts {

    private final JdbcClient jdbc;

    JdbcAccounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<String> passwordHashOf(String username) {
        return jdbc.sql("select password_hash from directory.accounts where username = :username")
                .param("username", username)
                .query(String.class)
                .optional();
    }

    @Override
    public void store(String username, String passwordHash, Instant at) {
        jdbc.sql("""
                insert into directory.accounts (username, password_hash, changed_at) values (:username, :hash, :at)
                on conflict (username) do update set password_hash = :hash, changed_at = :at
                """)
                .param("username", username)
                .param("hash", passwordHash)
                .param("at", Columns.time(at))
                .update();
    }

    @Override
    public Optional<Member> member(String extension, String domain) {
        return jdbc.sql("""
                select u.id, u.tenant_id, l.password_hash, l.changed_at from directory.user_logins l
                join directory.users u on u.id = l.user_id and u.enabled
                join directory.tenants t on t.id = u.tenant_id and t.enabled
                where u.extension = :extension and t.domain = :domain
                """)
                .param("extension", extension)
                .param("domain", domain)
                .query((row, _) -> new Member(
                        new UserId(Columns.id(row, "id")),
                        new TenantId(Columns.id(row, "tenant_id")),
                        row.getString("password_hash"),
                        Columns.instant(row, "changed_at")))
                .optional();
    }

    @Override
    public Optional<Instant> loginOf(UserId user) {
        return jdbc.sql("""
                select l.changed_at from directory.user_logins l
                join directory.users u on u.id = l.user_id and u.enabled
                join directory.tenants t on t.id = u.tenant_id and t.enabled
                where l.user_id = :id
                """)
                .param("id", user.value())
                .query((row, _) -> Columns.instant(row, "changed_at"))
                .optional();
    }

    @Override
    public void store(UserId user, String passwordHash, Instant at) {
        jdbc.sql("""
                insert into directory.user_logins (user_id, password_hash, changed_at) values (:id, :hash, :at)
                on conflict (user_id) do update set password_hash = :hash, changed_at = :at
                """)
                .param("id", user.value())
                .param("hash", passwordHash)
                .param("at", Columns.time(at))
                .update();
    }

    @Override
    public boolean removeMember(UserId user) {
        return jdbc.sql("delete from directory.user_logins where user_id = :id")
                        .param("id", user.value())
                        .update()
                > 0;
    }
}
