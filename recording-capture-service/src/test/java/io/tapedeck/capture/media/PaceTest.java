package io.tapedeck.capture.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long REST = 100_000;
    private static final long WINDOW = Duration.ofMillis(20).toNanos();
    private static final long NO_TIMER = DatagramIo.FOR_EVER;

    private long idleNanos = 7_000;
    private long now = -3_000;
    private final Pace pace = new Pace(REST, () -> idleNanos);

    PaceTest() {
        pace.begin(now);
    }

    @Test
    void it_waits_for_the_next_packet_where_a_rest_would_gather_few() {
        window(400, 0.1); // 20,000 a second: two in a rest

        assertThat(pace.rest(NO_TIMER)).isZero();
    }

    @Test
    void it_rests_where_that_gathers_several() {
        window(1_000, 0.4);

        assertThat(pace.rest(NO_TIMER)).isEqualTo(REST);
    }

    @Test
    void it_rests_no_longer_than_to_the_next_timer() {
        window(1_000, 0.4);

        assertThat(pace.rest(50_000)).isEqualTo(50_000);
        assertThat(pace.rest(0)).isZero();
    }

    @Test
    void a_busy_loop_rests_longer_and_longer_up_to_a_limit() {
        window(2_000, 0.9);
        long first = pace.rest(NO_TIMER);
        window(2_000, 0.9);
        long second = pace.rest(NO_TIMER);
        for (int i = 0; i < 10; i++) {
            window(3_000, 0.9);
        }

        assertThat(first).isEqualTo(2 * REST);
        assertThat(second).isEqualTo(4 * REST);
        assertThat(pace.rest(NO_TIMER)).isEqualTo(8 * REST);
    }

    @Test
    void rests_stay_as_they_are_when_they_have_helped_and_shrink_when_the_load_has_gone() {
        window(2_000, 0.9);
        window(2_000, 0.9);
        window(2_000, 0.7);
        long helped = pace.rest(NO_TIMER);
        window(1_000, 0.3);
        window(1_000, 0.3);
        window(1_000, 0.3);

        assertThat(helped).isEqualTo(4 * REST);
        assertThat(pace.rest(NO_TIMER)).isEqualTo(REST);
    }

    @Test
    void nothing_is_decided_before_a_window_has_passed() {
        pace.took(1_000);

        assertThat(pace.passed(now + WINDOW - 1)).isFalse();
        assertThat(pace.rest(NO_TIMER)).isZero();
    }

    @Test
    void it_knows_the_load_of_the_last_window() {
        window(1_000, 0.25);

        assertThat(pace.load()).isEqualTo(0.25);
    }

    private void window(int datagrams, double load) {
        pace.took(datagrams);
        now += WINDOW;
        idleNanos += Math.round(WINDOW * (1 - load));
        assertThat(pace.passed(now)).isTrue();
    }
}
