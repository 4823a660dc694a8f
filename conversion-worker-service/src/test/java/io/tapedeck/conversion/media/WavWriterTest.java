package io.tapedeck.conversion.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.conversion.workspace.Checksum;
import io.tapedeck.testkit.audio.WavFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WavWriterTest {

    private static final int FRAMES = 1_000;
    private static final int DATA = FRAMES * 4;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long SOON = 2_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, FRAMES, 7})
    void the_sound_is_right_whatever_was_known_of_its_length(int expected) throws Exception {
        Path file = write(expected, NEVER);

        WavFile read = WavFile.read(file);
        assertThat(read.channel(0)).isEqualTo(ramp(1));
        assertThat(read.channel(1)).isEqualTo(ramp(-1));
    }

    @Test
    void the_head_is_as_short_as_the_oldest_readers_expect_where_the_length_is_known() throws Exception {
        ByteBuffer bytes = bytes(write(FRAMES, NEVER));

        assertThat(text(bytes, 36)).isEqualTo("data");
        assertThat(bytes.getInt(40)).isEqualTo(DATA);
        assertThat(bytes.getInt(4)).isEqualTo(bytes.limit() - 8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, FRAMES})
    void what_is_too_long_for_riff_is_rf64(int expected) throws Exception {
        ByteBuffer bytes = bytes(write(expected, SOON));

        assertThat(text(bytes, 0)).isEqualTo("RF64");
        assertThat(bytes.getInt(4)).isEqualTo(-1);
        assertThat(text(bytes, 12)).isEqualTo("ds64");
        assertThat(bytes.getLong(20)).isEqualTo(bytes.limit() - 8);
        assertThat(bytes.getLong(28)).isEqualTo(DATA);
        assertThat(bytes.getLong(36)).isEqualTo(FRAMES);
        assertThat(text(bytes, 48)).isEqualTo("fmt ");
        assertThat(text(bytes, 72)).isEqualTo("data");
        assertThat(bytes.getInt(76)).isEqualTo(-1);
        assertThat(bytes.getInt(80)).isEqualTo(0xFFFF_0001); // the first frame: 1 and -1
    }

    @Test
    void the_checksum_is_known_where_the_length_was() throws Exception {
        Path file = folder.resolve("call.wav");
        try (WavWriter writer = WavWriter.open(file, properties(FRAMES))) {
            writer.write(ramp(1), ramp(-1), FRAMES);
            writer.finish();

            assertThat(writer.checksum()).isEqualTo(Checksum.of(file));
        }
    }

    @Test
    void the_checksum_is_not_known_where_the_head_was_corrected() throws Exception {
        try (WavWriter writer = WavWriter.open(folder.resolve("call.wav"), properties(7))) {
            writer.write(ramp(1), ramp(-1), FRAMES);
            writer.finish();

            assertThat(writer.checksum()).isNull();
        }
    }

    @Test
    void five_gigabytes_are_told_in_64_bits() {
        long data = 5L << 30;

        byte[] head = new WavHead(properties(data / 4), data, 0xFFFF_FFFFL).head(data);

        assertThat(text(ByteBuffer.wrap(head), 0)).isEqualTo("RF64");
        assertThat(ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong(28))
                .isEqualTo(data);
    }

    @Test
    void the_call_is_told_behind_the_sound() throws Exception {
        ByteBuffer bytes = bytes(write(FRAMES, NEVER));

        int list = 44 + DATA;
        assertThat(text(bytes, list)).isEqualTo("LIST");
        assertThat(bytes.getInt(list + 4)).isEqualTo(bytes.limit() - list - 8);
        String tail = new String(bytes.array(), list, bytes.limit() - list, StandardCharsets.UTF_8);
        assertThat(tail)
                .contains("INAM", "Call of today", "ICRD", "2030-01-07T09:00:00Z", "ISBJ", "0199a000")
                .contains("ICMT", "from Änn <1001> to 1002", "2030-01-07T09:00:00Z/2030-01-07T09:01:00Z");
    }

    private Path write(int expectedFrames, long limit) throws Exception {
        Path file = folder.resolve("call.wav");
        try (WavWriter writer = WavWriter.open(file, properties(expectedFrames), limit)) {
            writer.write(ramp(1), ramp(-1), 600);
            writer.write(
                    Arrays.copyOfRange(ramp(1), 600, FRAMES), Arrays.copyOfRange(ramp(-1), 600, FRAMES), FRAMES - 600);
            writer.finish();
        }
        return file;
    }

    private static MediaProperties properties(long samples) {
        var tags = new MediaTags(
                "Call of today",
                "0199a000",
                "Änn <1001>",
                "1002",
                Instant.parse("2030-01-07T09:00:00Z"),
                "2030-01-07T09:00:00Z/2030-01-07T09:01:00Z");
        return new MediaProperties(MediaFormat.WAV, 2, 8_000, samples, tags);
    }

    private static short[] ramp(int step) {
        var ramp = new short[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            ramp[i] = (short) (step * (i + 1));
        }
        return ramp;
    }

    private static ByteBuffer bytes(Path file) throws Exception {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String text(ByteBuffer bytes, int at) {
        return new String(bytes.array(), at, 4, StandardCharsets.US_ASCII);
    }
}
