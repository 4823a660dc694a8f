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

    /**
     * @param call length of each call
     * @return resident memory after the first thousand conversions and at the end
     */
    Map<String, Object> run(List<String> names, Path fixtures, Path folder, int count, Duration call)
            throws IOException, JobFailure {
        var calls = new ArrayList<RawCall>();
        for (String name : names) {
            calls.add(RawCall.of(folder.resolve(name + ".pcapng"), fixtures, name, call));
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
        return result(count, call, settled, Resources.residentKib());
    }

    private static Map<String, Object> result(int count, Duration call, long settled, long end) {
        var line = new LinkedHashMap<String, Object>();
        line.put("benchmark", "soak");
        line.put("conversions", count);
        line.put("secondsPerCall", call.toSeconds());
        line.put("residentKibAfter1000", settled);
        line.put("residentKibAtEnd", end);
        line.put("growth", settled == 0 ? 0 : ConvertBenchmark.rounded((double) end / settled));
        line.put("passed", settled > 0 && end <= settled * MOST_GROWTH);
        return line;
    }
}
