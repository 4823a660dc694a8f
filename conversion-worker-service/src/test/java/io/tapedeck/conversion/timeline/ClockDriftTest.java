package io.tapedeck.conversion.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets of 20 ms at 8 kHz with up to 4 ms of jitter. */
class ClockDriftTest {

    private static final int HERTZ = 8_000;
    private static final int PACKET = 160;
    private static final int THREE_SECONDS = 150;
    private static final int MINUTE = 3_000;

    private final ClockDrift drift = new ClockDrift(HERTZ);
    private final Random random = new Random(1);
    private double anchor;

    @ParameterizedTest
    @ValueSource(ints = {100, 200, -200, 500, -500})
    void a_clock_of_another_speed_is_followed_at_that_speed(int partsPerMillion) {
        drift.restart(0);
        int packets = 5 * MINUTE;
        double[] anchors = new double[packets];
        for (int n = 0; n < packets; n++) {
            anchors[n] = follow(n, partsPerMillion, 0);
        }

        for (int n = MINUTE; n < packets - THREE_SECONDS; n += THREE_SECONDS) {
            double speed = (anchors[n + THREE_SECONDS] - anchors[n]) * 1e6 / (THREE_SECONDS * PACKET);
            assertThat(speed - partsPerMillion).as("packet %s", n).isBetween(-100.0, 100.0);
            assertThat(anchors[n] - astray(n, partsPerMillion))
                    .as("packet %s", n)
                    .isBetween(-0.004 * HERTZ, 0.004 * HERTZ);
        }
    }

    @Test
    void jitter_is_no_drift() {
        drift.restart(0);

        for (int n = 0; n < MINUTE; n++) {
            assertThat(follow(n, 0, 0)).isZero();
        }
    }

    @Test
    void a_step_of_the_delay_is_no_speed() {
        drift.restart(0);
        int step = HERTZ * 18 / 1_000;
        double before = 0;
        for (int n = 0; n < 5 * MINUTE; n++) {
            double after = follow(n, 0, n < MINUTE ? 0 : step);

            assertThat(after - before).as("packet %s", n).isBetween(0.0, 100e-6 * PACKET + 0.001);
            before = after;
        }
        assertThat(before).isBetween(step - 0.002 * HERTZ, step + 0.002 * HERTZ);
    }

    /** @return the anchor after packet n, which the sender's clock has brought so far astray */
    private double follow(int n, int partsPerMillion, long delay) {
        long offset = astray(n, partsPerMillion) + delay + random.nextInt(HERTZ * 4 / 1_000);
        anchor = drift.follow(anchor, offset, (long) n * PACKET);
        return anchor;
    }

    private static long astray(int n, int partsPerMillion) {
        return Math.round(n * (double) PACKET * partsPerMillion / 1e6);
    }
}
