package io.tapedeck.cdr.ledger;

import io.tapedeck.cdr.cdr.CdrBook;
import io.tapedeck.cdr.cdr.Figures;
import io.tapedeck.testkit.servers.EmbeddedDatabase;
import io.tapedeck.testkit.time.SteppingClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The ledger on a database of its own, with a clock that is stepped and figures that are kept. */
final class TestLedger implements Figures {

    final SteppingClock clock;
    final JdbcClient jdbc;
    final OutboxTable outbox;
    final JdbcLedger ledger;
    final JdbcArchive archive;
    final CdrBook book;
    final List<Duration> playable = new ArrayList<>();
    final AtomicInteger rung = new AtomicInteger();
    int notCaptured;
    int endLost;

    TestLedger(SteppingClock clock) {
        this.clock = clock;
        EmbeddedDatabase database = EmbeddedDatabase.start();
        var source = new DriverManagerDataSource(database.freshDatabase(), database.user(), database.password());
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/cdr")
                .schemas("cdr")
                .load()
                .migrate();
        var transactions = new JdbcTransactionManager(source);
        this.jdbc = JdbcClient.create(source);
        this.outbox = new OutboxTable(jdbc, transactions, clock);
        this.ledger = new JdbcLedger(jdbc, transactions, outbox, clock);
        this.archive = new JdbcArchive(jdbc, transactions);
        this.book = new CdrBook(ledger, rung::incrementAndGet, this, clock);
    }

    @Override
    public void becamePlayable(Duration sinceEnd) {
        playable.add(sinceEnd);
    }

    @Override
    public void notCaptured(int recordings) {
        notCaptured += recordings;
    }

    @Override
    public void endLost(int calls) {
        endLost += calls;
    }
}
