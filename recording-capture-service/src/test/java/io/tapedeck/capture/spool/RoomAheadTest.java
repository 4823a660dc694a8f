package io.tapedeck.capture.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomAheadTest {

    private static final int SOUND = 100_000;
    private static final int LONG_SOUND = 600_000;

    @TempDir
    private Path folder;

    @Test
    void room_is_reserved_in_large_pieces_before_it_is_needed() throws IOException {
        var asked = new Asked();

        try (var output = new RoomAhead(MediaOutput.open(media()), media(), asked)) {
            for (int i = 0; i < 60; i++) {
                output.write(ByteBuffer.allocate(SOUND), (long) i * SOUND);
            }
            output.truncate(60L * SOUND);
        }

        assertThat(asked.words)
                .containsExactly(
                        "reserve 0 " + RoomAhead.PIECE,
                        "reserve " + RoomAhead.PIECE + " " + RoomAhead.PIECE,
                        "give back behind 6000000");
    }

    @Test
    void a_short_call_reserves_nothing() throws IOException {
        var asked = new Asked();

        try (var output = new RoomAhead(MediaOutput.open(media()), media(), asked)) {
            for (int i = 0; i < 5; i++) {
                output.write(ByteBuffer.allocate(SOUND), (long) i * SOUND);
            }
        }

        assertThat(asked.words).isEmpty();
    }

    @Test
    void reserved_room_is_no_part_of_the_file_and_is_given_back() throws Exception {
        assumeTrue(LinuxFileRoom.ofSystem() instanceof LinuxFileRoom);

        long reserved;
        try (var output = new RoomAhead(MediaOutput.open(media()), media(), LinuxFileRoom.ofSystem())) {
            output.write(ByteBuffer.allocate(LONG_SOUND), 0);
            reserved = bytesOnDisk();
            assertThat(media()).hasSize(LONG_SOUND);
            output.truncate(LONG_SOUND);
        }

        assumeTrue(reserved >= RoomAhead.PIECE, "this disk is nearly full, or cannot reserve");
        assertThat(media()).hasBinaryContent(new byte[LONG_SOUND]);
        assertThat(bytesOnDisk()).isLessThan(RoomAhead.PIECE / 2);
    }

    @Test
    void a_file_that_is_longer_than_it_is_said_to_be_keeps_all_of_it() throws IOException {
        Files.writeString(media(), "more than that");

        LinuxFileRoom.ofSystem().giveBack(media(), 4);

        assertThat(media()).hasContent("more than that");
    }

    private Path media() {
        return folder.resolve("media.pcapng");
    }

    private long bytesOnDisk() throws IOException, InterruptedException {
        Process stat = new ProcessBuilder("stat", "-c", "%b %B", media().toString()).start();
        String[] words = new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .strip()
                .split(" ");
        stat.waitFor();
        return Long.parseLong(words[0]) * Long.parseLong(words[1]);
    }

    private static final class Asked implements FileRoom {

        private final List<String> words = new ArrayList<>();

        @Override
        public void reserve(Path file, long from, long bytes) {
            words.add("reserve " + from + " " + bytes);
        }

        @Override
        public void giveBack(Path file, long length) {
            words.add("give back behind " + length);
        }
    }
}
