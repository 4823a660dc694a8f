package io.tapedeck.conversion.ffmpeg;

import static io.tapedeck.conversion.calls.SealedCalls.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.conversion.calls.RawCall;
import io.tapedeck.conversion.job.CallLabel;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.job.Piece;
import io.tapedeck.conversion.media.Conversion;
import io.tapedeck.conversion.media.PcapngCapture;
import io.tapedeck.conversion.media.Rendition;
import io.tapedeck.conversion.opus.SystemOpus;
import io.tapedeck.testkit.audio.Correlation;
import io.tapedeck.testkit.audio.ToneDetector;
import io.tapedeck.testkit.audio.WavFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls in Opus, whose packets say how much of 48 kHz they need and may repeat the one before. */
class OpusCallsTest {

    private static final int OPUS = 111;
    private static final int FRAME_MILLIS = 20;
    private static final int TICKS = 960;
    private static final List<MediaStream> STREAMS =
            List.of(RawCall.stream(0, Side.CALLER, new PayloadFormat(OPUS, "OPUS", 48_000, 2, "")));
    private static final IntPredicate NONE_LOST = _ -> false;

    private static final Map<String, String> SPEECH = Map.of("application", "voip");
    private static final Map<String, String> REPEATING = Map.of("application", "voip", "fec", "1", "packet_loss", "30");
    private static final Map<String, String> MUSIC = Map.of("application", "audio");

    private final Conversion conversion = new Conversion(new FfmpegDecoders(), MediaFiles.standard());

    @TempDir
    Path folder;

    @Test
    void speech_in_wide_band_makes_a_file_of_16_kHz() throws Exception {
        WavFile file = convert(CodedOpus.packets(voice(16_000, 3), 16_000, 16_000, SPEECH), NONE_LOST, 0);

        assertThat(file.sampleRate()).isEqualTo(16_000);
        assertThat(file.duration()).isEqualTo(Duration.ofSeconds(3));
        assertThat(Correlation.best(file.channel(0), voice(16_000, 3)).coefficient())
                .isGreaterThan(0.8);
    }

    @Test
    void music_in_full_band_keeps_its_highs() throws Exception {
        WavFile file = convert(CodedOpus.packets(tone(15_000), 48_000, 96_000, MUSIC), NONE_LOST, 0);

        assertThat(file.sampleRate()).isEqualTo(48_000);
        assertThat(ToneDetector.level(file.channel(0), 48_000, 15_000)).isBetween(0.2, 0.3);
    }

    @Test
    void a_few_packets_in_full_band_at_the_beginning_do_not_make_the_file_larger() throws Exception {
        var packets = new ArrayList<>(
                CodedOpus.packets(tone(1_000), 48_000, 96_000, MUSIC).subList(0, 9));
        packets.addAll(CodedOpus.packets(voice(16_000, 3), 16_000, 16_000, SPEECH));

        assertThat(convert(packets, NONE_LOST, 0).sampleRate()).isEqualTo(16_000);
    }

    @Test
    void a_second_of_music_in_a_long_call_makes_it_a_recording_in_full_band() throws Exception {
        var packets = new ArrayList<>(CodedOpus.packets(voice(16_000, 20), 16_000, 16_000, SPEECH));
        packets.addAll(CodedOpus.packets(tone(15_000), 48_000, 96_000, MUSIC));

        assertThat(convert(packets, NONE_LOST, 0).sampleRate()).isEqualTo(48_000);
    }

    @Test
    void what_is_above_the_wanted_rate_does_not_fold_into_the_file() throws Exception {
        WavFile file = convert(CodedOpus.packets(tone(10_000), 48_000, 96_000, MUSIC), NONE_LOST, 16_000);

        assertThat(ToneDetector.level(file.channel(0), 16_000, 6_000)).isLessThan(0.002);
    }

    @Test
    void a_lost_packet_is_heard_from_the_next_one_that_repeats_it() throws Exception {
        assumeThat(SystemOpus.open(16_000)).isNotNull();
        IntPredicate everySixth = number -> number % 6 == 5;
        List<byte[]> packets = CodedOpus.packets(voice(16_000, 6), 16_000, 24_000, REPEATING);

        short[] whole = convert(packets, NONE_LOST, 0).channel(0);
        short[] repaired = convert(packets, everySixth, 0).channel(0);
        short[] concealed = convert(withoutRepetitions(packets), everySixth, 0).channel(0);

        assertThat(repaired).hasSameSizeAs(concealed);
        assertThat(error(repaired, whole, everySixth)).isLessThan(error(concealed, whole, everySixth) / 4);
    }

    private WavFile convert(List<byte[]> packets, IntPredicate lost, int rate) throws Exception {
        var call = new RawCall();
        for (int n = 0; n < packets.size(); n++) {
            if (!lost.test(n)) {
                call.add(0, STARTED.plusMillis((long) FRAME_MILLIS * n), OPUS, n, TICKS * n, 7, packets.get(n));
            }
        }
        var plan = new MediaPlan(
                CallLabel.NONE,
                MediaFormat.WAV,
                ChannelLayout.MONO,
                rate,
                STARTED,
                List.of(new Piece(Duration.ZERO, Duration.ofMillis((long) FRAME_MILLIS * packets.size()), true)));
        return converted(call, plan);
    }

    private WavFile converted(RawCall call, MediaPlan plan) throws IOException, Exception {
        Path out = folder.resolve("out.wav");
        conversion.convert(new PcapngCapture(call.writeTo(folder.resolve("raw"))), STREAMS, new Rendition(plan, out));
        return WavFile.read(out);
    }

    /** The bit that says that a packet repeats another is taken for one that says nothing. */
    private static List<byte[]> withoutRepetitions(List<byte[]> packets) {
        return packets.stream()
                .map(packet -> {
                    byte[] twoFrames = Arrays.copyOf(packet, packet.length + 1);
                    System.arraycopy(packet, 1, twoFrames, 2, packet.length - 1);
                    twoFrames[0] = (byte) (packet[0] | 3); // the same frame as a packet that says how many it has
                    twoFrames[1] = 1;
                    return twoFrames;
                })
                .toList();
    }

    /** Of the lost frames, as a part of their energy. */
    private static double error(short[] heard, short[] whole, IntPredicate lost) {
        int frame = 16_000 * FRAME_MILLIS / 1_000;
        double error = 0;
        double energy = 1;
        for (int i = 0; i < whole.length; i++) {
            if (lost.test(i / frame)) {
                error += Math.pow(heard[i] - whole[i], 2);
                energy += Math.pow(whole[i], 2);
            }
        }
        return error / energy;
    }

    /** Two seconds, a quarter of full scale. */
    private static short[] tone(int hertz) {
        var samples = new short[2 * 48_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) Math.round(8_192 * Math.sin(2 * Math.PI * hertz * i / 48_000));
        }
        return samples;
    }

    /** Syllables of 120 ms whose pitch and colour change, with short pauses: for a codec of speech it is speech. */
    private static short[] voice(int rate, int seconds) {
        var samples = new short[rate * seconds];
        double phase = 0;
        for (int i = 0; i < samples.length; i++) {
            int syllable = i / (rate * 15 / 100);
            double within = i % (rate * 15 / 100) / (rate * 0.12);
            phase += (110 + 17 * (syllable % 5) + 20 * within) / rate;
            double loud = within < 1 ? Math.sin(Math.PI * within) : 0;
            double sum = 0;
            for (int harmonic = 1; harmonic <= 20; harmonic++) {
                double colour = Math.exp(-Math.pow((harmonic - 4 - syllable % 7) / 3.0, 2));
                sum += colour * Math.sin(2 * Math.PI * harmonic * phase);
            }
            samples[i] = (short) Math.round(4_000 * loud * sum);
        }
        return samples;
    }
}
