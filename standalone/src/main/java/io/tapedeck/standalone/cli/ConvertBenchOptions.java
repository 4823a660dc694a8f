package io.tapedeck.standalone.cli;

import io.tapedeck.standalone.bench.ResultLine;
import io.tapedeck.standalone.bench.convert.ConversionRuns;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code bench convert}, and what they ask for. */
final class ConvertBenchOptions {

    @Option(
            names = "--fixtures",
            required = true,
            description = "Folder with calls to repeat: NAME.pcap or NAME.pcap.gz, and NAME.json with the SDPs.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path fixtures;

    @Option(names = "--minutes", defaultValue = "5", description = "Length of a call (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(names = "--calls", defaultValue = "20", description = "Calls per round (default: ${DEFAULT-VALUE}).")
    private int calls;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "Rounds after warming up (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--parallel", defaultValue = "1", description = "Calls at once (default: ${DEFAULT-VALUE}).")
    private int parallel;

    @Option(
            names = "--soak",
            paramLabel = "N",
            description = "Instead: convert N calls of every codec and see whether the process grows.")
    private int soak;

    @Option(
            names = "--soak-seconds",
            defaultValue = "1",
            description =
                    "Length of a call of the soak; short ones show what opening and closing leaves behind (default: ${DEFAULT-VALUE}).")
    private int soakSeconds;

    @Parameters(
            arity = "0..*",
            paramLabel = "VARIANT",
            description =
                    "FIXTURE:FORMAT:LAYOUT[:nothing|peaks|loudness], such as 03a_g729_clean:wav:stereo; what is measured of the sound: peaks unless said otherwise (default: those of docs/benchmarks.md).")
    private List<String> variants = List.of();

    int run(PrintWriter out, PrintWriter progress) throws IOException, InterruptedException, ExecutionException {
        try (var runs = new ConversionRuns(fixtures, progress)) {
            if (soak > 0) {
                var result = runs.soak(soak, Duration.ofSeconds(soakSeconds));
                out.println(ResultLine.of(result));
                return Boolean.TRUE.equals(result.get("passed")) ? 0 : 1;
            }
            for (String variant : variants.isEmpty() ? ConversionRuns.USUAL : variants) {
                for (var result : runs.measure(variant, Duration.ofMinutes(minutes), calls, rounds, parallel)) {
                    out.println(ResultLine.of(result));
                    out.flush();
                }
            }
            return 0;
        }
    }
}
