package io.tapedeck.gateway.ledger;

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
}
