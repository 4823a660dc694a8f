package io.tapedeck.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SteppingClockTest {

    private static final Instant START = Instant.parse("2030-01-07T09:00:00Z");

    @Test
    void it_moves_only_when_told_to_and_in_all_zones() {
        var clock = new SteppingClock(START);
        var inBerlin = clock.withZone(ZoneId.of("Europe/Berlin"));

        clock.advance(Duration.ofSeconds(5));

        assertThat(clock.instant()).isEqualTo(START.plusSeconds(5));
        assertThat(inBerlin.instant()).isEqualTo(START.plusSeconds(5));
    }

    @Test
    void eventually_repeats_until_a_value_is_there() {
        var attempts = new AtomicInteger();

        String value = Eventually.value(() -> attempts.incrementAndGet() < 3 ? null : "here", Duration.ofSeconds(5));

        assertThat(value).isEqualTo("here");
    }

    @Test
    void eventually_says_what_it_waited_for() {
        assertThatThrownBy(() -> Eventually.holds(() -> false, Duration.ofMillis(30), "the call is answered"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("after 30 ms still waiting for: the call is answered");
    }
}
