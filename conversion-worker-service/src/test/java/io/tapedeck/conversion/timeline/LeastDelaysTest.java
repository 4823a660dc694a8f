package io.tapedeck.conversion.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ten seconds of packets of 20 ms at 8 kHz, as much as is looked ahead. */
class LeastDelaysTest {

    private static final int HERTZ = 8_000;
    private static final int PACKET = 160;
    private static final int PACKETS = 500;
    private static final int THREE_SECONDS = 150;
    private static final double UNKNOWN = 1;

    private LeastDelays delays = new LeastDelays(4);

    @ParameterizedTest
    @CsvSource({"300, 0, 50", "-300, 0, 50", "200, 0, 70", "300, 18, 200", "0, 18, 0", "0, 0, 0"})
    void a_clock_is_told_from_jitter_and_from_a_step_of_the_delay(int partsPerMillion, int stepMillis, int error) {
        var random = new Random(1);
        for (int n = 0; n < PACKETS; n++) {
            double jitter = Math.abs(random.nextGaussian()) * 0.002 * HERTZ;
            double step = n < PACKETS / 2 ? 0 : stepMillis * HERTZ / 1_000.0;
            delays.add(Math.round(n * PACKET * partsPerMillion * 1e-6 + jitter + step), (long) n * PACKET);
        }

        assertThat(delays.speed(UNKNOWN)).isCloseTo(partsPerMillion * 1e-6, within(error * 1e-6));
    }

    @ParameterizedTest
    @CsvSource({"100, 500", "60, 1000", "300, 250", "-100, 500"})
    void a_slow_difference_is_told_where_delays_hardly_scatter(int partsPerMillion, int packets) {
        var random = new Random(1);
        for (int n = 0; n < packets; n++) {
            double jitter = Math.abs(random.nextGaussian()) * 0.001 * HERTZ;
            delays.add(Math.round(n * PACKET * partsPerMillion * 1e-6 + jitter), (long) n * PACKET);
        }

        assertThat(delays.speed(UNKNOWN)).isCloseTo(partsPerMillion * 1e-6, within(40e-6));
    }

    @ParameterizedTest
    @CsvSource({"0", "60", "100"})
    void a_few_packets_tell_nothing(int packets) {
        for (int n = 0; n < packets; n++) {
            delays.add(n, (long) n * PACKET);
        }

        assertThat(delays.speed(UNKNOWN)).isEqualTo(UNKNOWN);
    }

    /** Runs of three seconds, between which the delay is another one. */
    @ParameterizedTest
    @CsvSource({"300, 2", "-300, 3", "200, 4"})
    void short_runs_of_one_clock_tell_its_speed_together(int partsPerMillion, int runs) {
        var random = new Random(1);
        for (int run = 0; run < runs; run++) {
            delays.newRun();
            addThreeSeconds(run, partsPerMillion, 0.002 * HERTZ, random);
            if (run == 0) {
                assertThat(delays.speed(UNKNOWN)).isEqualTo(UNKNOWN);
            }
        }

        assertThat(delays.speed(UNKNOWN)).isCloseTo(partsPerMillion * 1e-6, within(100e-6));
    }

    /** Of packets of 60 ms. */
    @Test
    void three_slopes_that_agree_may_do_so_by_chance() {
        for (int n = 0; n < 3 * 24; n++) {
            if (n % 24 == 0) {
                delays.newRun();
            }
            delays.add(n % 24 * 3L / 16, n * 3L * PACKET);
        }

        assertThat(delays.speed(UNKNOWN)).isEqualTo(UNKNOWN);
    }

    /** One call in a hundred is stretched by jitter, by no more than a clock would. */
    @ParameterizedTest
    @CsvSource({"4, 1", "20, 1", "4, 2", "20, 2", "4, 3", "20, 3"})
    void jitter_of_short_runs_is_hardly_ever_a_speed(int jitterMillis, int runs) {
        int misled = 0;
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            delays = new LeastDelays(4);
            for (int run = 0; run < runs; run++) {
                delays.newRun();
                addThreeSeconds(run, 0, jitterMillis * HERTZ / 2_000.0, random);
            }
            misled += delays.speed(0) == 0 ? 0 : 1;
        }

        assertThat(misled).isLessThanOrEqualTo(3);
    }

    /** The clock may be another one, behind the same switchboard. */
    @Test
    void a_run_behind_a_long_one_is_looked_at_as_closely_as_the_first() {
        for (int n = 0; n < 60 * PACKETS; n++) {
            delays.add(0, (long) n * PACKET);
        }
        assertThat(delays.speed(UNKNOWN)).isZero();
        delays.newRun();
        for (int n = 0; n < PACKETS; n++) {
            delays.add(Math.round(n * PACKET * 300e-6), (long) (70 * PACKETS + n) * PACKET);
        }

        assertThat(delays.speed(0)).isCloseTo(300e-6, within(20e-6));
    }

    private void addThreeSeconds(int run, int partsPerMillion, double jitter, Random random) {
        long delay = run * 100_000L;
        for (int n = 0; n < THREE_SECONDS; n++) {
            double late = Math.abs(random.nextGaussian()) * jitter;
            long sent = (long) (n + run * PACKETS) * PACKET;
            delays.add(delay + Math.round(n * PACKET * partsPerMillion * 1e-6 + late), sent);
        }
    }
}
