package io.tapedeck.conversion.media;

import static io.tapedeck.conversion.calls.SealedCalls.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.calls.RawCall;
import io.tapedeck.conversion.calls.Tones;
import io.tapedeck.conversion.ffmpeg.MediaFiles;
import io.tapedeck.conversion.job.CallLabel;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.job.Piece;
import io.tapedeck.conversion.sound.SoundMeter.Effort;
import io.tapedeck.conversion.timeline.G711Decoders;
import io.tapedeck.testkit.audio.ToneDetector;
import io.tapedeck.testkit.audio.WavFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several files of one call. */
class RenditionsTest {

    private static final int SECOND = 8_000;
    private static final int CALLER = 400;
    private static final int CALLEE = 1_000;
    private static final int ANNOUNCEMENT = 1_700;

    private final Conversion conversion = new Conversion(new G711Decoders(), MediaFiles.standard(), Effort.LOUDNESS);

    private final AtomicInteger replays = new AtomicInteger();

    @TempDir
    Path folder;

    @Test
    void all_files_of_a_call_come_of_one_replay() throws Exception {
        List<Outcome> outcomes = convert(
                call(),
                RawCall.G711,
                rendition("stereo", MediaFormat.WAV, ChannelLayout.STEREO, 0, piece(0, 10, true)),
                rendition("mono", MediaFormat.MP3, ChannelLayout.MONO, 0, piece(0, 10, true)),
                rendition("part", MediaFormat.WAV, ChannelLayout.SPLIT, 2, piece(0, 3, true)));

        assertThat(outcomes).hasOnlyElementsOfType(Outcome.Made.class);
        assertThat(replays).hasValue(1);
        assertThat(WavFile.read(file("stereo")).duration()).isEqualTo(Duration.ofSeconds(10));
        assertThat(Files.size(file("mono"))).isGreaterThan(30_000);
        assertHears(WavFile.read(file("part")).channel(0), CALLER);
        assertHears(WavFile.read(file("part.callee")).channel(0), CALLEE);
    }

    @Test
    void a_file_is_the_same_whatever_else_is_made_with_it() throws Exception {
        convert(call(), RawCall.G711, rendition("alone", MediaFormat.WAV, ChannelLayout.MONO, 3, piece(0, 4, true)));

        convert(
                call(),
                RawCall.G711,
                rendition("other", MediaFormat.WAV, ChannelLayout.STEREO, 0, piece(0, 10, true)),
                rendition("together", MediaFormat.WAV, ChannelLayout.MONO, 3, piece(0, 4, true)));

        assertThat(Files.readAllBytes(file("together"))).isEqualTo(Files.readAllBytes(file("alone")));
    }

    @Test
    void each_file_holds_the_moments_of_its_own_intervals() throws Exception {
        var scale = new short[10 * SECOND];
        for (int second = 0; second < 10; second++) {
            System.arraycopy(Tones.sine(300 + 100 * second, 8_000, SECOND), 0, scale, second * SECOND, SECOND);
        }
        RawCall rising = new RawCall().speak(0, STARTED, 0, scale);

        convert(
                rising,
                RawCall.G711,
                rendition("early", MediaFormat.WAV, ChannelLayout.MONO, 1, piece(0, 1, true)),
                rendition(
                        "silent",
                        MediaFormat.WAV,
                        ChannelLayout.MONO,
                        4,
                        piece(0, 1, true),
                        piece(1, 3, false),
                        piece(3, 4, true)),
                rendition("cut", MediaFormat.WAV, ChannelLayout.MONO, 4, piece(0, 1, true), piece(3, 4, true)));

        assertHears(WavFile.read(file("early")).channel(0), 400);
        short[] silent = WavFile.read(file("silent")).channel(0);
        assertThat(silent).hasSize(4 * SECOND);
        assertHears(Arrays.copyOf(silent, SECOND), 700);
        assertThat(Arrays.copyOfRange(silent, SECOND, 3 * SECOND)).containsOnly((short) 0);
        assertHears(Arrays.copyOfRange(silent, 3 * SECOND, 4 * SECOND), 1_000);
        short[] cut = WavFile.read(file("cut")).channel(0);
        assertThat(cut).hasSize(2 * SECOND);
        assertHears(Arrays.copyOf(cut, SECOND), 700);
        assertHears(Arrays.copyOfRange(cut, SECOND, 2 * SECOND), 1_000);
    }

    @Test
    void every_file_may_have_a_rate_of_its_own() throws Exception {
        List<Outcome> outcomes = convert(
                call(),
                RawCall.G711,
                rendition("low", MediaFormat.WAV, ChannelLayout.STEREO, 0, piece(0, 10, true)),
                inRate(22_050, rendition("high", MediaFormat.WAV, ChannelLayout.STEREO, 0, piece(0, 10, true))));

        assertThat(outcomes.getLast().orThrow().sampleRateHertz()).isEqualTo(22_050);
        short[] high = WavFile.read(file("high")).channel(1);
        assertThat(high).hasSize(220_500);
        assertThat(ToneDetector.purity(high, 22_050, CALLEE)).isGreaterThan(0.9);
        assertThat(WavFile.read(file("low")).channel(1)).hasSize(80_000);
    }

    @Test
    void one_that_fails_does_not_harm_the_others() throws Exception {
        List<Outcome> outcomes = convert(
                call(),
                RawCall.G711,
                inRate(11_000, rendition("impossible", MediaFormat.OPUS, ChannelLayout.STEREO, 0, piece(0, 10, true))),
                new Rendition(
                        rendition("full", MediaFormat.WAV, ChannelLayout.STEREO, 0, piece(0, 10, true))
                                .plan(),
                        Path.of("/dev/full")),
                rendition("good", MediaFormat.WAV, ChannelLayout.STEREO, 0, piece(0, 10, true)));

        assertThat(outcomes.get(0))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure().code()).isEqualTo(FailureCode.FORMAT_UNSUPPORTED));
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Failed.class);
        assertHears(WavFile.read(file("good")).channel(0), CALLER);
    }

    @Test
    void an_announcement_is_heard_in_both_channels_at_its_time() throws Exception {
        RawCall call = call().speak(2, STARTED.plusSeconds(4), 0, Tones.sine(ANNOUNCEMENT, 6_000, 2 * SECOND));

        convert(
                call,
                withPlayed(RawCall.played(2, Side.CALLER)),
                rendition("stereo", MediaFormat.WAV, ChannelLayout.STEREO, 0, piece(0, 10, true)),
                rendition("mono", MediaFormat.WAV, ChannelLayout.MONO, 0, piece(0, 10, true)));

        for (int channel = 0; channel < 2; channel++) {
            short[] heard = WavFile.read(file("stereo")).channel(channel);
            assertThat(announcement(heard, 3)).isLessThan(100);
            assertThat(announcement(heard, 4)).isCloseTo(6_000, within(600.0));
            assertThat(announcement(heard, 5)).isCloseTo(6_000, within(600.0));
            assertThat(announcement(heard, 6)).isLessThan(100);
        }
        assertThat(announcement(WavFile.read(file("mono")).channel(0), 5)).isCloseTo(6_000, within(600.0));
    }

    @Test
    void what_is_played_to_both_parties_at_once_is_not_louder() throws Exception {
        short[] announcement = Tones.sine(ANNOUNCEMENT, 6_000, 2 * SECOND);
        RawCall call = call().speak(2, STARTED.plusSeconds(4), 0, announcement)
                .speak(3, STARTED.plusSeconds(4), 0, announcement);

        convert(
                call,
                withPlayed(RawCall.played(2, Side.CALLER), RawCall.played(3, Side.CALLEE)),
                rendition("stereo", MediaFormat.WAV, ChannelLayout.STEREO, 0, piece(0, 10, true)));

        assertThat(announcement(WavFile.read(file("stereo")).channel(0), 5)).isCloseTo(6_000, within(600.0));
    }

    @Test
    void an_announcement_is_no_talk_of_the_parties() throws Exception {
        RawCall call = new RawCall()
                .speak(0, STARTED, 0, new short[10 * SECOND])
                .speak(2, STARTED, 0, Tones.sine(ANNOUNCEMENT, 6_000, 10 * SECOND));

        List<Outcome> outcomes = convert(
                call,
                withPlayed(RawCall.played(2, Side.CALLER)),
                rendition("stereo", MediaFormat.WAV, ChannelLayout.STEREO, 0, piece(0, 10, true)));

        var sound = outcomes.getFirst().orThrow().sound();
        assertThat(sound).isNotNull();
        assertThat(sound.callerTalk()).isZero();
        assertThat(sound.loudnessLufs()).isGreaterThan(-30);
    }

    private List<Outcome> convert(RawCall call, List<MediaStream> streams, Rendition... renditions) throws Exception {
        var capture = new PcapngCapture(call.writeTo(folder.resolve("raw")));
        RawCapture counted = sink -> {
            replays.incrementAndGet();
            capture.replay(sink);
        };
        return conversion.convert(counted, streams, List.of(renditions));
    }

    private static RawCall call() {
        return new RawCall()
                .speak(0, STARTED, 0, Tones.sine(CALLER, 8_000, 10 * SECOND))
                .speak(1, STARTED, 0, Tones.sine(CALLEE, 8_000, 10 * SECOND));
    }

    private static List<MediaStream> withPlayed(MediaStream... played) {
        var streams = new ArrayList<>(
                List.of(RawCall.stream(0, Side.CALLER, pcmu()), RawCall.stream(1, Side.CALLEE, pcmu())));
        streams.addAll(List.of(played));
        return streams;
    }

    private static PayloadFormat pcmu() {
        return RawCall.G711.getFirst().payloads().getFirst();
    }

    private Rendition rendition(
            String name, MediaFormat format, ChannelLayout layout, int startSecond, Piece... pieces) {
        var plan = new MediaPlan(CallLabel.NONE, format, layout, 0, STARTED.plusSeconds(startSecond), List.of(pieces));
        return new Rendition(plan, file(name), layout == ChannelLayout.SPLIT ? file(name + ".callee") : null);
    }

    private static Rendition inRate(int rate, Rendition of) {
        MediaPlan plan = of.plan();
        return new Rendition(
                new MediaPlan(plan.label(), plan.format(), plan.layout(), rate, plan.startedAt(), plan.pieces()),
                of.target(),
                of.second());
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private static Piece piece(int from, int to, boolean heard) {
        return new Piece(Duration.ofSeconds(from), Duration.ofSeconds(to), heard);
    }

    private static void assertHears(short[] samples, int hertz) {
        assertThat(ToneDetector.purity(samples, SECOND, hertz)).isGreaterThan(0.9);
    }

    private static double announcement(short[] samples, int second) {
        return 32_768 * ToneDetector.level(samples, second * SECOND + 200, SECOND - 400, SECOND, ANNOUNCEMENT);
    }
}
