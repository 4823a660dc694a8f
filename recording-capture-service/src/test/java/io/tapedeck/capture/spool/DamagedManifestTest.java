package io.tapedeck.capture.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.RawCapture;
import io.tapedeck.contracts.CaptureId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captures of which the media is sound, but nobody can read what they are. */
class DamagedManifestTest {

    private static final int PACKETS = 7;

    @TempDir
    Path folder;

    private final CaptureId damaged = Descriptions.freshId();
    private final CaptureId good = Descriptions.freshId();

    @Test
    void what_only_the_journal_has_goes_with_a_capture_that_is_put_aside() throws IOException {
        KilledSpool killed = KilledSpool.of(folder, PACKETS, damaged, good);
        Files.writeString(killed.manifest(damaged), "{\"version\":1,\"state\":\"op");

        assertThat(killed.recover()).isTrue();

        RawCapture saved = RawCapture.read(killed.setAside(damaged).resolve("media.pcapng"));
        assertThat(saved.packets()).hasSize(PACKETS);
        assertThat(saved.interfaces()).hasSize(1);
        assertThat(RawCapture.read(killed.media(good)).packets()).hasSize(PACKETS);
        assertThat(killed.announced).containsExactly(good);
        assertThat(killed.root.resolve("journal")).isEmptyDirectory();
    }

    @Test
    void a_file_that_knows_its_streams_keeps_their_names() throws IOException {
        int many = 2 * BufferPool.LARGE / 232; // some are in the file, the last are not
        KilledSpool killed = KilledSpool.of(folder, many, damaged);
        Files.writeString(killed.manifest(damaged), "");

        killed.recover();

        RawCapture saved = RawCapture.read(killed.setAside(damaged).resolve("media.pcapng"));
        assertThat(saved.packets()).hasSize(many);
        assertThat(saved.interfaces()).extracting(one -> one.name()).containsExactly("caller audio RTP");
    }

    @Test
    void a_capture_killed_before_its_manifest_stood_is_put_aside_with_its_packets() throws IOException {
        KilledSpool killed = KilledSpool.of(folder, PACKETS, damaged);
        Files.move(killed.manifest(damaged), killed.manifest(damaged).resolveSibling("manifest.json.tmp"));

        killed.recover();

        assertThat(RawCapture.read(killed.setAside(damaged).resolve("media.pcapng"))
                        .packets())
                .hasSize(PACKETS);
    }

    @Test
    void a_disk_that_refuses_leaves_the_damaged_capture_and_the_journal_for_the_next_attempt() throws IOException {
        KilledSpool killed = KilledSpool.of(folder, PACKETS, damaged);
        Files.writeString(killed.manifest(damaged), "{");
        Path media = killed.media(damaged);
        Files.delete(media);
        Files.createDirectory(media); // nothing can be written there

        assertThat(killed.recover()).isFalse();
        Files.delete(media);
        assertThat(killed.recover()).isTrue();

        assertThat(RawCapture.read(killed.setAside(damaged).resolve("media.pcapng"))
                        .packets())
                .hasSize(PACKETS);
        assertThat(killed.counters.capturesSetAside()).isOne();
    }
}
