package io.tapedeck.gateway.ledger;

import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.gateway.directory.OutboxBell;
import io.tapedeck.gateway.identifiers.FreshIds;
import java.net.URI;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Puts what happened into the outbox, inside of the transaction in which it happens. */
@Component
class Journal {

    private static final URI SOURCE = URI.create("/tapedeck/gateway-api");

    private final JdbcClient jdbc;
    private final OutboxBell bell;
    private final FreshIds ids;
    private final Clock clock;
    private final ObjectWriter json =
            JsonMapper.builder().build().writerFor(new TypeReference<CloudEvent<DirectoryEvent>>() {});

    Journal(JdbcClient jdbc, OutboxBell bell, FreshIds ids, Clock clock) {
        this.jdbc = jdbc;
        this.bell = bell;
        this.ids = ids;
        this.clock = clock;
    }

    /** The entity is like this now. */
    void tell(UUID entity, DirectoryEvent event) {
        var envelope = CloudEvent.of(ids.next(), SOURCE, entity.toString(), clock.instant(), event);
        append(entity, json.writeValueAsString(envelope));
    }

    /** The entity is no more. */
    void forget(UUID entity) {
        append(entity, null);
    }

    private void append(UUID entity, @Nullable String payload) {
        jdbc.sql("insert into directory.outbox (entity_key, payload) values (:key, :payload)")
                .param("key", entity.toString())
                .param("payload", payload, java.sql.Types.VARCHAR)
                .update();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                bell.ring();
            }
        });
    }
}
