package io.tapedeck.conversion.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.conversion.calls.Tones;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.lame.LameWriter;
import io.tapedeck.conversion.media.MediaProperties;
import io.tapedeck.conversion.media.MediaTags;
import io.tapedeck.conversion.media.MediaWriter;
import io.tapedeck.testkit.audio.ToneDetector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled encoder and the system's make the same of the same sound. */
class Mp3WritersTest {

    private static final MediaProperties PROPERTIES = new MediaProperties(
            MediaFormat.MP3,
            2,
            8_000,
            24_000,
            new MediaTags(
                    "Call of the müller", "session-1", "1001", "1002", Instant.parse("2030-01-07T09:00:00Z"), ""));

    private final short[] left = Tones.sine(400, 8_000, 24_000);
    private final short[] right = Tones.sine(1_000, 8_000, 24_000);

    @TempDir
    Path folder;

    @Test
    void the_bundled_encoder() throws Exception {
        Path target = folder.resolve("bundled.mp3");

        write(EncodedFile.open(target, PROPERTIES, Coding.mp3(48_000)));

        assertHears(target);
    }

    @Test
    void the_systems_encoder() throws Exception {
        assumeThat(LameWriter.isAvailable()).isTrue();
        Path target = folder.resolve("system.mp3");

        write(LameWriter.open(target, PROPERTIES, 48_000));

        assertHears(target);
    }

    private void write(MediaWriter opened) throws JobFailure {
        try (MediaWriter writer = opened) {
            writer.write(left, right, left.length);
            writer.finish();
        }
    }

    private static void assertHears(Path target) throws Exception {
        short[][] heard = EncodedReader.read(target);
        assertThat(heard[0]).hasSize(24_000);
        assertThat(ToneDetector.purity(heard[0], 8_000, 400)).isGreaterThan(0.9);
        assertThat(ToneDetector.purity(heard[1], 8_000, 1_000)).isGreaterThan(0.9);
        String file = Files.readString(target, StandardCharsets.ISO_8859_1);
        assertThat(file)
                .startsWith("ID3")
                .contains("session-id")
                .contains("session-1")
                .contains("2030-01-07T09:00:00Z");
    }
}
