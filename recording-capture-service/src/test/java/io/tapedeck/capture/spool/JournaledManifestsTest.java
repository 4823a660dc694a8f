package io.tapedeck.capture.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.RawCapture;
import io.tapedeck.contracts.CaptureId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** What a power cut takes of manifests that were not synced by themselves. */
class JournaledManifestsTest {

    private static final int PACKETS = 7;

    @TempDir
    Path folder;

    private final CaptureId id = Descriptions.freshId();

    @Test
    void a_manifest_that_is_gone_is_restored() throws IOException {
        KilledSpool killed = KilledSpool.journaled(folder, PACKETS, id);
        Files.delete(killed.manifest(id));

        assertThat(killed.recover()).isTrue();

        assertIsRecovered(killed);
    }

    @Test
    void a_manifest_whose_bytes_did_not_reach_the_disk_is_restored() throws IOException {
        KilledSpool killed = KilledSpool.journaled(folder, PACKETS, id);
        Files.write(killed.manifest(id), new byte[0]);

        assertThat(killed.recover()).isTrue();

        assertIsRecovered(killed);
    }

    @Test
    void a_capture_whose_directory_is_gone_is_restored_with_its_packets() throws IOException {
        KilledSpool killed = KilledSpool.journaled(folder, PACKETS, id);
        FileSystemUtils.deleteRecursively(killed.manifest(id).getParent());

        assertThat(killed.recover()).isTrue();

        assertIsRecovered(killed);
    }

    @Test
    void what_was_said_later_is_in_the_journal() throws IOException {
        KilledSpool killed = KilledSpool.journaled(folder, PACKETS, id);
        Manifest later = read(killed);
        write(killed, Manifest.open(Descriptions.open(id), 0));

        killed.recover();

        assertThat(read(killed).capture().sessionId()).isEqualTo(later.capture().sessionId());
    }

    @Test
    void what_was_said_later_is_in_the_file() throws IOException {
        KilledSpool killed = KilledSpool.journaled(folder, PACKETS, id);
        Manifest later = Manifest.open(Descriptions.open(id), 2);
        write(killed, later);

        killed.recover();

        assertThat(read(killed).capture().sessionId()).isEqualTo(later.capture().sessionId());
    }

    @Test
    void a_capture_without_a_packet_that_was_removed_stays_removed() throws IOException {
        KilledSpool killed = KilledSpool.journaled(folder, 0, id);
        FileSystemUtils.deleteRecursively(killed.manifest(id).getParent());

        assertThat(killed.recover()).isTrue();

        assertThat(killed.announced).isEmpty();
        assertThat(killed.manifest(id).getParent()).doesNotExist();
    }

    @Test
    void a_sealed_capture_that_was_removed_stays_removed() throws IOException {
        KilledSpool killed = KilledSpool.sealed(folder, PACKETS, id);
        killed.announced.clear();
        FileSystemUtils.deleteRecursively(killed.manifest(id).getParent());

        assertThat(killed.recover()).isTrue();

        assertThat(killed.announced).isEmpty();
        assertThat(killed.manifest(id).getParent()).doesNotExist();
    }

    @Test
    void a_sealed_manifest_stays_as_it_is() throws IOException {
        KilledSpool killed = KilledSpool.sealed(folder, PACKETS, id);
        Manifest sealed = read(killed);

        killed.recover();

        assertThat(read(killed)).isEqualTo(sealed);
        assertThat(sealed.revision()).isNull();
    }

    @Test
    void a_manifest_that_the_journal_refused_is_not_written_over_the_sealed_one() throws IOException {
        KilledSpool killed = KilledSpool.sealedWithoutJournal(folder, PACKETS, id);

        assertThat(read(killed).state()).isEqualTo(Manifest.State.SEALED);
        assertThat(RawCapture.read(killed.media(id)).packets()).hasSize(PACKETS);
    }

    @Test
    void a_journal_that_cannot_be_understood_harms_nobody() throws IOException {
        KilledSpool killed = KilledSpool.journaled(folder, PACKETS, id);
        try (Stream<Path> files = Files.walk(killed.root.resolve("journal"))) {
            for (Path segment : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(segment, "nonsense");
            }
        }

        assertThat(killed.recover()).isTrue();

        assertThat(killed.announced).containsExactly(id);
    }

    private void assertIsRecovered(KilledSpool killed) throws IOException {
        assertThat(RawCapture.read(killed.media(id)).packets()).hasSize(PACKETS);
        assertThat(killed.announced).containsExactly(id);
        assertThat(read(killed).capture().orders()).containsExactly(Descriptions.ORDER);
        assertThat(read(killed).recovered()).isTrue();
        assertThat(killed.root.resolve("journal")).isEmptyDirectory();
    }

    private Manifest read(KilledSpool killed) throws IOException {
        return SpoolDirectory.seen(killed.root).read(id);
    }

    private void write(KilledSpool killed, Manifest manifest) throws IOException {
        var directory = SpoolDirectory.seen(killed.root);
        directory.writeUnsynced(id, directory.bytesOf(manifest));
    }
}
