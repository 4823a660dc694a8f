package io.tapedeck.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tapedeck.protocol.codec.Cadence.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CadenceTest {

    private static final int RATE = 8_000;

    @Test
    void names_stand_for_what_networks_play() {
        assertThat(Cadence.parse("ringing").parts()).containsExactly(new Part(425, 0, 1_000), new Part(0, 0, 4_000));
        assertThat(Cadence.parse("busy").millis()).isEqualTo(960);
        assertThat(Cadence.parse("congestion").millis()).isEqualTo(480);
        assertThat(Cadence.parse("beep").parts()).containsExactly(new Part(1_400, 0, 200));
    }

    @Test
    void tones_and_pauses_follow_each_other_exactly() {
        short[] samples = Cadence.parse("1000/100,0/50,1000/100").samples(RATE);

        assertThat(samples).hasSize(2_000);
        assertThat(energy(samples, 100, 700)).isPositive();
        assertThat(energy(samples, 800, 1_200)).isZero();
        assertThat(energy(samples, 1_300, 1_900)).isPositive();
    }

    @Test
    void two_tones_sound_together() {
        short[] both = Cadence.parse("440+350/500").samples(RATE);

        assertThat(level(both, 440)).isGreaterThan(0.45);
        assertThat(level(both, 350)).isGreaterThan(0.45);
    }

    @Test
    void a_tone_begins_and_ends_without_a_click() {
        short[] samples = Cadence.parse("1400/200").samples(RATE);

        assertThat(samples[0]).isZero();
        assertThat(Math.abs(samples[1])).isLessThan((short) 400);
        assertThat(Math.abs(samples[samples.length - 1])).isLessThan((short) 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "loud", "425", "425/", "/200", "425/0", "425/60001", "20001/100", "-1/5", "4+/5", "1e9/5"})
    void nonsense_is_no_tone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Cadence.parse(text));
    }

    @Test
    void the_number_of_parts_is_bounded() {
        String part = "425/10,";

        assertThat(Cadence.parse(part.repeat(31) + "0/10").parts()).hasSize(32);
        assertThatIllegalArgumentException().isThrownBy(() -> Cadence.parse(part.repeat(32) + "0/10"));
    }

    private static double energy(short[] samples, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return sum;
    }

    /** What part of the energy is this frequency. */
    private static double level(short[] samples, int hertz) {
        double cosine = 0;
        double sine = 0;
        for (int i = 0; i < samples.length; i++) {
            cosine += samples[i] * Math.cos(2 * Math.PI * hertz * i / RATE);
            sine += samples[i] * Math.sin(2 * Math.PI * hertz * i / RATE);
        }
        return 2 * (cosine * cosine + sine * sine) / samples.length / energy(samples, 0, samples.length);
    }
}
