package io.tapedeck.testkit.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoundTest {

    @Test
    void a_tone_is_found_at_its_level_and_no_other() {
        short[] pcm = AudioSource.tone(440, 0.25).first(1_000);

        assertThat(ToneDetector.level(pcm, 8_000, 440)).isCloseTo(0.25, within(0.001));
        assertThat(ToneDetector.level(pcm, 8_000, 880)).isLessThan(0.001);
        assertThat(ToneDetector.purity(pcm, 8_000, 440)).isGreaterThan(0.999);
        assertThat(ToneDetector.purity(new short[8_000], 8_000, 440)).isZero();
    }

    @Test
    void a_source_gives_the_same_samples_at_the_same_position() {
        AudioSource tone = AudioSource.tone(441.5);
        short[] whole = tone.first(100);
        var part = new short[160];

        tone.read(320, part);

        assertThat(part).containsExactly(Arrays.copyOfRange(whole, 320, 480));
    }

    @Test
    void keys_sound_where_they_are_pressed() {
        short[] pcm = KeyTones.at(800, "4*").first(600);

        assertThat(ToneDetector.spans(pcm, 8_000, 770, 0.15))
                .containsExactly(new ToneDetector.Span(Duration.ofMillis(100), Duration.ofMillis(200)));
        assertThat(ToneDetector.spans(pcm, 8_000, 941, 0.15))
                .containsExactly(new ToneDetector.Span(Duration.ofMillis(300), Duration.ofMillis(400)));
        assertThat(ToneDetector.spans(pcm, 8_000, 1_209, 0.15)).hasSize(2);
    }

    @Test
    void beeps_are_found_where_they_are() {
        short[] pcm = AudioSource.beeps(1_000, 200, 300).first(1_100);

        assertThat(ToneDetector.spans(pcm, 8_000, 1_000, 0.1))
                .containsExactly(span(0, 200), span(500, 700), span(1_000, 1_100));
    }

    @Test
    void the_lag_of_a_known_sound_is_found_even_in_noise_and_softer() {
        short[] reference = AudioSource.noise(1).first(1_000);
        short[] recorded = AudioSource.noise(2).first(2_000);
        for (int i = 0; i < recorded.length; i++) {
            recorded[i] = (short) (recorded[i] / 20);
        }
        for (int i = 0; i < reference.length; i++) {
            recorded[1_234 + i] += (short) (reference[i] / 3);
        }

        Correlation.Match match = Correlation.best(recorded, reference);

        assertThat(match.lagSamples()).isEqualTo(1_234);
        assertThat(match.coefficient()).isGreaterThan(0.95);
    }

    @Test
    void a_missing_beginning_is_a_negative_lag() {
        short[] reference = AudioSource.noise(1).first(1_000);
        short[] recorded = Arrays.copyOfRange(reference, 500, reference.length);

        Correlation.Match match = Correlation.best(recorded, reference);

        assertThat(match.lagSamples()).isEqualTo(-500);
        assertThat(match.coefficient()).isCloseTo(1, within(1e-6));
    }

    @Test
    void different_sounds_have_nothing_in_common() {
        Correlation.Match match = Correlation.best(
                AudioSource.noise(1).first(1_000), AudioSource.noise(2).first(1_000));

        assertThat(match.coefficient()).isLessThan(0.1);
    }

    @Test
    void a_wav_file_is_read_as_it_was_written(@TempDir Path dir) throws Exception {
        short[] left = AudioSource.tone(440).first(100);
        short[] right = AudioSource.noise(3).first(100);
        Path file = dir.resolve("stereo.wav");

        WavFile.write(file, 8_000, left, right);
        WavFile wav = WavFile.read(file);

        assertThat(wav.channels()).isEqualTo(2);
        assertThat(wav.sampleRate()).isEqualTo(8_000);
        assertThat(wav.duration()).isEqualTo(Duration.ofMillis(100));
        assertThat(wav.channel(0)).containsExactly(left);
        assertThat(wav.channel(1)).containsExactly(right);
        byte[] torn = Arrays.copyOf(Files.readAllBytes(file), 44 + 400);
        assertThat(WavFile.read(torn).channel(1)).hasSize(100);
    }

    @Test
    void what_is_no_wav_file_is_refused() {
        assertThatThrownBy(() -> WavFile.read(new byte[100]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a WAV file");
    }

    private static ToneDetector.Span span(int fromMillis, int toMillis) {
        return new ToneDetector.Span(Duration.ofMillis(fromMillis), Duration.ofMillis(toMillis));
    }
}
