package io.tapedeck.export.ledger;

import io.tapedeck.contracts.DeliveryMethod;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.deliveries.DeliveryEvent;
import io.tapedeck.contracts.deliveries.DeliveryEvent.DeliveryFailed;
import io.tapedeck.contracts.deliveries.DeliveryEvent.DeliverySucceeded;
import io.tapedeck.export.export.Delivery;
import io.tapedeck.export.export.Ledger;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Deliveries in PostgreSQL. A claim is a time of the next attempt that lies ahead, so it ends by itself. */
@Component
final class JdbcLedger implements Ledger {

    private final JdbcClient jdbc;
    private final Guarded guarded;
    private final OutboxTable outbox;

    JdbcLedger(JdbcClient jdbc, PlatformTransactionManager transactions, OutboxTable outbox) {
        this.jdbc = jdbc;
        this.guarded = new Guarded(new TransactionTemplate(transactions));
        this.outbox = outbox;
    }

    @Override
    public void order(List<Delivery> deliveries) {
        guarded.inTransaction(() -> deliveries.stream().mapToInt(this::insert).sum());
    }

    private int insert(Delivery delivery) {
        return jdbc.sql("""
                insert into export.deliveries as d (recording_id, tenant_id, address, method, media_key, format, bytes,
                    sha256, state, attempts, ordered_at, next_attempt)
                values (:recording, :tenant, :address, :method, :mediaKey, :format, :bytes,
                    :sha256, 'waiting', 0, :orderedAt, :orderedAt)
                on conflict (recording_id, sha256, md5(address)) do update
                set (method, media_key, format, bytes, state, attempts, ordered_at, next_attempt, finished_at, reason)
                = (excluded.method, excluded.media_key, excluded.format, excluded.bytes, excluded.state, excluded.attempts,
                    excluded.ordered_at, excluded.next_attempt, null, null)
                where d.state = 'failed'
                """)
                .param("recording", delivery.recordingId().value())
                .param("tenant", delivery.tenantId().value())
                .param("address", delivery.address().toString())
                .param("method", delivery.method().name().toLowerCase(Locale.ROOT))
                .param("mediaKey", delivery.mediaKey())
                .param("format", delivery.format().name().toLowerCase(Locale.ROOT))
                .param("bytes", delivery.bytes())
                .param("sha256", delivery.sha256())
                .param("orderedAt", time(delivery.orderedAt()))
                .update();
    }

    @Override
    public List<Delivery> claim(Instant now, int limit, Function<Delivery, Duration> lease) {
        return guarded.inTransaction(() -> {
            List<Delivery> due = due(now, limit);
            due.forEach(delivery -> setNext(delivery, now.plus(lease.apply(delivery))));
            return due;
        });
    }

    private List<Delivery> due(Instant now, int limit) {
        return jdbc.sql("""
                select * from export.deliveries
                where state = 'waiting' and next_attempt <= :now
                order by next_attempt
                limit :limit
                for update skip locked
                """)
                .param("now", time(now))
                .param("limit", limit)
                .query((row, _) -> delivery(row))
                .list();
    }

    private void setNext(Delivery delivery, Instant next) {
        jdbc.sql("update export.deliveries set next_attempt = :next where id = :id")
                .param("next", time(next))
                .param("id", delivery.id())
                .update();
    }

    @Override
    public void postpone(Delivery delivery, Instant until, String reason) {
        guarded.inTransaction(() -> jdbc.sql("""
                update export.deliveries set attempts = :attempts, next_attempt = :next, reason = :reason
                where id = :id and state = 'waiting'
                """)
                .param("attempts", delivery.attempts())
                .param("next", time(until))
                .param("reason", reason)
                .param("id", delivery.id())
                .update());
    }

    /** A delivery that was finished meanwhile, by another whose lease had ended, is not told twice. */
    @Override
    public void finish(Delivery delivery, DeliveryEvent outcome) {
        guarded.inTransaction(() -> {
            int finished = switch (outcome) {
                case DeliverySucceeded told -> finish(delivery, "delivered", told.deliveredAt(), null);
                case DeliveryFailed told -> finish(delivery, "failed", told.failedAt(), told.message());
            };
            if (finished == 1) {
                outbox.add(delivery.recordingId(), outcome);
            }
            return finished;
        });
    }

    private int finish(Delivery delivery, String state, Instant at, @Nullable String reason) {
        return jdbc.sql("""
                update export.deliveries
                set state = :state, attempts = :attempts, finished_at = :at, reason = :reason
                where id = :id and state = 'waiting'
                """)
                .param("state", state)
                .param("attempts", delivery.attempts())
                .param("at", time(at))
                .param("reason", reason)
                .param("id", delivery.id())
                .update();
    }

    @Override
    public long waiting() {
        return guarded.inTransaction(() -> jdbc.sql("select count(*) from export.deliveries where state = 'waiting'")
                .query(Long.class)
                .single());
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getLong("id"),
                new RecordingId(row.getObject("recording_id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                URI.create(row.getString("address")),
                DeliveryMethod.valueOf(row.getString("method").toUpperCase(Locale.ROOT)),
                row.getString("media_key"),
                MediaFormat.valueOf(row.getString("format").toUpperCase(Locale.ROOT)),
                row.getLong("bytes"),
                row.getString("sha256"),
                row.getObject("ordered_at", OffsetDateTime.class).toInstant(),
                row.getInt("attempts"));
    }
}
