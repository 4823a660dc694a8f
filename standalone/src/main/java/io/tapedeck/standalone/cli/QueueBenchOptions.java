package io.tapedeck.standalone.cli;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.standalone.bench.ResultLine;
import io.tapedeck.standalone.bench.convert.QueueBenchmark;
import io.tapedeck.standalone.bench.convert.QueueBenchmark.Load;
import io.tapedeck.standalone.platform.PlatformPorts;
import io.tapedeck.standalone.platform.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code bench queue}, and what they ask for. */
final class QueueBenchOptions {

    @Option(
            names = "--fixtures",
            required = true,
            description = "Folder with calls to repeat: NAME.pcap or NAME.pcap.gz, and NAME.json with the SDPs.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path fixtures;

    @Option(names = "--call", defaultValue = "02_g711a_clean", description = "Which (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String call;

    @Option(names = "--minutes", defaultValue = "5", description = "Length of a call (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(names = "--jobs", defaultValue = "100", description = "Calls (default: ${DEFAULT-VALUE}).")
    private int jobs;

    @Option(
            names = "--warm-up",
            paramLabel = "CALLS",
            defaultValue = "0",
            description = "Converted before and not counted: what a platform does that has run for a minute.")
    private int warmUp;

    @Option(names = "--format", defaultValue = "wav", description = "wav or mp3 (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private MediaFormat format;

    @Option(names = "--layout", defaultValue = "stereo", description = "mono or stereo (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private ChannelLayout layout;

    @Option(names = "--workers", defaultValue = "1", description = "Processes (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Option(names = "--parallel", defaultValue = "0", description = "Jobs at once in each (default: one per core).")
    private int parallel;

    @Option(names = "--pin", description = "Give each worker one core of its own (taskset).")
    private boolean pin;

    @Option(names = "--partitions", defaultValue = "8", description = "Of the topics (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(names = "--no-loudness", description = "Measure wave form and talk alone, as the engine's benchmark does.")
    private boolean quick;

    @Option(
            names = "--kill-every",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Kill a worker (-9) that often and start it again (default: never).")
    private int killEvery;

    @Option(names = "--patience", paramLabel = "MINUTES", defaultValue = "60", description = "The most it may take.")
    private int patience;

    @Option(names = "--data", description = "Folder for queue and recordings, left there (default: a temporary one).")
    private @Nullable Path data;

    @Option(names = "--port-offset", defaultValue = "0", description = "Added to every port.")
    private int portOffset;

    int run(PrintWriter out, PrintWriter progress) throws IOException, InterruptedException {
        try (var folder = RunFolder.at(data)) {
            var benchmark = new QueueBenchmark(folder.path().toAbsolutePath(), new PlatformPorts(portOffset), progress);
            var result = benchmark.run(load());
            out.println(ResultLine.of(result));
            return Boolean.TRUE.equals(result.get("passed")) ? 0 : 1;
        }
    }

    private Load load() {
        return new Load(
                fixtures,
                call,
                Duration.ofMinutes(minutes),
                format,
                layout,
                warmUp,
                jobs,
                workers,
                parallel,
                pin,
                !quick,
                partitions,
                Duration.ofSeconds(killEvery),
                Duration.ofMinutes(patience));
    }
}
