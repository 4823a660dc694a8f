package io.tapedeck.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    @TempDir
    private Path parent;

    @Test
    void a_temporary_folder_is_gone_after_a_run_that_failed() {
        var used = new AtomicReference<Path>();

        assertThatThrownBy(() -> {
                    try (var folder = RunFolder.temporary()) {
                        used.set(folder.path());
                        Files.createDirectories(folder.path().resolve("some/data"));
                        throw new IOException("the run failed");
                    }
                })
                .hasMessage("the run failed")
                .hasNoSuppressedExceptions();

        assertThat(used.get()).doesNotExist();
    }

    @Test
    void a_folder_of_the_callers_stays() throws IOException {
        Path given = parent.resolve("given");

        try (var folder = RunFolder.at(given)) {
            assertThat(folder.path()).isEqualTo(given).isDirectory();
        }

        assertThat(given).isDirectory();
    }

    @Test
    void who_ends_the_process_has_the_run_closed_in_order_and_the_folder_removed() throws Exception {
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + parent,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LongRun.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = run.inputReader()) {
            Path folder = Path.of(said.readLine());
            assertThat(folder).isDirectory();

            run.toHandle().destroy(); // the process itself would close what it says

            assertThat(said.readLine()).isEqualTo("closed in order");
            run.waitFor();
            assertThat(folder).doesNotExist();
            assertThat(parent).isEmptyDirectory();
        } finally {
            run.destroyForcibly();
        }
    }

    static final class LongRun {

        private LongRun() {}

        static void main() throws IOException {
            try (var folder = RunFolder.temporary();
                    AutoCloseable _ = () -> System.out.println("closed in order")) {
                System.out.println(
                        Files.createFile(folder.path().resolve("data")).getParent());
                new CountDownLatch(1).await();
            } catch (Exception interrupted) {
                // told to end
            }
        }
    }
}
