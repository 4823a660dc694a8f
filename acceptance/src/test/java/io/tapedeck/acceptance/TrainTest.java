package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class TrainTest {

    private static final Path LEARNT = Launcher.home().resolve("standalone/target/app/learnt.aot");
    private static final String ONE_COLLECTOR_FOR_ALL = "-XX:+UseSerialGC";

    @TempDir
    private Path folder;

    @AfterEach
    void forget() throws IOException {
        Files.deleteIfExists(LEARNT);
    }

    @Test
    void what_was_learnt_from_sample_calls_is_used_by_later_starts() {
        var training = tapedeck(ONE_COLLECTOR_FOR_ALL, "train", "--calls", "5", "--port-offset", "11300");

        assertThat(training.output()).contains("5 of 5 sample calls answered", "learnt: " + LEARNT);
        assertThat(training.exitCode()).isZero();
        // the JVM refuses to start in this mode when the cache does not fit
        var later = tapedeck(ONE_COLLECTOR_FOR_ALL + " -XX:AOTMode=on", "service", "gramophone");
        assertThat(later.output()).contains("There is no service gramophone");
    }

    private Launcher.Result tapedeck(String javaOptions, String... arguments) {
        return Launcher.run(folder.resolve("output"), Map.of("TAPEDECK_JAVA_OPTS", javaOptions), arguments);
    }
}
