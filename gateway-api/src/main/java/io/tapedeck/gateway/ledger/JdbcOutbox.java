package io.tapedeck.gateway.ledger;

import io.tapedeck.gateway.directory.Outbox;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** The outbox in PostgreSQL. */
@Repository
class JdbcOutbox implements Outbox {

    /** Of the advisory lock that one gateway of several holds while it publishes; "tapedeck" in hexadecimal digits. */
    private static final long PUBLISHING = 0x7461_7065_6465_636BL;

    private final JdbcClient jdbc;
    private final Journal journal;
    private final TransactionTemplate transactions;

    JdbcOutbox(JdbcClient jdbc, Journal journal, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.journal = journal;
        this.transactions = transactions;
    }

    private record Row(long position, Message message) {}

    @Override
    public int forward(int limit, Publisher publisher) {
        Integer count = transactions.execute(_ -> isMyTurn() ? publish(limit, publisher) : 0);
        return count == null ? 0 : count;
    }

    private boolean isMyTurn() {
        return jdbc.sql("select pg_try_advisory_xact_lock(:lock)")
                .param("lock", PUBLISHING)
                .query(Boolean.class)
                .single();
    }

    private int publish(int limit, Publisher publisher) {
        List<Row> rows = jdbc.sql("select * from directory.outbox order by position limit :limit")
                .param("limit", limit)
                .query((row, _) -> new Row(
                        row.getLong("position"), new Message(row.getString("entity_key"), row.getString("payload"))))
                .list();
        if (!rows.isEmpty()) {
            publisher.publish(rows.stream().map(Row::message).toList());
            // by position, not up to one: a lower position may be committed later
            jdbc.sql("delete from directory.outbox where position = any(:positions)")
                    .param("positions", rows.stream().map(Row::position).toArray(Long[]::new))
                    .update();
        }
        return rows.size();
    }

    @Override
    public long pending() {
        return jdbc.sql("select count(*) from directory.outbox")
                .query(Long.class)
                .single();
    }

    @Override
    public void refill() {
        transactions.executeWithoutResult(_ -> refillNow());
    }

    @Override
    public boolean bindTo(String topicId) {
        return Boolean.TRUE.equals(transactions.execute(_ -> {
            int changed = jdbc.sql("""
                    insert into directory.publication (topic_id) values (:id)
                    on conflict (singleton) do update set topic_id = :id where publication.topic_id <> :id
                    """).param("id", topicId).update();
            if (changed > 0) {
                refillNow();
            }
            return changed > 0;
        }));
    }

    /**
     * Writers are kept out meanwhile: one that is not committed yet has its place in the outbox before ours, and we would
     * tell the old state behind its new one. The tables are locked in the order in which writers lock them.
     */
    private void refillNow() {
        jdbc.sql("""
                lock table directory.tenants, directory.users, directory.user_numbers, directory.devices,
                    directory.teams, directory.trunks, directory.announcements, directory.recording_rules,
                    directory.call_forwarding, directory.outbox in share row exclusive mode
                """).update();
        jdbc.sql("delete from directory.outbox where payload is not null").update();
        jdbc.sql("select * from directory.tenants order by id")
                .query(JdbcTenants::tenant)
                .list()
                .forEach(tenant -> journal.tell(tenant.id().value(), tenant));
        jdbc.sql(JdbcUsers.SELECT + "order by u.id")
                .query(JdbcUsers::user)
                .list()
                .forEach(user -> journal.tell(user.id().value(), user));
        jdbc.sql("select * from directory.devices order by id")
                .query(JdbcDevices::device)
                .list()
                .forEach(device -> journal.tell(device.id().value(), device));
        jdbc.sql("select * from directory.trunks order by id")
                .query(JdbcTrunks::trunk)
                .list()
                .forEach(trunk -> journal.tell(trunk.id().value(), trunk));
        jdbc.sql("select * from directory.teams order by id")
                .query(JdbcTeams::team)
                .list()
                .forEach(team -> journal.tell(team.id().value(), team));
        jdbc.sql("select * from directory.announcements order by id")
                .query(JdbcAnnouncements::stored)
                .list()
                .forEach(stored -> journal.tell(stored.announcement().id().value(), stored.announcement()));
        jdbc.sql("select * from directory.recording_rules order by id")
                .query(JdbcRules::rules)
                .list()
                .forEach(rules -> journal.tell(rules.id(), rules));
        jdbc.sql("select * from directory.call_forwarding order by id")
                .query(JdbcForwarding::forwarding)
                .list()
                .forEach(forwarding -> journal.tell(forwarding.id(), forwarding));
    }
}
