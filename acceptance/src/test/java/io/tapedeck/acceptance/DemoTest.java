package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class DemoTest {

    @TempDir
    private Path folder;

    @Test
    void the_demo_records_a_call_prints_the_link_and_ends() {
        var result = Launcher.run(
                folder.resolve("output"),
                Map.of(),
                "demo",
                "--once",
                "--data",
                folder.resolve("data").toString(),
                "--port-offset",
                "10900");

        assertThat(result.output()).contains("Recorded and verified", "Play: http://127.0.0.1:18980/play/");
        assertThat(result.exitCode()).isZero();
    }
}
