package io.tapedeck.capture.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tapedeck.capture.encode.EncodeException.Fault;
import io.tapedeck.capture.encode.Encoder.Input;
import io.tapedeck.capture.encode.Encoder.Output;
import io.tapedeck.testkit.audio.ToneDetector;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderTest {

    private static final int RATE = 8_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 1 << 20;

    @TempDir
    Path directory;

    private final Encoder encoder = new Encoder("", PATIENCE, 2);

    @Test
    void sound_is_resampled() throws Exception {
        byte[] encoded = encoder.encode(tone(1_000), Output.linear(16_000), LONGEST, MOST_BYTES);

        short[] samples = samples(encoded);
        assertThat(samples).hasSize(16_000);
        assertThat(ToneDetector.purity(samples, 16_000, 1_000)).isGreaterThan(0.99);
    }

    @Test
    void what_is_longer_is_cut_off() throws Exception {
        byte[] encoded = encoder.encode(tone(1_000), Output.linear(RATE), Duration.ofMillis(300), MOST_BYTES);

        assertThat(samples(encoded)).hasSize(2_400);
    }

    @Test
    void the_same_sound_is_encoded_into_the_same_bytes() throws Exception {
        var opus = new Output(48_000, List.of("-c:a", "libopus", "-f", "ogg"));

        byte[] first = encoder.encode(tone(1_000), opus, LONGEST, MOST_BYTES);

        assertThat(encoder.encode(tone(1_000), opus, LONGEST, MOST_BYTES)).isEqualTo(first);
    }

    @Test
    void garbage_is_the_callers_fault() {
        EncodeException refusal = refused(encoder, file("no sound at all"));

        assertThat(refusal.fault()).isEqualTo(Fault.INPUT);
        assertThat(refusal).hasMessageContaining("Invalid data found");
    }

    @Test
    void a_playlist_opens_no_other_file() throws IOException {
        Path secret = directory.resolve("secret.raw");
        Files.write(secret, new byte[16_000]);

        for (String list : List.of(
                "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n" + secret + "\n#EXT-X-ENDLIST\n",
                "ffconcat version 1.0\nfile " + secret + "\n",
                "concat:" + secret)) {
            assertThat(refused(encoder, file(list)).fault()).isEqualTo(Fault.INPUT);
        }
    }

    @Test
    void more_than_was_allowed_is_not_taken() {
        EncodeException refusal = refused(encoder, tone(1_000), 1_000);

        assertThat(refusal).hasMessageContaining("more than 1000 bytes");
        assertThat(refusal.fault()).isEqualTo(Fault.INPUT);
    }

    @Test
    void a_missing_program_is_the_operators_fault() {
        EncodeException refusal = refused(new Encoder("/nowhere/ffmpeg", PATIENCE, 1), tone(1_000));

        assertThat(refusal.fault()).isEqualTo(Fault.PROGRAM);
        assertThat(refusal).hasMessageContaining("/nowhere/ffmpeg");
    }

    @Test
    void one_that_takes_too_long_is_killed() throws IOException {
        Path pid = directory.resolve("pid");
        Path slow = program("echo $$ > " + pid + "; exec sleep 60");

        EncodeException refusal = refused(new Encoder(slow.toString(), Duration.ofSeconds(5), 1), tone(1_000));

        assertThat(refusal).hasMessageContaining("longer than 5000 ms");
        long child = Long.parseLong(Files.readString(pid).strip());
        Eventually.holds(
                () -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty(), PATIENCE, "the child is gone");
    }

    @Test
    void one_that_writes_without_end_is_killed() throws IOException {
        Path endless = program("exec cat /dev/zero");

        EncodeException refusal = refused(new Encoder(endless.toString(), PATIENCE, 1), tone(1_000));

        assertThat(refusal).hasMessageContaining("more than " + MOST_BYTES + " bytes");
    }

    @Test
    void one_that_complains_without_end_does_no_harm() throws IOException {
        Path loud = program("head -c 3000000 /dev/zero >&2; exit 7");

        assertThat(refused(new Encoder(loud.toString(), PATIENCE, 1), tone(1_000))
                        .fault())
                .isEqualTo(Fault.INPUT);
    }

    @Test
    void who_finds_no_turn_in_time_is_told_so() {
        assertThat(refused(new Encoder("", Duration.ofMillis(100), 0), tone(1_000))
                        .fault())
                .isEqualTo(Fault.BUSY);
    }

    @Test
    void nothing_is_left_on_the_disk() throws Exception {
        Path scratch = Files.createDirectory(directory.resolve("scratch"));
        var tidy = new Encoder("", PATIENCE, 1, scratch);

        refused(tidy, file("no sound"));
        assertThat(tidy.encode(tone(1_000), Output.linear(RATE), LONGEST, MOST_BYTES))
                .isNotEmpty();

        assertThat(scratch).isEmptyDirectory();
    }

    private static EncodeException refused(Encoder encoder, Input input) {
        return refused(encoder, input, MOST_BYTES);
    }

    private static EncodeException refused(Encoder encoder, Input input, int mostBytes) {
        return catchThrowableOfType(
                EncodeException.class, () -> encoder.encode(input, Output.linear(RATE), LONGEST, mostBytes));
    }

    private Path program(String script) {
        try {
            Path file = directory.resolve("ffmpeg");
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            return Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Input file(String text) {
        return Input.file(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One second of 1 kHz. */
    private static Input tone(int hertz) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * RATE).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < RATE; i++) {
            bytes.putShort((short) (8_000 * Math.sin(2 * Math.PI * hertz * i / RATE)));
        }
        return Input.linear(bytes.array(), RATE);
    }

    private static short[] samples(byte[] bytes) {
        var samples = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }
}
