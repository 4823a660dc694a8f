package io.tapedeck.standalone.bench.convert;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.conversion.ffmpeg.FfmpegDecoders;
import io.tapedeck.conversion.ffmpeg.MediaFiles;
import io.tapedeck.conversion.job.CallLabel;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.job.Piece;
import io.tapedeck.conversion.media.Conversion;
import io.tapedeck.conversion.media.ConversionReport;
import io.tapedeck.conversion.media.Rendition;
import io.tapedeck.conversion.raw.FetchedCapture;
import io.tapedeck.conversion.raw.SharedDiskCaptures;
import io.tapedeck.conversion.sound.SoundMeter.Effort;
import io.tapedeck.conversion.workspace.Checksum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * The engine alone, from a raw capture on the disk to a finished file on the disk: checksum of the capture, parsing, time line,
 * decoding, encoding, checksum of the file. What a job does, less Kafka and the sync of the file.
 */
final class ConvertBenchmark {

    private static final double SECONDS_PER_HOUR = 3_600;

    private final SharedDiskCaptures captures = new SharedDiskCaptures();
    private final Path folder;

    ConvertBenchmark(Path folder) {
        this.folder = folder;
    }

    /** What is made of which codec, and what is measured of it meanwhile. */
    record Variant(String name, MediaFormat format, ChannelLayout layout, Effort effort) {

        Variant(String name, MediaFormat format, ChannelLayout layout) {
            this(name, format, layout, Effort.PEAKS);
        }

        Conversion conversion() {
            return new Conversion(new FfmpegDecoders(), MediaFiles.standard(), effort);
        }
    }

    /** One file of the call. Deleted again: what is measured is not how much fits on the disk. */
    void convert(RawCall call, Variant variant) throws JobFailure, IOException {
        Path target = folder.resolve(UUID.randomUUID() + "." + variant.format().extension());
        var plan = new MediaPlan(
                CallLabel.NONE,
                variant.format(),
                variant.layout(),
                0,
                call.startedAt(),
                List.of(new Piece(Duration.ZERO, call.duration(), true)));
        try (FetchedCapture fetched = captures.fetch(call.raw())) {
            ConversionReport report =
                    variant.conversion().convert(fetched, call.streams(), new Rendition(plan, target, null));
            if (report.checksums().first() == null) {
                Checksum.of(target);
            }
        } finally {
            Files.deleteIfExists(target);
        }
    }

    /** Converts the call so many times on so many threads and says what that took. */
    Map<String, Object> measure(RawCall call, Variant variant, int count, int parallel)
            throws InterruptedException, ExecutionException {
        Callable<Void> one = () -> {
            convert(call, variant);
            return null;
        };
        long cpu = Resources.cpuNanos();
        long wall = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(parallel)) {
            for (var done : threads.invokeAll(
                    IntStream.range(0, count).mapToObj(_ -> one).toList())) {
                done.get();
            }
        }
        return result(call, variant, count, parallel, Resources.cpuNanos() - cpu, System.nanoTime() - wall);
    }

    private static Map<String, Object> result(
            RawCall call, Variant variant, int count, int parallel, long cpuNanos, long wallNanos) {
        double hours = call.duration().toMillis() / 1e3 / SECONDS_PER_HOUR * count;
        var line = new LinkedHashMap<String, Object>();
        line.put("benchmark", "convert");
        line.put("variant", variant.name());
        line.put("calls", count);
        line.put("minutesPerCall", call.duration().toMinutes());
        line.put("parallel", parallel);
        line.put("cpuSecondsPerCall", rounded(cpuNanos / 1e9 / count));
        line.put("hoursPerCpuSecond", rounded(hours / (cpuNanos / 1e9)));
        line.put("hoursPerMinute", rounded(hours / (wallNanos / 1e9) * 60));
        line.put("residentMiB", Resources.residentKib() / 1_024);
        return line;
    }

    static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
