package io.tapedeck.capture.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.spool.Manifest.Media;
import io.tapedeck.capture.spool.Manifest.State;
import io.tapedeck.contracts.CaptureId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnouncedMarkTest {

    @TempDir
    Path root;

    private final CaptureId id = Descriptions.freshId();
    private final Manifest sealed = new Manifest(
            Manifest.VERSION,
            State.SEALED,
            false,
            Descriptions.ended(id, Descriptions.START.plusSeconds(5)),
            Descriptions.START.plusSeconds(6),
            new Media(100, "0".repeat(64), 3),
            null,
            null);

    private SpoolDirectory directory;

    @BeforeEach
    void begin() throws IOException {
        directory = new SpoolDirectory(root);
        directory.create(id);
    }

    @AfterEach
    void close() throws IOException {
        directory.close();
    }

    @Test
    void a_seal_is_marked_as_announced_in_the_file_that_is_there() throws IOException {
        directory.write(sealed);
        Object file = identity();

        directory.markAnnounced(id);

        assertThat(directory.read(id)).isEqualTo(sealed.announced());
        assertThat(identity()).isEqualTo(file);
    }

    @Test
    void marking_twice_changes_nothing() throws IOException {
        directory.write(sealed);
        directory.markAnnounced(id);

        directory.markAnnounced(id);

        assertThat(directory.read(id)).isEqualTo(sealed.announced());
    }

    @Test
    void a_manifest_that_was_edited_is_written_anew() throws IOException {
        directory.write(sealed);
        Files.writeString(manifest(), Files.readString(manifest()).replace("\"sealed\"   ", "\"sealed\""));

        directory.markAnnounced(id);

        assertThat(directory.read(id)).isEqualTo(sealed.announced());
    }

    @Test
    void a_capture_that_was_sealed_again_can_be_announced_again() throws IOException {
        directory.write(sealed);
        directory.markAnnounced(id);

        directory.write(sealed);

        assertThat(directory.read(id).state()).isEqualTo(State.SEALED);
        directory.markAnnounced(id);
        assertThat(directory.read(id).state()).isEqualTo(State.ANNOUNCED);
    }

    private Path manifest() {
        return root.resolve(id.toString()).resolve("manifest.json");
    }

    /** Which file it is, whatever its name. */
    private Object identity() throws IOException {
        return Files.readAttributes(manifest(), BasicFileAttributes.class).fileKey();
    }
}
