package io.tapedeck.conversion.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequentialFileTest {

    private static final int PIECE = 1 << 19;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_095, 4_096, 4_097, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 44})
    void a_file_of_any_length_holds_what_was_put_and_knows_its_checksum(int length) throws Exception {
        byte[] content = random(length);
        Path path = folder.resolve("file");

        Checksum checksum = write(path, content);

        assertThat(Files.readAllBytes(path)).isEqualTo(content);
        assertThat(checksum).isEqualTo(Checksum.of(path));
    }

    @Test
    void an_older_longer_file_is_gone() throws Exception {
        Path path = Files.write(folder.resolve("file"), random(10_000));

        write(path, random(100));

        assertThat(path).hasSize(100);
    }

    @Test
    void the_head_can_be_replaced_at_the_end() throws Exception {
        byte[] content = random(10_000);
        Path path = folder.resolve("file");

        try (SequentialFile file = SequentialFile.open(path)) {
            file.room(content.length).put(content);
            file.finish();
            file.replaceHead(new byte[] {1, 2, 3});
        }

        content[0] = 1;
        content[1] = 2;
        content[2] = 3;
        assertThat(Files.readAllBytes(path)).isEqualTo(content);
    }

    @Test
    void a_file_in_memory_is_written_too() throws Exception {
        Path memory = Path.of("/dev/shm");
        assumeTrue(Files.isWritable(memory));
        byte[] content = random(PIECE + 5_000);
        Path path = Files.createTempFile(memory, "sequential", ".test");
        try {
            write(path, content);

            assertThat(Files.readAllBytes(path)).isEqualTo(content);
        } finally {
            Files.delete(path);
        }
    }

    @Test
    void a_folder_that_is_not_there_is_told() {
        assertThatIOException()
                .isThrownBy(() -> SequentialFile.open(folder.resolve("nowhere").resolve("file")))
                .withMessageContaining("nowhere");
    }

    /** In portions of many sizes, none of which fits to any block. */
    private static Checksum write(Path path, byte[] content) throws IOException {
        var sizes = new Random(1);
        try (SequentialFile file = SequentialFile.open(path)) {
            int done = 0;
            while (done < content.length) {
                int next = Math.min(content.length - done, 1 + sizes.nextInt(60_000));
                ByteBuffer room = file.room(next);
                room.put(Arrays.copyOfRange(content, done, done + next));
                done += next;
            }
            file.finish();
            return file.checksum();
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
