package io.tapedeck.capture.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.capture.RawCapture;
import io.tapedeck.capture.spool.Manifest.State;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.captures.MediaStream.Side;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredSpoolTest {

    private static final int PACKETS = 7;
    private static final TenantId TENANT = new TenantId(UUID.randomUUID());

    @TempDir
    Path folder;

    private final InstantSource clock = InstantSource.fixed(Descriptions.START.plusSeconds(3_600));
    private final CaptureId id = Descriptions.freshId();

    @Test
    void captures_are_listed_wherever_they_are_and_whatever_is_wrong_with_them() throws IOException {
        CaptureId damaged = Descriptions.freshId();
        CaptureId lost = Descriptions.freshId();
        KilledSpool killed = KilledSpool.of(folder, PACKETS, id, damaged, lost);
        Files.writeString(killed.manifest(damaged), "{");
        killed.recover();
        Files.writeString(killed.manifest(lost), "[]");

        List<StoredCapture> captures = StoredSpool.at(killed.root).captures();

        assertThat(captures).extracting(StoredCapture::id).containsExactlyInAnyOrder(id, damaged, lost);
        assertThat(captures)
                .filteredOn(StoredCapture::isSetAside)
                .extracting(StoredCapture::id)
                .containsExactly(damaged);
        assertThat(captures).filteredOn(one -> one.manifest() == null).hasSize(2);
        assertThat(captures).allSatisfy(one -> assertThat(one.bytes()).isPositive());
    }

    @Test
    void the_packets_of_each_stream_are_counted() throws IOException {
        StoredSpool spool = recovered();

        List<StoredStream> streams = spool.streams(stored(spool));

        assertThat(streams).hasSize(1);
        StoredStream caller = streams.getFirst();
        assertThat(caller.name()).isEqualTo("caller audio RTP");
        assertThat(caller.packets()).isEqualTo(PACKETS);
        assertThat(caller.first()).isEqualTo(Descriptions.START.plusMillis(20));
        assertThat(caller.last()).isEqualTo(Descriptions.START.plusMillis(20L * PACKETS));
    }

    @Test
    void a_sealed_capture_is_sound() throws IOException {
        StoredSpool spool = recovered();

        Verification verification = spool.verify(stored(spool));

        assertThat(verification.problems()).isEmpty();
        assertThat(verification.packets()).isEqualTo(PACKETS);
    }

    @Test
    void one_flipped_bit_is_found() throws IOException {
        StoredSpool spool = recovered();
        Path file = spool.mediaFile(stored(spool));

        flip(file, Files.size(file) - 20); // in the payload of the last packet

        assertThat(spool.verify(stored(spool)).problems())
                .singleElement()
                .asString()
                .contains("checksum");
    }

    @Test
    void a_torn_tail_is_found_and_resealing_cuts_it_off() throws IOException {
        StoredSpool spool = recovered();
        Path file = spool.mediaFile(stored(spool));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(file) - 5);
        }
        assertThat(spool.verify(stored(spool)).problems()).anyMatch(problem -> problem.contains("whole block"));

        Manifest sealed = spool.reseal(stored(spool), null, clock);

        assertThat(sealed.media().packets()).isEqualTo(PACKETS - 1);
        assertThat(spool.verify(stored(spool)).isSound()).isTrue();
    }

    @Test
    void a_media_file_that_is_gone_is_found() throws IOException {
        StoredSpool spool = recovered();
        Files.delete(spool.mediaFile(stored(spool)));

        assertThat(spool.verify(stored(spool)).problems()).containsExactly("the media file is gone");
    }

    @Test
    void a_resealed_capture_is_announced_at_the_next_start() throws IOException {
        KilledSpool killed = KilledSpool.of(folder, PACKETS, id);
        killed.recover();
        try (var directory = new SpoolDirectory(killed.root)) {
            directory.markAnnounced(id);
        }
        StoredSpool spool = StoredSpool.at(killed.root);

        Manifest sealed = spool.reseal(stored(spool), null, clock);
        killed.recover();

        assertThat(sealed.state()).isEqualTo(State.SEALED);
        assertThat(sealed.sealedAt()).isEqualTo(clock.instant());
        assertThat(killed.announced).containsExactly(id, id);
    }

    @Test
    void a_capture_that_a_crash_left_open_is_completed_from_the_journal() throws IOException {
        KilledSpool killed = KilledSpool.of(folder, PACKETS, id);
        StoredSpool spool = StoredSpool.at(killed.root);
        assertThat(spool.verify(stored(spool)).isOpen()).isTrue();

        Manifest sealed = spool.reseal(stored(spool), null, clock);

        assertThat(sealed.recovered()).isTrue();
        assertThat(RawCapture.read(killed.media(id)).packets()).hasSize(PACKETS);
        assertThat(killed.recover()).as("the next start finds nothing amiss").isTrue();
        assertThat(RawCapture.read(killed.media(id)).packets()).hasSize(PACKETS);
    }

    @Test
    void a_capture_that_was_put_aside_comes_back_for_the_tenant_that_is_named() throws IOException {
        int many = 2 * BufferPool.LARGE / 232;
        KilledSpool killed = KilledSpool.of(folder, many, id);
        Files.writeString(killed.manifest(id), "{");
        killed.recover();
        StoredSpool spool = StoredSpool.at(killed.root);

        Manifest sealed = spool.reseal(stored(spool), TENANT, clock);
        killed.recover();

        assertThat(killed.announced).containsExactly(id);
        assertThat(sealed.capture().orders())
                .singleElement()
                .matches(order -> order.tenantId().equals(TENANT));
        assertThat(sealed.capture().intervals()).singleElement().matches(interval -> !interval.paused());
        assertThat(sealed.capture().streams())
                .singleElement()
                .satisfies(one -> assertThat(one.stream().side()).isEqualTo(Side.CALLER));
        assertThat(sealed.capture().startedAt()).isEqualTo(Descriptions.START.plusMillis(20));
        assertThat(spool.verify(stored(spool)).isSound()).isTrue();
    }

    @Test
    void what_a_running_service_owns_is_not_touched() throws IOException {
        KilledSpool killed = KilledSpool.of(folder, PACKETS, id);
        StoredSpool spool = StoredSpool.at(killed.root);

        try (var service = new SpoolDirectory(killed.root)) {
            assertThat(spool.isInUse()).isTrue();
            assertThatThrownBy(() -> spool.reseal(stored(spool), null, clock))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
            assertThat(service.read(id).state()).isEqualTo(State.OPEN);
        }

        assertThat(spool.isInUse()).isFalse();
    }

    @Test
    void looking_makes_nothing_in_a_spool() throws IOException {
        StoredSpool spool = StoredSpool.at(Files.createDirectory(folder.resolve("empty")));

        assertThat(spool.captures()).isEmpty();
        assertThat(spool.isInUse()).isFalse();
        assertThat(spool.root()).isEmptyDirectory();
        assertThatThrownBy(() -> StoredSpool.at(folder.resolve("nowhere"))).isInstanceOf(IOException.class);
    }

    private StoredSpool recovered() throws IOException {
        KilledSpool killed = KilledSpool.of(folder, PACKETS, id);
        killed.recover();
        return StoredSpool.at(killed.root);
    }

    private StoredCapture stored(StoredSpool spool) throws IOException {
        return spool.find(id).orElseThrow();
    }

    private static void flip(Path file, long at) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            channel.write(one.put(0, (byte) (one.get(0) ^ 1)).rewind(), at);
        }
    }
}
