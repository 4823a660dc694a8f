package io.tapedeck.export.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.Responsible;
import io.tapedeck.contracts.deliveries.DeliveryEvent;
import io.tapedeck.export.StoredFile;
import io.tapedeck.export.export.Courier;
import io.tapedeck.export.export.Delivery;
import io.tapedeck.export.export.Figures;
import io.tapedeck.export.export.Ledger;
import io.tapedeck.export.export.Outcome;
import io.tapedeck.export.export.Outcome.Trouble;
import io.tapedeck.export.export.Sender;
import io.tapedeck.testkit.time.Eventually;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;
import org.springframework.util.unit.DataSize;

class CourierRoundsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration MOMENT = Duration.ofMillis(10);
    private static final CourierSettings SETTINGS =
            new CourierSettings(4, MOMENT, MOMENT, MOMENT, Duration.ofHours(1), MOMENT, DataSize.ofKilobytes(64));

    private final AtomicInteger claims = new AtomicInteger();
    private final AtomicInteger attempts = new AtomicInteger();

    @TempDir
    private Path store;

    private CourierRounds rounds;

    @AfterEach
    void stop() {
        rounds.stop();
    }

    @Test
    void a_delivery_that_is_claimed_anew_while_it_is_under_way_is_not_made_twice() {
        Delivery delivery = delivery();
        var open = new CountDownLatch(1);
        start(() -> List.of(delivery), (_, _) -> {
            attempts.incrementAndGet();
            open.await();
            return new Trouble("busy", Responsible.OPERATOR);
        });

        Eventually.holds(() -> claims.get() > 5, SOON, "claims of the same delivery");
        assertThat(attempts).hasValue(1);

        open.countDown();
        Eventually.holds(() -> attempts.get() > 1, SOON, "the next attempt, behind the first");
    }

    @Test
    void a_failure_that_nobody_foresaw_does_not_end_the_rounds() {
        start(
                () -> {
                    throw new IllegalStateException("unforeseen");
                },
                this::busy);

        Eventually.holds(() -> claims.get() > 3, SOON, "further rounds");

        assertThat(health()).isEqualTo(Status.UP);
    }

    @Test
    void an_attempt_that_breaks_off_gives_its_place_back() {
        Delivery delivery = delivery();
        start(() -> List.of(delivery), (_, _) -> {
            attempts.incrementAndGet();
            throw new IllegalStateException("unforeseen");
        });

        Eventually.holds(() -> attempts.get() > SETTINGS.parallel() + 1, SOON, "further attempts");
    }

    @Test
    void rounds_that_have_ended_are_told_by_the_health() {
        start(
                () -> {
                    throw new LinkageError("ends the thread");
                },
                this::busy);

        Eventually.holds(() -> health().equals(Status.DOWN), SOON, "the end of the rounds");
    }

    private Outcome busy(Delivery delivery, Duration patience) {
        return new Trouble("busy", Responsible.OPERATOR);
    }

    private Status health() {
        return new RoundsHealth(rounds).health().getStatus();
    }

    private void start(Supplier<List<Delivery>> due, Sender sender) {
        var courier = new Courier(
                new ShortLedger(due),
                sender,
                SETTINGS.patience(),
                () -> {},
                new Uncounted(),
                InstantSource.system(),
                new Random(1));
        rounds = new CourierRounds(courier, SETTINGS);
        rounds.start();
    }

    private Delivery delivery() {
        return StoredFile.in(store).deliveryTo(URI.create("http://127.0.0.1/"));
    }

    /** Whose leases are always over. */
    private final class ShortLedger implements Ledger {

        private final Supplier<List<Delivery>> due;

        ShortLedger(Supplier<List<Delivery>> due) {
            this.due = due;
        }

        @Override
        public List<Delivery> claim(Instant now, int limit, Function<Delivery, Duration> lease) {
            claims.incrementAndGet();
            return due.get();
        }

        @Override
        public void order(List<Delivery> deliveries) {}

        @Override
        public void postpone(Delivery delivery, Instant until, String reason) {}

        @Override
        public void finish(Delivery delivery, DeliveryEvent outcome) {}

        @Override
        public long waiting() {
            return 0;
        }
    }

    private static final class Uncounted implements Figures {

        @Override
        public void delivered(Delivery delivery) {}

        @Override
        public void postponed(Delivery delivery, String reason) {}

        @Override
        public void failed(Delivery delivery, String reason) {}
    }
}
