package io.tapedeck.capture.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaOutputTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 32768", "12345, 100003", "32767, 2", "65536, 65537", "40000, 0"})
    void everything_is_written_where_it_belongs_whatever_pieces_it_goes_in(int position, int length)
            throws IOException {
        Path file = folder.resolve("media.pcapng");
        byte[] bytes = new byte[length];
        new Random(position).nextBytes(bytes);
        ByteBuffer buffer = ByteBuffer.allocateDirect(length + 7).put(7, bytes).position(7);

        try (MediaOutput output = MediaOutput.open(file)) {
            output.write(buffer, position);
        }

        assertThat(buffer.hasRemaining()).isFalse();
        byte[] written = Files.readAllBytes(file);
        assertThat(written).hasSize(length == 0 ? 0 : position + length);
        assertThat(length == 0 ? written : Arrays.copyOfRange(written, position, position + length))
                .isEqualTo(bytes);
    }

    @Test
    void what_follows_is_appended_piece_by_piece() throws IOException {
        Path file = folder.resolve("media.pcapng");
        byte[] bytes = new byte[200_000];
        new Random(1).nextBytes(bytes);

        try (MediaOutput output = MediaOutput.open(file)) {
            for (int at = 0; at < bytes.length; at += 50_000) {
                output.write(ByteBuffer.wrap(bytes, at, 50_000), at);
            }
        }

        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }
}
