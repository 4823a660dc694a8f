package io.tapedeck.conversion.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResamplerTest {

    private static final int SIZE = 1 << 17;

    private final Channel channel = new Channel(SIZE);

    @Test
    void sound_in_step_is_copied_bit_by_bit() {
        var resampler = new Resampler(8_000, 8_000, channel.voice());
        short[] noise = noise(1_600);

        for (int at = 0; at < noise.length; at += 160) {
            resampler.write(100 + at, block(noise, at, 160), 160);
        }
        resampler.finish();

        assertThat(block(written(2_000), 100, 1_600)).isEqualTo(noise);
    }

    @Test
    void a_tone_keeps_its_shape_and_place_at_twice_the_rate() {
        assertThat(worstError(8_000, 16_000, 1.0)).isLessThan(60);
    }

    @Test
    void a_tone_keeps_its_shape_and_place_at_other_rates() {
        assertThat(worstError(48_000, 16_000, 1.0)).isLessThan(60);
        assertThat(worstError(44_100, 48_000, 1.0)).isLessThan(60);
        assertThat(worstError(48_000, 8_000, 1.0)).isLessThan(60);
    }

    @Test
    void a_clock_that_is_off_is_followed_without_a_step() {
        var resampler = new Resampler(8_000, 8_000, channel.voice());
        short[] tone = tone(400, 8_000, 80_000);
        for (int at = 0; at < tone.length; at += 160) {
            // the sender is slow by 300 ppm, told in whole samples as the clock does
            resampler.write(Math.floor(at * 1.0003), block(tone, at, 160), 160);
        }
        resampler.finish();

        short[] heard = written(80_024);
        assertThat(resampler.end()).isBetween(80_022.0, 80_026.0);
        double largest = 2 * Math.PI * 400 / 8_000 * 10_000; // slope of the tone
        for (int i = 1; i < 80_000; i++) {
            assertThat(Math.abs(heard[i] - heard[i - 1])).isLessThan((int) (largest * 1.02));
        }
    }

    @Test
    void sound_that_was_put_right_is_copied_again() {
        var resampler = new Resampler(8_000, 8_000, channel.voice());
        short[] noise = noise(8_000);
        for (int at = 0; at < noise.length; at += 160) {
            resampler.write(at < 1_600 ? at : at + 2, block(noise, at, 160), 160);
        }
        resampler.finish();

        assertThat(block(written(8_002), 7_002, 1_000)).isEqualTo(block(noise, 7_000, 1_000));
    }

    @Test
    void a_gap_is_silence_and_nothing_before_it_is_cut() {
        var resampler = new Resampler(8_000, 16_000, channel.voice());
        short[] loud = tone(400, 8_000, 160);

        resampler.write(0, loud, 160);
        resampler.write(1_000, loud, 160);
        resampler.finish();

        short[] heard = written(1_320);
        assertThat(block(heard, 300, 19)).isNotEqualTo(new short[19]);
        assertThat(block(heard, 321, 678)).isEqualTo(new short[678]);
        assertThat(resampler.end()).isEqualTo(1_320);
    }

    private double worstError(int from, int to, double amplitude) {
        var own = new Channel(SIZE);
        var resampler = new Resampler(from, to, own.voice());
        short[] tone = tone(1_000, from, from);
        int step = from / 50;
        for (int at = 0; at < from; at += step) {
            resampler.write((double) at * to / from, block(tone, at, step), step);
        }
        resampler.finish();
        var heard = new short[to];
        own.giveOut(heard, to);
        short[] ideal = tone(1_000, to, to);
        double worst = 0;
        for (int i = 200; i < to - 200; i++) {
            worst = Math.max(worst, Math.abs(heard[i] - ideal[i] * amplitude));
        }
        return worst;
    }

    private short[] written(int count) {
        var samples = new short[count];
        channel.giveOut(samples, count);
        return samples;
    }

    private static short[] tone(int hertz, int rate, int count) {
        var samples = new short[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (short) Math.round(10_000 * Math.sin(2 * Math.PI * hertz * i / rate));
        }
        return samples;
    }

    private static short[] noise(int count) {
        var random = new Random(1);
        var samples = new short[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (short) random.nextInt(-10_000, 10_000);
        }
        return samples;
    }

    private static short[] block(short[] samples, int at, int count) {
        return Arrays.copyOfRange(samples, at, at + count);
    }
}
