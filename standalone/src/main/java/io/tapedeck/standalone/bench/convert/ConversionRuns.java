package io.tapedeck.standalone.bench.convert;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.sound.SoundMeter.Effort;
import io.tapedeck.standalone.bench.convert.ConvertBenchmark.Variant;
import io.tapedeck.standalone.platform.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** Benchmarks of the engine in this process, in a folder that goes with them. */
public final class ConversionRuns implements AutoCloseable {

    /** What the figures in the documentation are about. */
    public static final List<String> USUAL = List.of(
            "02_g711a_clean:wav:stereo",
            "02_g711a_clean:wav:stereo:loudness",
            "02_g711a_clean:wav:mono",
            "02_g711a_clean:mp3:mono",
            "05a_opus:wav:stereo",
            "03a_g729_clean:wav:stereo");

    private final Path fixtures;
    private final PrintWriter progress;
    private final RunFolder folder;
    private final ConvertBenchmark benchmark;

    public ConversionRuns(Path fixtures, PrintWriter progress) throws IOException {
        this.fixtures = fixtures;
        this.progress = progress;
        this.folder = RunFolder.temporary();
        this.benchmark = new ConvertBenchmark(folder.path());
    }

    /**
     * One result per round, after a round to warm up.
     *
     * @param variant {@code FIXTURE:FORMAT:LAYOUT[:nothing|peaks|loudness]}
     */
    public List<Map<String, Object>> measure(String variant, Duration length, int calls, int rounds, int parallel)
            throws IOException, InterruptedException, ExecutionException {
        String[] parts = variant.split(":", -1);
        var made = new Variant(
                variant,
                MediaFormat.valueOf(parts[1].toUpperCase(Locale.ROOT)),
                ChannelLayout.valueOf(parts[2].toUpperCase(Locale.ROOT)),
                parts.length < 4 ? Effort.PEAKS : Effort.valueOf(parts[3].toUpperCase(Locale.ROOT)));
        Path file = folder.path().resolve("call.pcapng");
        RawCall call = RawCall.of(file, fixtures, parts[0], length);
        benchmark.measure(call, made, calls, parallel);
        var results = new ArrayList<Map<String, Object>>();
        for (int round = 0; round < rounds; round++) {
            results.add(benchmark.measure(call, made, calls, parallel));
        }
        return results;
    }

    /** Every fixture in turn. */
    public Map<String, Object> soak(int count, Duration call) throws IOException {
        try {
            return new Soak(benchmark, progress).run(names(), fixtures, folder.path(), count, call);
        } catch (JobFailure e) {
            throw new IOException(e.sentence(), e);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(fixtures)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .filter(name -> !name.contains("video"))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
