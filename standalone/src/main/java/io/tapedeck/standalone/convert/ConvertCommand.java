package io.tapedeck.standalone.convert;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.ffmpeg.FfmpegDecoders;
import io.tapedeck.conversion.ffmpeg.MediaFiles;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.media.Conversion;
import io.tapedeck.conversion.media.ConversionReport;
import io.tapedeck.conversion.media.Rendition;
import io.tapedeck.conversion.pcap.PcapCall;
import io.tapedeck.conversion.sound.SoundMeter;
import io.tapedeck.conversion.sound.SoundReport;
import io.tapedeck.conversion.timeline.KeyPress;
import io.tapedeck.conversion.video.VideoReport;
import io.tapedeck.conversion.workspace.AtomicOutput;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes a media file of a call in a packet capture. */
@Command(
        name = "convert",
        description = "Make a media file of a call in a pcap or pcapng file.",
        mixinStandardHelpOptions = true)
public final class ConvertCommand implements Callable<Integer> {

    @Option(
            names = "--pcap",
            required = true,
            description = "The capture: tcpdump's, rtpengine's, ours; - for standard input.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path pcap;

    @Option(names = "--sdp", required = true, description = "SDP of the caller, then SDP of the callee.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private List<Path> sdps;

    @Option(
            names = "--format",
            defaultValue = "wav",
            description = "wav, mp3, opus, flac, amr, or with the pictures mp4 or webm (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private MediaFormat format;

    @Option(
            names = "--layout",
            defaultValue = "stereo",
            description = "mono, stereo (caller left) or split, which writes NAME.caller.EXT and NAME.callee.EXT."
                    + " A movie shows both parties side by side; split, one each, as they were sent"
                    + " (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private ChannelLayout layout;

    @Option(names = "--rate", defaultValue = "0", description = "Samples per second (default: the highest spoken).")
    private int rate;

    @Option(
            names = "--peaks",
            paramLabel = "JSON",
            description = "Write the wave form for players, too, and print loudness and who talks how much.")
    private @Nullable Path peaks;

    @Option(names = "-o", required = true, paramLabel = "OUT", description = "The file to write.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path out;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (sdps.size() != 2) {
            throw new ParameterException(spec.commandLine(), "--sdp is needed twice: the caller's, then the callee's");
        }
        if (rate != 0 && (rate < 8_000 || rate > 48_000)) {
            throw new ParameterException(spec.commandLine(), "--rate must be from 8000 to 48000");
        }
        keepWhatIsRead();
        try (CaptureInput input = capture()) {
            PcapCall call = PcapCall.find(input.file(), text(sdps.get(0)), text(sdps.get(1)));
            report(convert(call));
            call.remarks().forEach(spec.commandLine().getOut()::println);
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the copy could not be deleted
        } catch (JobFailure e) {
            spec.commandLine()
                    .getErr()
                    .printf("tapedeck: %s (%s; up to: %s)%n", e.sentence(), lower(e.code()), lower(e.responsible()));
            return 1;
        }
    }

    private CaptureInput capture() throws JobFailure {
        try {
            return CaptureInput.open(pcap, System.in, directoryOf(out));
        } catch (NoSuchFileException e) {
            throw JobFailure.of(FailureCode.RAW_MISSING, "There is no capture " + pcap + ".", e);
        } catch (IOException e) {
            throw JobFailure.of(
                    FailureCode.RAW_DAMAGED,
                    "The capture " + pcap + " cannot be read and put into " + directoryOf(out) + ": " + e.getMessage()
                            + ".",
                    e);
        }
    }

    /** Nobody wants the only copy of a call to be written over. */
    private void keepWhatIsRead() {
        List<Path> written = new ArrayList<>(
                layout == ChannelLayout.SPLIT ? List.of(named("caller"), named("callee")) : List.of(out));
        if (peaks != null) {
            written.add(peaks);
        }
        List<Path> others = new ArrayList<>(sdps);
        others.add(pcap);
        for (Path target : written) {
            if (others.stream().anyMatch(other -> isSame(target, other))) {
                throw new ParameterException(spec.commandLine(), target + " is needed for something else");
            }
            others.add(target);
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return one.toAbsolutePath()
                            .normalize()
                            .equals(other.toAbsolutePath().normalize())
                    || Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException _) {
            return false;
        }
    }

    private ConversionReport convert(PcapCall call) throws JobFailure {
        var conversion = new Conversion(
                new FfmpegDecoders(),
                MediaFiles.standard(),
                peaks == null ? SoundMeter.Effort.NOTHING : SoundMeter.Effort.LOUDNESS);
        try {
            return layout == ChannelLayout.SPLIT ? split(call, conversion) : whole(call, conversion);
        } catch (IOException e) {
            throw JobFailure.writing(out.toString(), e);
        }
    }

    private ConversionReport whole(PcapCall call, Conversion conversion) throws IOException, JobFailure {
        try (AtomicOutput output = begin(out)) {
            ConversionReport report =
                    conversion.convert(call, call.streams(), new Rendition(plan(call), output.draft()));
            writePeaks(report);
            output.publish();
            return report;
        }
    }

    private ConversionReport split(PcapCall call, Conversion conversion) throws IOException, JobFailure {
        try (AtomicOutput caller = begin(named("caller"));
                AtomicOutput callee = begin(named("callee"))) {
            var files = new Rendition(plan(call), caller.draft(), callee.draft());
            ConversionReport report = conversion.convert(call, call.streams(), files);
            writePeaks(report);
            caller.publish();
            callee.publish();
            return report;
        }
    }

    private void writePeaks(ConversionReport report) throws IOException {
        SoundReport sound = report.sound();
        if (peaks == null || sound == null) {
            return;
        }
        try (AtomicOutput output = begin(peaks)) {
            try (Writer to = Files.newBufferedWriter(output.draft(), StandardCharsets.US_ASCII)) {
                sound.waveform().writeTo(to);
            }
            output.publish();
        }
    }

    private MediaPlan plan(PcapCall call) {
        return MediaPlan.wholeCall(format, layout, rate, call.startedAt()).of(call.label(), call.endedAt());
    }

    private static AtomicOutput begin(Path target) throws IOException {
        AtomicOutput output = AtomicOutput.begin(directoryOf(target), target);
        output.draft().toFile().deleteOnExit(); // whoever interrupts the command wants nothing of it
        return output;
    }

    private static Path directoryOf(Path target) {
        Path directory = target.toAbsolutePath().getParent();
        return directory == null ? Path.of("/") : directory;
    }

    /** {@code call.wav} becomes {@code call.caller.wav}. */
    private Path named(String party) {
        String name = String.valueOf(out.getFileName());
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String extension = dot > 0 ? name.substring(dot) : "." + format.extension();
        return out.resolveSibling(stem + "." + party + extension);
    }

    private String text(Path sdp) {
        try {
            return SdpText.read(sdp);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--sdp " + sdp + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    private void report(ConversionReport report) {
        PrintWriter to = spec.commandLine().getOut();
        to.printf(
                "%s: %.3f s, %d Hz, %d lost packets%n",
                out,
                report.duration().toNanos() / 1e9,
                report.sampleRateHertz(),
                report.timeline().lost());
        if (report.sound() != null) {
            report(to, report.sound());
        }
        if (report.timeline().overdue() > 0) {
            to.println("not heard: " + report.timeline().overdue()
                    + " packets that are in great disorder in the capture (reordercap brings it into order)");
        }
        if (!report.timeline().unknownCodecs().isEmpty()) {
            to.println("not decoded: " + String.join(", ", report.timeline().unknownCodecs()));
        }
        if (format.isVideo()) {
            report(to, report.video());
        }
        for (KeyPress key : report.timeline().keys()) {
            to.printf(
                    "key %c, %s, at %.3f s%n",
                    key.key(), lower(key.side()), key.at().toNanos() / 1e9);
        }
    }

    private static void report(PrintWriter to, VideoReport video) {
        to.printf(
                "%d pictures, %d not shown, %d lost packets of video%n",
                video.pictures(), video.dropped(), video.lost());
        if (!video.unknownCodecs().isEmpty()) {
            to.println("not shown: " + String.join(", ", video.unknownCodecs()));
        }
    }

    private static void report(PrintWriter to, SoundReport sound) {
        to.printf(
                Locale.ROOT,
                "loudness %s, true peak %s, caller talks %.0f %%, callee %.0f %%%n",
                decibels(sound.loudnessLufs(), "LUFS"),
                decibels(sound.truePeakDecibels(), "dBTP"),
                100 * sound.callerTalk(),
                100 * sound.calleeTalk());
    }

    private static String decibels(@Nullable Double value, String unit) {
        return value == null ? "none" : String.format(Locale.ROOT, "%.1f %s", value, unit);
    }
}
