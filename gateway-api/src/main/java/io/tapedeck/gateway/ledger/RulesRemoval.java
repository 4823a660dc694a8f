package io.tapedeck.gateway.ledger;

import java.util.Collection;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Takes recording rules and forwarding away together with what they were for. */
@Component
class RulesRemoval {

    private final JdbcClient jdbc;
    private final Journal journal;

    RulesRemoval(JdbcClient jdbc, Journal journal) {
        this.jdbc = jdbc;
        this.journal = journal;
    }

    /** Inside of the transaction in which the scopes go. Their history stays. */
    void remove(Collection<UUID> scopes) {
        jdbc.sql("delete from directory.recording_rules where scope = any(:scopes) returning id")
                .param("scopes", scopes.toArray(UUID[]::new))
                .query(UUID.class)
                .list()
                .forEach(journal::forget);
        jdbc.sql("delete from directory.call_forwarding where user_id = any(:scopes) returning id")
                .param("scopes", scopes.toArray(UUID[]::new))
                .query(UUID.class)
                .list()
                .forEach(journal::forget);
    }
}
