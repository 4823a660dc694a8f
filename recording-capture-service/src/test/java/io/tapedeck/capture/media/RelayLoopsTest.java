package io.tapedeck.capture.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.TestNode;
import io.tapedeck.capture.media.RelayLoops.Burden;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which loop a new call gets. */
class RelayLoopsTest {

    private static final Burden IDLE = new Burden(0.1, 10);
    private static final Burden BUSY = new Burden(0.7, 500);
    private static final Burden FULL = new Burden(0, 1_200);

    @Test
    void one_loop_takes_all_calls_while_it_has_room() {
        assertThat(choose(true, new Burden(0.69, 1_199))).isZero();
    }

    @Test
    void a_loop_that_uses_70_percent_of_a_processor_gets_a_second_one_beside_it() {
        assertThat(choose(true, BUSY)).isEqualTo(RelayLoops.ANOTHER);
    }

    @Test
    void so_does_one_with_1200_calls_whose_packets_have_not_come_yet() {
        assertThat(choose(true, FULL)).isEqualTo(RelayLoops.ANOTHER);
    }

    @Test
    void calls_go_back_to_the_first_loop_that_has_room_again() {
        assertThat(choose(true, BUSY, IDLE)).isOne();
        assertThat(choose(true, IDLE, IDLE)).isZero();
    }

    @Test
    void when_there_may_be_no_more_the_one_with_the_fewest_calls_takes_them() {
        assertThat(choose(false, FULL, BUSY, FULL)).isOne();
        assertThat(choose(false, BUSY)).isZero();
    }

    @Test
    void load_is_the_processors_time_in_the_last_second_or_more() {
        long[] used = {0};
        long[] now = {0};
        var load = new ThreadLoad(() -> used[0], () -> now[0]);

        used[0] = Duration.ofMillis(900).toNanos();
        now[0] = Duration.ofMillis(999).toNanos();
        assertThat(load.get()).isZero();
        now[0] = Duration.ofMillis(1_250).toNanos();
        assertThat(load.get()).isEqualTo(0.72);
        now[0] = Duration.ofMillis(2_250).toNanos();
        assertThat(load.get()).isZero();
    }

    @Test
    void a_node_starts_a_second_loop_when_the_first_has_1200_calls(@TempDir Path spool) throws Exception {
        try (var node = TestNode.start(spool, "--tapedeck.capture.io-threads=2")) {
            UdpRelay relay = node.bean(UdpRelay.class);
            RelayLoop first = ((RelayedMedia) relay.open("first")).loop();
            for (int i = 1; i < 1_199; i++) {
                first.callOpened();
            }

            RelayLoop last = ((RelayedMedia) relay.open("1200")).loop();
            RelayLoop next = ((RelayedMedia) relay.open("1201")).loop();

            assertThat(last).isSameAs(first);
            assertThat(next).isNotSameAs(first);
            assertThat(next.isRunning()).isTrue();
            assertThat(first.ask(() -> Thread.currentThread().getName())).isEqualTo("capture-relay-1");
            assertThat(next.ask(() -> Thread.currentThread().getName())).isEqualTo("capture-relay-2");
            first.callClosed();
            assertThat(((RelayedMedia) relay.open("1202")).loop()).isSameAs(first);
        }
    }

    private static int choose(boolean mayGrow, Burden... burdens) {
        return RelayLoops.choose(List.of(burdens), mayGrow);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, true", "0, 2, true", "1, 2, false", "1, 4, true", "2, 4, false", "3, 8, true"})
    void loops_in_the_real_time_class_leave_half_of_the_processors_to_others(
            int number, int processors, boolean first) {
        assertThat(RelayLoops.comesFirst(number, processors)).isEqualTo(first);
    }
}
