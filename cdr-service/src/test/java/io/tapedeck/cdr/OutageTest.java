package io.tapedeck.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.Topics;
import io.tapedeck.testkit.leaks.LeakCheck;
import io.tapedeck.testkit.servers.EmbeddedDatabase;
import io.tapedeck.testkit.servers.EmbeddedKafka;
import io.tapedeck.testkit.servers.FreePort;
import io.tapedeck.testkit.time.Eventually;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({PollersUp.class, LeakCheck.class})
class OutageTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** So that what Kafka does not take is tried again soon. */
    private static final String WITHOUT_KAFKA = "--tapedeck.cdr.announce.acknowledged-within=3s";

    /** So that it is noticed soon that the database is away. */
    private static final String WITHOUT_DATABASE = "--spring.datasource.hikari.connection-timeout=500";

    private final EmbeddedDatabase database = EmbeddedDatabase.start();

    @TempDir
    private Path kafkaDirectory;

    @Test
    void what_kafka_missed_is_caught_up_with_whether_it_was_away_at_the_start_or_later() {
        int port = FreePort.any();
        var early = SampleCall.fresh();
        var late = SampleCall.fresh();

        try (var service = RunningService.start("127.0.0.1:" + port, database.freshDatabase(), WITHOUT_KAFKA)) {
            assertThat(service.get("/internal/cdrs").statusCode()).isEqualTo(200);

            try (var kafka = EmbeddedKafka.start(kafkaDirectory, port);
                    var wire = new Wire(kafka.bootstrapServers())) {
                wire.say(early.ended());
                awaitCdr(service, early);
            }
            assertThat(service.get("/internal/cdrs").statusCode()).isEqualTo(200);

            try (var kafka = EmbeddedKafka.start(kafkaDirectory, port);
                    var wire = new Wire(kafka.bootstrapServers())) {
                wire.say(late.ended());
                awaitCdr(service, late);
                assertThat(wire.cdrs(early, 1)).hasSize(1);
                assertThat(wire.cdrs(late, 1)).hasSize(1);
            }
        }
    }

    @Test
    void while_the_database_is_away_nothing_is_skipped() throws SQLException {
        String kafka = EmbeddedKafka.shared().bootstrapServers();
        String url = database.freshDatabase();
        var before = SampleCall.fresh();
        var during = SampleCall.fresh();
        var after = SampleCall.fresh();

        try (var service = RunningService.start(kafka, url, WITHOUT_DATABASE);
                var wire = new Wire(kafka)) {
            wire.say(before.ended());
            awaitCdr(service, before);

            connections(url, false);
            wire.say(during.ended());
            wire.say(during.ready());
            Eventually.holds(() -> retried(service) > 1, SOON, "tries while the database is away");
            assertThat(service.get("/internal/cdrs").statusCode()).isEqualTo(503);

            connections(url, true);
            wire.say(after.ended());
            awaitCdr(service, after);
            awaitCdr(service, during);
            assertThat(wire.hear(Topics.CDRS, 1, SOON, record -> tellsOfARecording(during, record)))
                    .hasSize(1);
            assertThat(deadLetters(service)).isNaN();
        }
    }

    private static boolean tellsOfARecording(SampleCall call, ConsumerRecord<String, byte[]> record) {
        return call.session().toString().equals(record.key())
                && !Wire.cdr(record.value()).cdr().recordings().isEmpty();
    }

    private static double retried(RunningService service) {
        return service.metric("tapedeck_cdr_events_total{outcome=\"retried\",topic=\"tapedeck.calls\"}");
    }

    private static double deadLetters(RunningService service) {
        return service.metric("tapedeck_cdr_events_total{outcome=\"dead_letter\",topic=\"tapedeck.calls\"}");
    }

    private static void awaitCdr(RunningService service, SampleCall call) {
        Eventually.holds(() -> service.get("/internal/cdrs/" + call.session()).statusCode() == 200, SOON, "the CDR");
    }

    /** The server stays up for other tests; to this service its database is gone. */
    private void connections(String url, boolean allowed) throws SQLException {
        String name = url.substring(url.lastIndexOf('/') + 1);
        try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute("alter database " + name + " allow_connections " + allowed);
            if (!allowed) {
                statement.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
            }
        }
    }
}
