package io.tapedeck.conversion.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The signals and tolerances are those of EBU Tech 3341, table 1. */
class LoudnessTest {

    private static final double TOLERANCE = 0.1;

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 44_100, 48_000})
    void a_tone_of_minus_23_in_both_channels_is_minus_23_lufs(int rate) {
        var loudness = new Loudness(2, rate);

        play(loudness, rate, -23, 20);

        assertThat(loudness.integrated()).isCloseTo(-23.0, within(TOLERANCE));
    }

    @Test
    void a_tone_of_minus_33_in_both_channels_is_minus_33_lufs() {
        var loudness = new Loudness(2, 48_000);

        play(loudness, 48_000, -33, 20);

        assertThat(loudness.integrated()).isCloseTo(-33.0, within(TOLERANCE));
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 48_000})
    void what_is_ten_units_below_the_rest_does_not_count(int rate) {
        var loudness = new Loudness(2, rate);

        play(loudness, rate, -72, 10);
        play(loudness, rate, -36, 10);
        play(loudness, rate, -23, 60);
        play(loudness, rate, -36, 10);
        play(loudness, rate, -72, 10);

        assertThat(loudness.integrated()).isCloseTo(-23.0, within(TOLERANCE));
    }

    @Test
    void levels_near_each_other_are_averaged() {
        var loudness = new Loudness(2, 48_000);

        play(loudness, 48_000, -26, 20);
        play(loudness, 48_000, -20, 20.1);
        play(loudness, 48_000, -26, 20);

        assertThat(loudness.integrated()).isCloseTo(-23.0, within(TOLERANCE));
    }

    @Test
    void one_channel_is_three_units_softer_than_two() {
        var loudness = new Loudness(1, 8_000);

        play(loudness, 8_000, -23, 20);

        assertThat(loudness.integrated()).isCloseTo(-26.0, within(TOLERANCE));
    }

    @Test
    void silence_has_no_loudness() {
        var loudness = new Loudness(2, 8_000);

        loudness.add(new short[80_000], new short[80_000], 80_000);

        assertThat(loudness.integrated()).isNull();
    }

    @Test
    void what_is_shorter_than_a_block_has_no_loudness() {
        var loudness = new Loudness(2, 8_000);

        play(loudness, 8_000, -20, 0.39);

        assertThat(loudness.integrated()).isNull();
    }

    private static void play(Loudness loudness, int rate, double decibels, double seconds) {
        short[] tone = Sines.tone(1_000, decibels, 0, rate, (int) (seconds * rate));
        for (int from = 0; from < tone.length; from += 777) { // blocks need not fit
            short[] block = Arrays.copyOfRange(tone, from, Math.min(tone.length, from + 777));
            loudness.add(block, block, block.length);
        }
    }
}
