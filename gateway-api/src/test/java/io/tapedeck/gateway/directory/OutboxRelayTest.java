package io.tapedeck.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.testkit.servers.EmbeddedKafka;
import io.tapedeck.testkit.time.Eventually;
import io.tapedeck.vital.VitalHealth;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class OutboxRelayTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final AtomicInteger looks = new AtomicInteger();
    private OutboxRelay relay;

    @AfterEach
    void stop() {
        relay.stop();
    }

    @Test
    void a_fault_of_ours_does_not_end_the_relay_and_is_told_by_the_health() {
        start(Integer.MAX_VALUE);

        Eventually.holds(() -> looks.get() > 2, SOON, "further looks");

        assertThat(health()).hasToString("DEGRADED");
    }

    @Test
    void a_relay_that_has_got_over_it_is_well_again() {
        start(2);

        Eventually.holds(() -> looks.get() > 3, SOON, "looks behind the faults");
        assertThat(health()).isEqualTo(Status.UP);
    }

    @Test
    void a_relay_that_was_told_to_stop_is_not_at_work() {
        start(0);
        Eventually.holds(() -> health().equals(Status.UP), SOON, "the relay is well");

        relay.stop();

        assertThat(health()).isEqualTo(Status.DOWN);
    }

    private void start(int faults) {
        var settings = new DirectorySettings(
                EmbeddedKafka.shared().bootstrapServers(),
                1,
                (short) 1,
                Duration.ofMillis(5),
                Duration.ofMillis(5),
                Duration.ofSeconds(30));
        relay = new OutboxRelay(new Faulty(faults), new OutboxBell(), settings, new SimpleMeterRegistry());
        relay.start();
    }

    private Status health() {
        return VitalHealth.of(relay.work()).health().getStatus();
    }

    /** Fails so many times as nobody foresaw. */
    private final class Faulty implements Outbox {

        private final int faults;

        Faulty(int faults) {
            this.faults = faults;
        }

        @Override
        public int forward(int limit, Publisher publisher) {
            if (looks.incrementAndGet() <= faults) {
                throw new IllegalStateException("unforeseen");
            }
            return 0;
        }

        @Override
        public long pending() {
            return 0;
        }

        @Override
        public void refill() {
            // nothing is there
        }

        @Override
        public boolean bindTo(String topicId) {
            return false;
        }
    }
}
