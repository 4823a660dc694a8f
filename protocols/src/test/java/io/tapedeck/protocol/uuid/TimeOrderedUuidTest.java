package io.tapedeck.protocol.uuid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TimeOrderedUuidTest {

    @Test
    void gives_the_example_of_the_rfc() {
        RandomGenerator random = replaying(0xCC3L, 0x18C4DC0C0C07398FL << 2);

        UUID id = TimeOrderedUuid.of(1_645_557_742_000L, random); // RFC 9562, A.6

        assertThat(id).hasToString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    }

    @Test
    void has_version_and_variant_whatever_the_randomness() {
        for (long bits : new long[] {0, -1}) {
            UUID id = TimeOrderedUuid.of(1_645_557_742_000L, () -> bits);

            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(TimeOrderedUuid.unixMillisOf(id)).isEqualTo(1_645_557_742_000L);
        }
    }

    @Test
    void sorts_by_age_as_text() {
        var random = new SplittableRandom(7);

        String older = TimeOrderedUuid.of(1_645_557_742_000L, random).toString();
        String younger = TimeOrderedUuid.of(1_645_557_742_001L, random).toString();

        assertThat(older).isLessThan(younger);
    }

    @Test
    void refuses_times_that_do_not_fit() {
        var random = new SplittableRandom(7);

        assertThatIllegalArgumentException().isThrownBy(() -> TimeOrderedUuid.of(-1, random));
        assertThatIllegalArgumentException().isThrownBy(() -> TimeOrderedUuid.of(1L << 48, random));
        assertThat(TimeOrderedUuid.unixMillisOf(TimeOrderedUuid.of((1L << 48) - 1, random)))
                .isEqualTo((1L << 48) - 1);
    }

    private static RandomGenerator replaying(Long... values) {
        Queue<Long> queue = new ArrayDeque<>(List.of(values));
        return queue::remove;
    }
}
