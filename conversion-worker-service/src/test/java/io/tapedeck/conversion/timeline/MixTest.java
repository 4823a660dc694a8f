package io.tapedeck.conversion.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MixTest {

    @Test
    void speech_of_one_party_keeps_its_level() {
        short[] mix = {0, 1_000, -20_000, 24_000};

        Mix.add(mix, new short[4], 4);

        assertThat(mix).containsExactly(0, 1_000, -20_000, 24_000);
    }

    @Test
    void two_loud_parties_never_clip_and_never_turn_over() {
        short last = 0;
        for (int level = 0; level <= Short.MAX_VALUE; level += 17) {
            short[] up = {(short) level};
            short[] down = {(short) -level};
            Mix.add(up, up.clone(), 1);
            Mix.add(down, down.clone(), 1);

            assertThat(up[0]).isBetween(last, (short) (Short.MAX_VALUE - 1)).isEqualTo((short) -down[0]);
            last = up[0];
        }
    }
}
