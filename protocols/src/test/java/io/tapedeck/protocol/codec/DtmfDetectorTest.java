package io.tapedeck.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What ITU-T Q.24 asks of a receiver of keys. */
class DtmfDetectorTest {

    private final DtmfDetector detector = new DtmfDetector();
    private final KeyTones tones = new KeyTones();

    @ParameterizedTest
    @CsvSource({
        "-8, -8, 0",
        "-8, -8, 1.5",
        "-8, -8, -1.5",
        "-3, -3, 1.5",
        "-36, -36, -1.5",
        "-36, -36, 0",
        "-10, -6, 1.5",
        "-10, -6, -1.5",
        "-6, -14, 1.5",
        "-6, -14, -1.5",
        "-22, -28, 0"
    })
    void every_key_of_40_ms_is_heard_once_at_any_level_twist_and_detuning(double row, double column, double percent) {
        tones.levels(row, column).detuned(percent);

        for (int round = 0; round < 5; round++) {
            assertThat(KeyTones.heard(detector, dialled(KeyTones.KEYS, 40, 40))).isEqualTo(KeyTones.KEYS);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {3.5, -3.5})
    void tones_beside_the_frequencies_are_no_keys(double percent) {
        tones.detuned(percent);

        assertThat(KeyTones.heard(detector, dialled("147*#", 100, 40))).isEmpty();
    }

    @Test
    void too_soft_too_short_and_single_tones_are_no_keys() {
        assertThat(KeyTones.heard(detector, dialled(KeyTones.KEYS, 20, 40))).isEmpty();
        tones.levels(-48, -48);
        assertThat(KeyTones.heard(detector, dialled(KeyTones.KEYS, 100, 40))).isEmpty();
        tones.levels(-8, -70);
        assertThat(KeyTones.heard(detector, dialled(KeyTones.KEYS, 100, 40))).isEmpty();
        tones.levels(-70, -8);
        assertThat(KeyTones.heard(detector, dialled(KeyTones.KEYS, 100, 40))).isEmpty();
    }

    @Test
    void a_gap_of_10_ms_is_none_and_one_of_25_ms_makes_two_keys() {
        short[] key = tones.key('5', 60);

        assertThat(KeyTones.heard(detector, key, tones.noise(80, 4), key, tones.pause(40)))
                .isEqualTo("5");
        assertThat(KeyTones.heard(detector, key, tones.noise(200, 4), key, tones.pause(40)))
                .isEqualTo("55");
    }

    @Test
    void keys_are_heard_above_noise_at_12_db() {
        tones.levels(-12, -12);
        double deviation = 22_300 * Math.pow(10, -12 / 20.0) * Math.pow(10, -12 / 20.0);

        List<short[]> sounds = new ArrayList<>();
        for (char key : KeyTones.KEYS.toCharArray()) {
            sounds.add(sum(tones.key(key, 50), tones.noise(400, deviation)));
            sounds.add(tones.noise(400, deviation));
        }

        assertThat(KeyTones.heard(detector, sounds.toArray(short[][]::new))).isEqualTo(KeyTones.KEYS);
    }

    @ParameterizedTest
    @ValueSource(doubles = {10, 300, 3_000, 15_000})
    void noise_is_no_key(double deviation) {
        assertThat(KeyTones.heard(detector, tones.noise(8_000 * 60, deviation))).isEmpty();
    }

    @Test
    void length_and_level_are_told() {
        tones.levels(-13, -13); // together 3 dB more

        String heard = KeyTones.heard(detector, tones.pause(30), tones.key('#', 200), tones.pause(60));

        assertThat(heard).isEqualTo("#");
        assertThat(detector.samples()).isCloseTo(1_600, within(102));
        assertThat(detector.volume()).isEqualTo(10);
    }

    @Test
    void a_key_is_suspected_before_13_ms_of_it_have_passed() {
        for (char key : KeyTones.KEYS.toCharArray()) {
            String _ = KeyTones.heard(detector, tones.pause(50));

            assertThat(samplesUntilSuspected(tones.key(key, 40))).isLessThanOrEqualTo(104);
        }
    }

    private int samplesUntilSuspected(short[] sound) {
        int samples = 0;
        while ((detector.take(sound[samples++]) & DtmfDetector.SUSPECTED) == 0) {
            // the next one
        }
        return samples;
    }

    @Test
    void a_lost_packet_does_not_make_two_of_one_key() {
        short[] key = tones.key('8', 60);
        assertThat(KeyTones.heard(detector, tones.pause(50), key)).isEmpty();

        detector.gap(160);

        assertThat(KeyTones.heard(detector, key, tones.pause(60))).isEqualTo("8");
        assertThat(detector.samples()).isCloseTo(1_120, within(150));
    }

    @Test
    void a_key_that_is_down_ends_with_the_stream() {
        assertThat(KeyTones.heard(detector, tones.key('D', 100))).isEmpty();

        assertThat(detector.reset()).isEqualTo(DtmfDetector.ENDED);
        assertThat(detector.event()).isEqualTo(15);
        assertThat(detector.reset()).isZero();
    }

    private short[][] dialled(String keys, int millis, int pause) {
        List<short[]> sounds = new ArrayList<>();
        sounds.add(tones.pause(pause));
        for (char key : keys.toCharArray()) {
            sounds.add(tones.key(key, millis));
            sounds.add(tones.pause(pause));
        }
        return sounds.toArray(short[][]::new);
    }

    private static short[] sum(short[] one, short[] other) {
        short[] both = new short[one.length];
        for (int i = 0; i < both.length; i++) {
            both[i] = (short) Math.clamp(one[i] + other[i], Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return both;
    }
}
