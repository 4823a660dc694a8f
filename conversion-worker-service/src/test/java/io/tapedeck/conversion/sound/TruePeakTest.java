package io.tapedeck.conversion.sound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tolerances are those of EBU Tech 3341, table 1: 0.2 above, 0.4 below. */
class TruePeakTest {

    @ParameterizedTest
    @CsvSource({"4, 0", "4, 0.125", "6, 0.1667", "8, 0.0625"}) // at 4 and 0.125 all samples are 3 dB below the peak
    void the_peak_between_the_samples_is_found(int samplesPerWave, double phase) {
        var peak = new TruePeak();

        peak.add(faded(Sines.tone(48_000.0 / samplesPerWave, -6, phase, 48_000, 4_800)), 4_800);

        assertThat(peak.decibels()).isBetween(-6.4, -5.8);
    }

    @Test
    void a_peak_in_the_last_samples_counts() {
        var peak = new TruePeak();
        var samples = new short[1_000];
        samples[999] = Short.MAX_VALUE;

        peak.add(samples, samples.length);

        assertThat(peak.decibels()).isBetween(-0.1, 0.2);
    }

    @Test
    void silence_has_no_peak() {
        var peak = new TruePeak();

        peak.add(new short[1_000], 1_000);

        assertThat(peak.decibels()).isNull();
    }

    /** A tone that begins at once has higher peaks than itself. */
    private static short[] faded(short[] tone) {
        int fade = tone.length / 4;
        for (int i = 0; i < fade; i++) {
            tone[i] = (short) (tone[i] * i / fade);
            tone[tone.length - 1 - i] = (short) (tone[tone.length - 1 - i] * i / fade);
        }
        return tone;
    }
}
