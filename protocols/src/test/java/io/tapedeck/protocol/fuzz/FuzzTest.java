package io.tapedeck.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Coverage-guided fuzzing: a short look in every build, and hours by command (see the module's README). */
class FuzzTest {

    private static final String SECONDS = "tapedeck.fuzz.seconds";

    /** Always the same inputs, so that no build fails by chance. */
    @Test
    void a_short_look_at_all_parsers(@TempDir Path directory) throws Exception {
        var run = new JazzerRun(List.of(FuzzedParser.values()), directory);

        JazzerRun.Outcome outcome = run.run("-runs=3000", "-seed=20300107", "-max_len=1024");

        assertThat(outcome.broken()).as(outcome.log()).isEmpty();
        assertThat(outcome.exit()).as(outcome.log()).isZero();
        assertThat(outcome.log()).contains("DONE");
    }

    /** What was found beyond the corpus is in target/fuzz, ready to be put into its place. */
    @ParameterizedTest
    @MethodSource("chosen")
    @EnabledIfSystemProperty(named = SECONDS, matches = "[0-9]+")
    void a_long_look_at_one_parser(FuzzedParser parser, @TempDir Path directory, @TempDir Path smallest)
            throws Exception {
        var run = new JazzerRun(List.of(parser), directory);

        JazzerRun.Outcome outcome = run.run("-max_total_time=" + System.getProperty(SECONDS));

        assertThat(outcome.broken()).as(outcome.log()).isEmpty();
        assertThat(outcome.exit()).as(outcome.log()).isZero();
        keep(parser, run, smallest);
    }

    private static void keep(FuzzedParser parser, JazzerRun run, Path smallest)
            throws IOException, InterruptedException {
        assertThat(run.merge(smallest).exit()).isZero();
        Corpus.pack(parser, smallest, Files.createDirectories(Path.of("target", "fuzz")));
    }

    /** All, or those named by {@code -Dtapedeck.fuzz.parsers=SDP,RTP}. */
    static List<FuzzedParser> chosen() {
        String names = System.getProperty(FuzzEntry.PARSERS, "");
        return names.isBlank()
                ? List.of(FuzzedParser.values())
                : Arrays.stream(names.split(",")).map(FuzzedParser::valueOf).toList();
    }
}
