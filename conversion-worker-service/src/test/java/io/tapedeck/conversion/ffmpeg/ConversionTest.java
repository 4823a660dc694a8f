package io.tapedeck.conversion.ffmpeg;

import static io.tapedeck.conversion.calls.SealedCalls.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Responsible;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.calls.RawCall;
import io.tapedeck.conversion.calls.Tones;
import io.tapedeck.conversion.job.CallLabel;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.job.Piece;
import io.tapedeck.conversion.media.Conversion;
import io.tapedeck.conversion.media.PcapngCapture;
import io.tapedeck.conversion.media.Rendition;
import io.tapedeck.conversion.timeline.G711Decoders;
import io.tapedeck.testkit.audio.ToneDetector;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.leaks.LeakCheck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(LeakCheck.class)
class ConversionTest {

    private static final Path FULL_DISK = Path.of("/dev/full");

    private final Conversion conversion = new Conversion(new G711Decoders(), MediaFiles.standard());

    @TempDir
    Path folder;

    @Test
    void a_mono_file_has_both_parties() throws Exception {
        Path out = convert(call(), MediaFormat.WAV, ChannelLayout.MONO, Duration.ofSeconds(2));

        WavFile file = WavFile.read(out);
        assertThat(file.channels()).isEqualTo(1);
        assertThat(file.duration()).isEqualTo(Duration.ofSeconds(2));
        double caller = ToneDetector.level(file.channel(0), 8_000, 400);
        double callee = ToneDetector.level(file.channel(0), 8_000, 1_000);
        assertThat(caller).isBetween(callee * 0.9, callee * 1.1).isPositive();
    }

    @Test
    void an_mp3_begins_and_ends_with_the_call() throws Exception {
        var click = new short[16_000];
        Arrays.fill(click, 8_000, 8_800, (short) 10_000);
        RawCall call = new RawCall().speak(0, STARTED, 0, click).speak(1, STARTED, 8, new short[16_000]);

        short[][] heard =
                EncodedReader.read(convert(call, MediaFormat.MP3, ChannelLayout.STEREO, Duration.ofSeconds(2)));

        assertThat(heard[0]).hasSize(16_000);
        assertThat(firstLoud(heard[0])).isBetween(8_000 - 80, 8_000 + 80); // 10 ms
        assertThat(firstLoud(heard[1])).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource
    void a_silent_call_gives_a_file_of_its_length(MediaFormat format) throws Exception {
        RawCall silence = new RawCall().speak(0, STARTED, 0, new short[160]);

        Path out = convert(silence, format, ChannelLayout.MONO, Duration.ofSeconds(90));

        short[] heard = format == MediaFormat.WAV ? WavFile.read(out).channel(0) : EncodedReader.read(out)[0];
        switch (format) {
            case WAV, MP3, FLAC -> assertThat(heard).hasSize(720_000);
            case MP4 ->
                assertThat(heard).hasSizeBetween(4 * 720_000, 4 * 720_000 + 1_024); // AAC at 32 kHz, whole frames
            case OPUS, WEBM -> assertThat(heard).hasSize(6 * 720_000); // it always plays at 48 kHz
            case AMR ->
                assertThat(heard).hasSizeBetween(720_000, 720_000 + 160); // it cannot say where in a frame it ends
        }
    }

    @ParameterizedTest
    @EnumSource(names = "AMR", mode = EnumSource.Mode.EXCLUDE)
    void the_caller_is_left_and_the_callee_right(MediaFormat format) throws Exception {
        Path out = convert(call(), format, ChannelLayout.STEREO, Duration.ofSeconds(2));

        short[][] heard = format == MediaFormat.WAV
                ? new short[][] {WavFile.read(out).channel(0), WavFile.read(out).channel(1)}
                : EncodedReader.read(out);
        int rate = switch (format) {
            case OPUS, WEBM -> 48_000;
            case MP4 -> 32_000;
            default -> 8_000;
        };
        assertThat(ToneDetector.purity(heard[0], rate, 400)).isGreaterThan(0.9);
        assertThat(ToneDetector.purity(heard[1], rate, 1_000)).isGreaterThan(0.9);
    }

    @Test
    void amr_has_one_channel_whatever_was_ordered() throws Exception {
        byte[] stereo =
                Files.readAllBytes(convert(call(), MediaFormat.AMR, ChannelLayout.STEREO, Duration.ofSeconds(2)));
        byte[] mono = Files.readAllBytes(convert(call(), MediaFormat.AMR, ChannelLayout.MONO, Duration.ofSeconds(2)));

        assertThat(stereo).isNotEmpty().isEqualTo(mono);
    }

    @ParameterizedTest
    @EnumSource
    void a_call_that_ended_at_once_gives_a_file_too(MediaFormat format) throws Exception {
        assertThat(convert(new RawCall(), format, ChannelLayout.MONO, Duration.ZERO))
                .isNotEmptyFile();
    }

    @ParameterizedTest
    @EnumSource
    void the_same_call_gives_the_same_bytes(MediaFormat format) throws Exception {
        byte[] first = Files.readAllBytes(convert(call(), format, ChannelLayout.MONO, Duration.ofSeconds(2)));
        byte[] second = Files.readAllBytes(convert(call(), format, ChannelLayout.MONO, Duration.ofSeconds(2)));

        assertThat(first).isEqualTo(second);
    }

    @ParameterizedTest
    @EnumSource
    void a_full_disk_is_the_operators_business(MediaFormat format) throws Exception {
        assumeThat(FULL_DISK).exists();
        Path raw = call().writeTo(folder.resolve("raw"));

        assertThatExceptionOfType(JobFailure.class)
                .isThrownBy(() -> conversion.convert(
                        new PcapngCapture(raw),
                        RawCall.G711,
                        new Rendition(plan(format, ChannelLayout.MONO, Duration.ofSeconds(60)), FULL_DISK)))
                .returns(FailureCode.STORE_FULL, JobFailure::code);
    }

    @Test
    void a_call_that_nobody_can_decode_says_which_codec_it_was() throws Exception {
        var call = new RawCall();
        call.add(0, STARTED, 97, 0, 0, 7, new byte[20]);
        Path raw = call.writeTo(folder.resolve("raw"));

        assertThatExceptionOfType(JobFailure.class)
                .isThrownBy(() -> conversion.convert(
                        new PcapngCapture(raw),
                        RawCall.G711,
                        new Rendition(
                                plan(MediaFormat.WAV, ChannelLayout.MONO, Duration.ofSeconds(1)),
                                folder.resolve("out"))))
                .returns(FailureCode.CODEC_UNSUPPORTED, JobFailure::code)
                .withMessageContaining("payload type 97");
    }

    @Test
    void a_capture_without_sound_is_no_recording() throws Exception {
        var call = new RawCall();
        byte[] report = {
            (byte) 0x80, (byte) 200, 0, 6, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1
        };
        call.add(0, STARTED.getEpochSecond() * 1_000_000_000L, ByteBuffer.wrap(report)); // RTCP sender report

        assertThatExceptionOfType(JobFailure.class)
                .isThrownBy(() -> convert(call, MediaFormat.WAV, ChannelLayout.MONO, Duration.ofSeconds(1)))
                .returns(FailureCode.NO_MEDIA, JobFailure::code)
                .returns(Responsible.OPERATOR, JobFailure::responsible);
    }

    @Test
    void packets_that_no_decoder_takes_are_no_recording() throws Exception {
        var call = new RawCall();
        for (int n = 0; n < 10; n++) {
            call.add(0, STARTED.plusMillis(20L * n), 96, n, 960 * n, 7, new byte[] {(byte) 0xFF}); // no Opus frame
        }
        var opus = List.of(RawCall.stream(0, Side.CALLER, new PayloadFormat(96, "OPUS", 48_000, 2, "")));
        Path raw = call.writeTo(folder.resolve("raw"));

        assertThatExceptionOfType(JobFailure.class)
                .isThrownBy(() -> new Conversion(new FfmpegDecoders(), MediaFiles.standard())
                        .convert(
                                new PcapngCapture(raw),
                                opus,
                                new Rendition(
                                        plan(MediaFormat.WAV, ChannelLayout.MONO, Duration.ofSeconds(1)),
                                        folder.resolve("out"))))
                .returns(FailureCode.MEDIA_UNDECODABLE, JobFailure::code)
                .returns(Responsible.US, JobFailure::responsible)
                .withMessageContaining("10 packets");
    }

    @Test
    void a_rate_that_the_format_does_not_have_is_refused() {
        var plan = new MediaPlan(
                CallLabel.NONE, MediaFormat.OPUS, ChannelLayout.MONO, 44_100, STARTED, List.of(Piece.wholeCall()));

        assertThatExceptionOfType(JobFailure.class)
                .isThrownBy(() -> conversion.convert(
                        new PcapngCapture(call().writeTo(folder.resolve("raw"))),
                        RawCall.G711,
                        new Rendition(plan, folder.resolve("out"))))
                .returns(FailureCode.FORMAT_UNSUPPORTED, JobFailure::code);
    }

    @Test
    void what_is_no_pcapng_is_damaged() throws Exception {
        Path raw = Files.writeString(folder.resolve("raw"), "this is a letter and no capture");

        assertThatExceptionOfType(JobFailure.class)
                .isThrownBy(() -> conversion.convert(
                        new PcapngCapture(raw),
                        RawCall.G711,
                        new Rendition(
                                plan(MediaFormat.WAV, ChannelLayout.MONO, Duration.ofSeconds(1)),
                                folder.resolve("out"))))
                .returns(FailureCode.RAW_DAMAGED, JobFailure::code);
    }

    @Test
    void a_torn_tail_costs_only_itself() throws Exception {
        byte[] whole = call().toPcapng();
        Path raw = Files.write(folder.resolve("raw"), Arrays.copyOf(whole, whole.length - 100));
        Path out = folder.resolve("out");

        conversion.convert(
                new PcapngCapture(raw),
                RawCall.G711,
                new Rendition(plan(MediaFormat.WAV, ChannelLayout.STEREO, Duration.ofSeconds(2)), out));

        assertThat(ToneDetector.purity(WavFile.read(out).channel(0), 8_000, 400))
                .isGreaterThan(0.9);
    }

    private Path convert(RawCall call, MediaFormat format, ChannelLayout layout, Duration duration)
            throws IOException, JobFailure {
        Path raw = call.writeTo(folder.resolve("raw"));
        Path out = folder.resolve("out");
        conversion.convert(new PcapngCapture(raw), RawCall.G711, new Rendition(plan(format, layout, duration), out));
        return out;
    }

    private static RawCall call() {
        return new RawCall()
                .speak(0, STARTED, 0, Tones.sine(400, 8_000, 16_000))
                .speak(1, STARTED, 8, Tones.sine(1_000, 8_000, 16_000));
    }

    private static MediaPlan plan(MediaFormat format, ChannelLayout layout, Duration duration) {
        return new MediaPlan(
                CallLabel.NONE, format, layout, 0, STARTED, List.of(new Piece(Duration.ZERO, duration, true)));
    }

    private static int firstLoud(short[] samples) {
        for (int i = 0; i < samples.length; i++) {
            if (Math.abs(samples[i]) > 3_000) {
                return i;
            }
        }
        return -1;
    }
}
