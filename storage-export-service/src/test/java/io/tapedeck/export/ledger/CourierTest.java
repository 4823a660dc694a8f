package io.tapedeck.export.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.Responsible;
import io.tapedeck.contracts.deliveries.DeliveryEvent;
import io.tapedeck.contracts.deliveries.DeliveryEvent.DeliveryFailed;
import io.tapedeck.contracts.deliveries.DeliveryEvent.DeliverySucceeded;
import io.tapedeck.export.Destination;
import io.tapedeck.export.StoredFile;
import io.tapedeck.export.export.Courier;
import io.tapedeck.export.export.Delivery;
import io.tapedeck.export.export.Figures;
import io.tapedeck.export.export.Patience;
import io.tapedeck.export.http.HttpSender;
import io.tapedeck.export.http.HttpSettings;
import io.tapedeck.export.store.RecordingStore;
import io.tapedeck.export.store.StoreSettings;
import io.tapedeck.testkit.servers.EmbeddedDatabase;
import io.tapedeck.testkit.servers.FreePort;
import io.tapedeck.testkit.time.SteppingClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The courier with the real ledger and a real server; only the clock is stepped. */
class CourierTest {

    private static final Patience PATIENCE = new Patience(
            Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofSeconds(20), 1_000_000);

    private final SteppingClock clock = new SteppingClock(StoredFile.MORNING);
    private final List<String> figures = new ArrayList<>();

    @TempDir
    private Path store;

    private Destination destination;
    private HttpSender sender;
    private JdbcClient jdbc;
    private OutboxTable outbox;
    private JdbcLedger ledger;
    private Courier courier;

    @BeforeEach
    void open() throws IOException {
        destination = Destination.open();
        sender = new HttpSender(new RecordingStore(new StoreSettings(store)), new HttpSettings(Duration.ofSeconds(20)));
        EmbeddedDatabase database = EmbeddedDatabase.start();
        var source = new DriverManagerDataSource(database.freshDatabase(), database.user(), database.password());
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/export")
                .schemas("export")
                .load()
                .migrate();
        jdbc = JdbcClient.create(source);
        var transactions = new JdbcTransactionManager(source);
        outbox = new OutboxTable(jdbc, transactions, clock);
        ledger = new JdbcLedger(jdbc, transactions, outbox);
        courier = new Courier(ledger, sender, PATIENCE, () -> {}, new Counted(figures), clock, new Random(1));
    }

    @AfterEach
    void close() {
        sender.close();
        destination.close();
    }

    @Test
    void a_delivery_is_made_once_and_told() {
        var file = StoredFile.in(store);
        Delivery order = file.deliveryTo(destination.address("/in"));

        ledger.order(List.of(order));
        ledger.order(List.of(order));
        round();
        ledger.order(List.of(order));
        round();

        assertThat(destination.requests()).hasSize(1);
        assertThat(told())
                .containsExactly(new DeliverySucceeded(
                        file.recording(), file.tenant(), destination.address("/in"), 1, StoredFile.MORNING));
        assertThat(ledger.waiting()).isZero();
    }

    @Test
    void a_file_that_changed_is_delivered_again() {
        var file = StoredFile.in(store);
        var converted = new StoredFile(file.recording(), file.tenant(), file.key(), new byte[] {1, 2, 3});

        ledger.order(List.of(file.deliveryTo(destination.address("/in"))));
        round();
        converted.writeTo(store);
        ledger.order(List.of(converted.deliveryTo(destination.address("/in"))));
        round();

        assertThat(destination.files().values()).containsExactly(converted.content());
        assertThat(told()).hasSize(2);
    }

    @Test
    void a_server_that_is_down_is_tried_again_later_and_later_until_it_is_up() throws IOException {
        var file = StoredFile.in(store);
        int port = FreePort.any();
        ledger.order(List.of(file.deliveryTo(URI.create("http://127.0.0.1:" + port + "/in"))));

        round();
        round();
        assertThat(figures).as("not due again at once").containsExactly("postponed");
        clock.advance(Duration.ofSeconds(10));
        round();
        clock.advance(Duration.ofSeconds(5));
        round();
        assertThat(figures).as("the second pause is longer").containsExactly("postponed", "postponed");

        destination.close();
        destination = Destination.open(port);
        clock.advance(Duration.ofSeconds(20));
        round();

        assertThat(destination.files()).hasSize(1);
        assertThat(told())
                .singleElement()
                .isInstanceOfSatisfying(
                        DeliverySucceeded.class,
                        event -> assertThat(event.attempts()).isEqualTo(3));
    }

    @Test
    void a_server_that_stays_in_trouble_is_given_up_and_the_operator_told() {
        destination.answers(500);
        var file = StoredFile.in(store);
        ledger.order(List.of(file.deliveryTo(destination.address("/in"))));

        for (int minute = 0; minute < 90; minute++) {
            round();
            clock.advance(Duration.ofMinutes(1));
        }

        assertThat(told()).singleElement().isInstanceOfSatisfying(DeliveryFailed.class, event -> {
            assertThat(event.message()).startsWith("Given up after ").endsWith("The other side answered 500.");
            assertThat(event.responsible()).isEqualTo(Responsible.OPERATOR);
            assertThat(event.attempts()).isBetween(8, 20);
        });
    }

    @Test
    void a_refusal_is_final_and_names_who_must_act() {
        destination.answers(413);
        var file = StoredFile.in(store);
        ledger.order(List.of(file.deliveryTo(destination.address("/in?key=secret"))));

        round();
        clock.advance(Duration.ofDays(1));
        round();

        assertThat(destination.requests()).hasSize(1);
        assertThat(figures).containsExactly("failed");
        assertThat(told())
                .containsExactly(new DeliveryFailed(
                        file.recording(),
                        file.tenant(),
                        destination.address("/in"),
                        1,
                        "The other side answered 413; check its address and its rights.",
                        Responsible.CALLER,
                        StoredFile.MORNING));
    }

    @Test
    void rights_that_are_missing_are_waited_for() {
        destination.answers(403);
        var file = StoredFile.in(store);
        ledger.order(List.of(file.deliveryTo(destination.address("/in"))));

        round();
        destination.answers(201);
        clock.advance(Duration.ofMinutes(1));
        round();

        assertThat(figures).containsExactly("postponed", "delivered");
    }

    @Test
    void what_was_given_up_is_delivered_when_it_is_ordered_again() {
        destination.answers(413);
        var file = StoredFile.in(store);
        ledger.order(List.of(file.deliveryTo(destination.address("/in"))));
        round();
        destination.answers(201);
        clock.advance(Duration.ofDays(30));

        ledger.order(List.of(file.deliveryTo(destination.address("/in"), clock.instant())));
        round();

        assertThat(figures).containsExactly("failed", "delivered");
        assertThat(told())
                .element(1)
                .isEqualTo(new DeliverySucceeded(
                        file.recording(), file.tenant(), destination.address("/in"), 1, clock.instant()));
    }

    @Test
    void what_was_delivered_is_not_delivered_again_however_often_it_is_ordered() {
        var file = StoredFile.in(store);
        ledger.order(List.of(file.deliveryTo(destination.address("/in"))));
        round();

        ledger.order(List.of(file.deliveryTo(destination.address("/in"), clock.instant())));

        assertThat(ledger.waiting()).isZero();
    }

    @Test
    void what_a_courier_left_undone_is_taken_up_after_its_lease() {
        ledger.order(List.of(StoredFile.in(store).deliveryTo(destination.address("/in"))));

        assertThat(courier.due(10)).hasSize(1); // and then its process dies
        assertThat(courier.due(10)).isEmpty();

        clock.advance(Duration.ofMinutes(1));
        round();
        assertThat(told()).hasSize(1);
    }

    @Test
    void what_a_stopping_service_interrupts_is_due_at_once_and_no_attempt_is_counted() {
        ledger.order(List.of(StoredFile.in(store).deliveryTo(destination.address("/in"))));
        var stopping = new Courier(
                ledger,
                (_, _) -> {
                    throw new InterruptedException();
                },
                PATIENCE,
                () -> {},
                new Counted(figures),
                clock,
                new Random(1));

        stopping.due(10).forEach(stopping::carry);
        assertThat(Thread.interrupted()).isTrue();

        round();
        assertThat(told())
                .singleElement()
                .isInstanceOfSatisfying(
                        DeliverySucceeded.class,
                        event -> assertThat(event.attempts()).isEqualTo(1));
    }

    @Test
    void an_address_longer_than_an_index_holds_is_ordered_once_too() {
        var file = StoredFile.in(store);
        var random = new Random(7);
        String noise = random.ints(6000, 'a', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        Delivery order = file.deliveryTo(destination.address("/in?q=" + noise));

        ledger.order(List.of(order, order));

        assertThat(ledger.waiting()).isEqualTo(1);
    }

    private void round() {
        courier.due(10).forEach(courier::carry);
    }

    private List<DeliveryEvent> told() {
        var events = new ArrayList<DeliveryEvent>();
        outbox.deliver(
                100,
                letters -> letters.forEach(letter -> {
                    CloudEvent<DeliveryEvent> envelope = JsonMapper.builder()
                            .build()
                            .readValue(letter.body(), new TypeReference<CloudEvent<DeliveryEvent>>() {});
                    events.add(Objects.requireNonNull(envelope.data()));
                }));
        return events;
    }

    private record Counted(List<String> figures) implements Figures {

        @Override
        public void delivered(Delivery delivery) {
            figures.add("delivered");
        }

        @Override
        public void postponed(Delivery delivery, String reason) {
            figures.add("postponed");
        }

        @Override
        public void failed(Delivery delivery, String reason) {
            figures.add("failed");
        }
    }
}
