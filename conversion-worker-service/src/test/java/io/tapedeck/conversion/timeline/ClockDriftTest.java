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
    private long anchor;

    @ParameterizedTest
    @ValueSource(ints = {200, -200, 500, -500})
    void a_clock_of_another_speed_is_followed_at_that_speed(int partsPerMillion) {
        drift.restart(0, 0);
        int packets = 5 * MINUTE;
        long[] anchors = new long[packets];
        for (int n = 0; n < packets; n++) {
            anchors[n] = follow(n, partsPerMillion);
        }

        for (int n = MINUTE; n < packets; n += THREE_SECONDS) {
            double speed = (anchors[n] - anchors[n - THREE_SECONDS]) * 1e6 / (THREE_SECONDS * PACKET);
            assertThat(speed - partsPerMillion).as("packet %s", n).isBetween(-200.0, 200.0);
            assertThat((double) anchors[n] - astray(n, partsPerMillion))
                    .as("packet %s", n)
                    .isBetween(-0.008 * HERTZ, 0.008 * HERTZ);
        }
    }

    @Test
    void jitter_is_no_drift() {
        drift.restart(0, 0);

        for (int n = 0; n < MINUTE; n++) {
            assertThat(follow(n, 0)).isZero();
        }
    }

    /** @return the anchor after packet n, which the sender's clock has brought so far astray */
    private long follow(int n, int partsPerMillion) {
        long offset = astray(n, partsPerMillion) + random.nextInt(HERTZ * 4 / 1_000);
        anchor = drift.follow(anchor, offset, (long) n * PACKET + offset);
        return anchor;
    }

    private static long astray(int n, int partsPerMillion) {
        return Math.round(n * (double) PACKET * partsPerMillion / 1e6);
    }
}
