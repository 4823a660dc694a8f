package io.tapedeck.export.ledger;

import static java.util.stream.Collectors.joining;

import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.deliveries.DeliveryEvent;
import io.tapedeck.export.export.Outbox;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** The outbox. An event gets its id when it is written, so telling it twice tells the same event. */
@Component
final class OutboxTable implements Outbox {

    private static final URI SOURCE = URI.create("/tapedeck/storage-export-service");
    /** Any number that nothing else in the database locks by. */
    private static final long DELIVERY_LOCK = 0x65_78_70_6f_75_74L;

    private static final ObjectWriter JSON =
            JsonMapper.builder().build().writerFor(new TypeReference<CloudEvent<DeliveryEvent>>() {});

    private record Row(long id, Letter letter) {}

    private final JdbcClient jdbc;
    private final Guarded guarded;
    private final InstantSource clock;

    OutboxTable(JdbcClient jdbc, PlatformTransactionManager transactions, InstantSource clock) {
        this.jdbc = jdbc;
        this.guarded = new Guarded(new TransactionTemplate(transactions));
        this.clock = clock;
    }

    /** Joins the transaction that is under way. */
    void add(RecordingId recording, DeliveryEvent event) {
        String key = recording.toString();
        var envelope = CloudEvent.of(UUID.randomUUID(), SOURCE, key, clock.instant(), event);
        jdbc.sql("insert into export.outbox (record_key, body) values (:key, :body)")
                .param("key", key)
                .param("body", JSON.writeValueAsString(envelope))
                .update();
    }

    @Override
    public int deliver(int limit, Consumer<List<Letter>> postman) {
        return guarded.inTransaction(() -> {
            List<Row> rows = mine() ? oldest(limit) : List.of();
            if (!rows.isEmpty()) {
                postman.accept(rows.stream().map(Row::letter).toList());
                remove(rows);
            }
            return rows.size();
        });
    }

    private boolean mine() {
        return jdbc.sql("select pg_try_advisory_xact_lock(:key)")
                .param("key", DELIVERY_LOCK)
                .query(Boolean.class)
                .single();
    }

    private List<Row> oldest(int limit) {
        return jdbc.sql("select id, record_key, body from export.outbox order by id limit :limit")
                .param("limit", limit)
                .query((row, _) ->
                        new Row(row.getLong("id"), new Letter(row.getString("record_key"), row.getString("body"))))
                .list();
    }

    private void remove(List<Row> rows) {
        jdbc.sql("delete from export.outbox where id = any(cast(:ids as bigint[]))")
                .param("ids", rows.stream().map(row -> String.valueOf(row.id())).collect(joining(",", "{", "}")))
                .update();
    }

    @Override
    public long depth() {
        return guarded.inTransaction(() ->
                jdbc.sql("select count(*) from export.outbox").query(Long.class).single());
    }
}
