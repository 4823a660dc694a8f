package io.tapedeck.cdr.ledger;

import static io.tapedeck.cdr.ledger.Columns.time;
import static io.tapedeck.cdr.ledger.Columns.wire;

import io.tapedeck.contracts.deliveries.DeliveryEvent;
import io.tapedeck.contracts.deliveries.DeliveryEvent.DeliveryFailed;
import io.tapedeck.contracts.deliveries.DeliveryEvent.DeliverySucceeded;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What became of sending recordings out; the latest word per recording and destination. */
final class DeliveryTable {

    private final JdbcClient jdbc;

    DeliveryTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void save(DeliveryEvent event) {
        described(event, jdbc.sql("""
                insert into cdr.deliveries as d (recording_id, destination, tenant_id, succeeded, attempts, message,
                    responsible, at)
                values (:id, :destination, :tenant, :succeeded, :attempts, :message, :responsible, :at)
                on conflict (recording_id, destination) do update
                set (succeeded, attempts, message, responsible, at)
                = (excluded.succeeded, excluded.attempts, excluded.message, excluded.responsible, excluded.at)
                where d.at < excluded.at
                """)).param("id", event.recordingId().value()).update();
    }

    private static JdbcClient.StatementSpec described(DeliveryEvent event, JdbcClient.StatementSpec insert) {
        return switch (event) {
            case DeliverySucceeded told ->
                insert.param("destination", told.destination().toString())
                        .param("tenant", told.tenantId().value())
                        .param("succeeded", true)
                        .param("attempts", told.attempts())
                        .param("message", null)
                        .param("responsible", null)
                        .param("at", time(told.deliveredAt()));
            case DeliveryFailed told ->
                insert.param("destination", told.destination().toString())
                        .param("tenant", told.tenantId().value())
                        .param("succeeded", false)
                        .param("attempts", told.attempts())
                        .param("message", told.message())
                        .param("responsible", wire(told.responsible()))
                        .param("at", time(told.failedAt()));
        };
    }
}
