package io.tapedeck.conversion.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tapedeck.conversion.sound.SoundMeter.Effort;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SoundMeterTest {

    @Test
    void the_wave_form_is_audiowaveforms_json() throws IOException {
        var waveform = new Waveform(2, 8_000);
        var left = new short[500]; // one pixel and a quarter
        var right = new short[500];
        left[10] = 256 * 100;
        left[20] = -256 * 7;
        right[450] = Short.MIN_VALUE;

        waveform.add(left, right, 500);
        waveform.finish();

        var json = new StringBuilder();
        waveform.writeTo(json);
        assertThat(json.toString())
                .isEqualTo("{\"version\":2,\"channels\":2,\"sample_rate\":8000,\"samples_per_pixel\":400,\"bits\":8,"
                        + "\"length\":2,\"data\":[-7,100,0,0,0,0,-128,0]}\n");
    }

    @Test
    void who_talks_half_of_the_time_has_half_of_it() {
        SoundMeter meter = meter(Effort.PEAKS);
        short[] speech = Sines.tone(300, -20, 0, 8_000, 40_000);
        short[] noise = Sines.tone(300, -60, 0, 8_000, 40_000);

        meter.parties(speech, noise, 0, 40_000);
        meter.silence(40_000);

        SoundReport report = meter.report();
        assertThat(report.callerTalk()).isCloseTo(0.5, within(0.05)); // the last word is thought to go on for 300 ms
        assertThat(report.calleeTalk()).isZero();
        assertThat(report.loudnessLufs()).isNull();
        assertThat(report.truePeakDecibels()).isNull();
    }

    @Test
    void the_pauses_between_words_belong_to_the_talk() {
        SoundMeter meter = meter(Effort.PEAKS);
        short[] word = Arrays.copyOf(Sines.tone(300, -20, 0, 8_000, 1_600), 3_200); // 200 ms and a pause of 200 ms
        for (int i = 0; i < 10; i++) {
            meter.parties(word, new short[3_200], 0, 3_200);
        }

        assertThat(meter.report().callerTalk()).isEqualTo(1);
    }

    @Test
    void the_louder_channel_makes_the_peak() {
        SoundMeter meter = meter(Effort.LOUDNESS);
        short[] loud = Sines.tone(400, -3, 0, 8_000, 8_000);
        short[] soft = Sines.tone(400, -30, 0, 8_000, 8_000);

        meter.written(soft, loud, 8_000);

        assertThat(meter.report().truePeakDecibels()).isCloseTo(-3.0, within(0.1));
    }

    @Test
    void nothing_is_measured_where_nobody_wants_to_know() {
        assertThat(SoundMeter.of(Effort.NOTHING, 2, 8_000)).isNull();
    }

    private static SoundMeter meter(Effort effort) {
        return Objects.requireNonNull(SoundMeter.of(effort, 2, 8_000));
    }
}
