package io.tapedeck.export.announce;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.export.export.Outbox;
import io.tapedeck.testkit.time.Eventually;
import io.tapedeck.vital.VitalHealth;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class OutboxRelayTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final AnnounceSettings SETTINGS =
            new AnnounceSettings(10, Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofSeconds(1));

    private final AtomicInteger looks = new AtomicInteger();
    private OutboxRelay relay;

    @AfterEach
    void stop() {
        relay.stop();
    }

    @Test
    void a_failure_that_nobody_foresaw_does_not_end_the_relay_and_is_told_by_the_health() {
        start(() -> {
            throw new IllegalStateException("unforeseen");
        });

        Eventually.holds(() -> looks.get() > 3, SOON, "further looks");

        assertThat(health()).hasToString("DEGRADED");
    }

    @Test
    void a_relay_that_has_got_over_it_is_well_again() {
        start(() -> {
            if (looks.get() < 3) {
                throw new IllegalStateException("unforeseen");
            }
            return 0;
        });

        Eventually.holds(() -> looks.get() > 4, SOON, "looks behind the faults");
        assertThat(health()).isEqualTo(Status.UP);
    }

    @Test
    void a_relay_that_has_ended_is_told_by_the_health() {
        start(() -> {
            throw new LinkageError("ends the thread");
        });

        Eventually.holds(() -> health().equals(Status.DOWN), SOON, "the end of the relay");
    }

    private void start(IntSupplier look) {
        relay = new OutboxRelay(new Looked(look), new KafkaOutlet(List::of, SETTINGS), SETTINGS);
        relay.start();
    }

    private Status health() {
        return VitalHealth.of(relay.work()).health().getStatus();
    }

    private final class Looked implements Outbox {

        private final IntSupplier look;

        Looked(IntSupplier look) {
            this.look = look;
        }

        @Override
        public int deliver(int limit, Consumer<List<Letter>> postman) {
            looks.incrementAndGet();
            return look.getAsInt();
        }

        @Override
        public long depth() {
            return 0;
        }
    }
}
