package io.tapedeck.conversion.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ten seconds of packets of 20 ms at 8 kHz, as much as is looked ahead. */
class LeastDelaysTest {

    private static final int HERTZ = 8_000;
    private static final int PACKET = 160;
    private static final int PACKETS = 500;
    private static final double UNKNOWN = 1;

    private final LeastDelays delays = new LeastDelays(12);

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
    @CsvSource({"0", "60", "100"})
    void a_few_packets_tell_nothing(int packets) {
        for (int n = 0; n < packets; n++) {
            delays.add(n, (long) n * PACKET);
        }

        assertThat(delays.speed(UNKNOWN)).isEqualTo(UNKNOWN);
    }
}
