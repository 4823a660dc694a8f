package io.tapedeck.standalone.bench.convert;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.standalone.bench.convert.ConvertBenchmark.Variant;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Converts many calls of every codec and watches whether the process grows. */
final class Soak {

    /** Until then libraries are loaded, code is compiled and allocators have made their arenas. */
    private static final int SETTLED = 1_000;

    private static final double MOST_GROWTH = 1.05;

    /** Short, since what opening and closing leaves behind is looked for. */
    private static final Duration CALL = Duration.ofSeconds(1);

    private static final List<Variant> VARIANTS = List.of(
            new Variant("wav stereo", MediaFormat.WAV, ChannelLayout.STEREO),
            new Variant("mp3 mono", MediaFormat.MP3, ChannelLayout.MONO),
            new Variant("mp3 stereo", MediaFormat.MP3, ChannelLayout.STEREO));

    private final ConvertBenchmark benchmark;
    private final PrintWriter progress;

    Soak(ConvertBenchmark benchmark, PrintWriter progress) {
        this.benchmark = benchmark;
        this.progress = progress;
    }

    /** @return resident memory after the first thousand conversions and at the end */
    Map<String, Object> run(List<String> names, Path fixtures, Path folder, int count) throws IOException, JobFailure {
        var calls = new ArrayList<RawCall>();
        for (String name : names) {
            calls.add(RawCall.of(folder.resolve(name + ".pcapng"), fixtures, name, CALL));
        }
        long settled = 0;
        for (int i = 0; i < count; i++) {
            benchmark.convert(calls.get(i % calls.size()), VARIANTS.get(i / calls.size() % VARIANTS.size()));
            if (i + 1 == SETTLED) {
                settled = Resources.residentKib();
            }
            if ((i + 1) % SETTLED == 0) {
                progress.printf("%d conversions, %d MiB resident%n", i + 1, Resources.residentKib() / 1_024);
                progress.flush();
            }
        }
        return result(count, settled, Resources.residentKib());
    }

    private static Map<String, Object> result(int count, long settled, long end) {
        var line = new LinkedHashMap<String, Object>();
        line.put("benchmark", "soak");
        line.put("conversions", count);
        line.put("residentKibAfter1000", settled);
        line.put("residentKibAtEnd", end);
        line.put("growth", settled == 0 ? 0 : ConvertBenchmark.rounded((double) end / settled));
        line.put("passed", settled > 0 && end <= settled * MOST_GROWTH);
        return line;
    }
}
