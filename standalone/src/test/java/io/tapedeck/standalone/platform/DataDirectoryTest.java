package io.tapedeck.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    private Path folder;

    @Test
    void it_belongs_to_one_process_at_a_time() {
        try (var held = DataDirectory.open(folder.resolve("data"))) {
            assertThatThrownBy(() -> DataDirectory.open(held.root()))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("another Tapedeck is running");
        }

        DataDirectory.open(folder.resolve("data")).close();
    }

    @Test
    void nobody_else_may_look_into_it() throws IOException {
        try (var data = DataDirectory.open(folder.resolve("data"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.root())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void a_place_that_cannot_be_written_is_refused_with_a_remedy() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> DataDirectory.open(file.resolve("data")))
                .isInstanceOfSatisfying(
                        StartFailure.class,
                        failure -> assertThat(failure.remedy()).contains("--data"));
    }
}
