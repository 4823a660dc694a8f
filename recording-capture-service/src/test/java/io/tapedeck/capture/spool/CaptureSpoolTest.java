package io.tapedeck.capture.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.RawCapture;
import io.tapedeck.capture.session.SpooledCapture;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class CaptureSpoolTest {

    private static final byte[] SOURCE = {127, 0, 0, 1};

    @TempDir
    Path root;

    private final PacketRings rings = new PacketRings(64 * 1024);
    private final PacketRing ring = rings.open();
    private final SpoolCounters counters = new SpoolCounters();
    private final Told told = new Told();
    private final SwitchableDisk disk = new SwitchableDisk();
    private SpoolDirectory directory;
    private CaptureSpool spool;
    private long relayed;

    @BeforeEach
    void setUp() throws IOException {
        directory = new SpoolDirectory(root);
        spool = new CaptureSpool(
                new SpoolSettings(
                        root,
                        DataSize.ofKilobytes(64),
                        Duration.ofMillis(100),
                        Duration.ofMillis(50),
                        Duration.ofMinutes(1),
                        Duration.ZERO),
                directory,
                rings,
                told,
                Clock.fixed(Descriptions.START.plusSeconds(60), ZoneOffset.UTC),
                counters,
                disk);
    }

    @AfterEach
    void tearDown() throws IOException {
        disk.goOn();
        spool.close();
        directory.close();
    }

    @Test
    void packets_reach_the_kernel_soon_and_the_capture_is_described() {
        CaptureId id = Descriptions.freshId();
        SpooledCapture capture = begin(id);
        int tap = capture.addStream(Descriptions.CALLER);
        put(tap, 100);
        capture.describe(Descriptions.open(id));

        Eventually.holds(() -> journaled() > 100, Duration.ofSeconds(20), "packets are with the kernel");
        Eventually.holds(() -> told.started.contains(id), Duration.ofSeconds(20), "the capture is told");

        assertThat(root.resolve(id.toString()).resolve("manifest.json")).exists();
    }

    @Test
    void nothing_reaches_the_disk_before_the_capture_is_described() {
        CaptureId id = Descriptions.freshId();
        SpooledCapture capture = begin(id);
        put(capture.addStream(Descriptions.CALLER), 100);

        Eventually.holds(() -> ring.used() == 0, Duration.ofSeconds(20), "the writer has taken the packet");

        assertThat(root.resolve(id.toString())).doesNotExist();
    }

    @Test
    void a_sealed_capture_is_checksummed_and_told() throws IOException {
        CaptureId id = Descriptions.freshId();
        SpooledCapture capture = begin(id);
        int tap = capture.addStream(Descriptions.CALLER);
        capture.describe(Descriptions.open(id));
        Eventually.holds(() -> told.started.contains(id), Duration.ofSeconds(20), "the file is open");
        for (int i = 0; i < 500; i++) {
            put(tap, 172);
            Eventually.holds(() -> ring.used() < 30_000, Duration.ofSeconds(20), "room");
        }
        capture.seal(Descriptions.ended(id, Descriptions.START.plusSeconds(10)), ring.position());

        Eventually.holds(() -> told.sealed.contains(id), Duration.ofSeconds(20), "sealed");
        Manifest manifest = directory.read(id);
        assertThat(manifest.state()).isEqualTo(Manifest.State.SEALED);
        assertThat(manifest.media()).isNotNull();
        assertThat(manifest.media().packets()).isEqualTo(500);
        MediaScan.Found found = MediaScan.of(directory.mediaFile(id));
        assertThat(manifest.media().sha256()).isEqualTo(found.sha256());
        assertThat(manifest.media().bytes()).isEqualTo(Files.size(directory.mediaFile(id)));
    }

    @Test
    void a_capture_waits_for_its_own_ring_only() {
        PacketRing second = rings.open();
        CaptureId id = Descriptions.freshId();
        SpooledCapture capture = begin(id);
        int tap = capture.addStream(Descriptions.CALLER);
        capture.describe(Descriptions.open(id));
        for (int i = 0; i < 20; i++) {
            put(second, tap, 172, SOURCE);
        }

        capture.seal(Descriptions.ended(id, Descriptions.START.plusSeconds(10)), second.position());

        Eventually.holds(() -> told.sealed.contains(id), Duration.ofSeconds(20), "sealed");
        assertThat(RawCapture.read(directory.mediaFile(id)).packets()).hasSize(20);
    }

    @Test
    @Timeout(120)
    void a_stalled_disk_fills_the_ring_and_stops_nobody() {
        CaptureId id = Descriptions.freshId();
        SpooledCapture capture = begin(id);
        int tap = capture.addStream(Descriptions.CALLER);
        disk.isStalled.set(true);
        capture.describe(Descriptions.open(id));
        Eventually.holds(() -> disk.opened.get(), Duration.ofSeconds(20), "open");

        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            refused += put(tap, 172) ? 0 : 1; // whoever waited here for the disk would wait for ever
        }
        assertThat(refused).isPositive();

        disk.goOn();
        capture.seal(Descriptions.ended(id, Descriptions.START.plusSeconds(10)), ring.position());
        Eventually.holds(() -> told.sealed.contains(id), Duration.ofSeconds(20), "sealed");
        assertThat(RawCapture.read(directory.mediaFile(id)).packets()).hasSize(5_000 - refused);
    }

    @Test
    void a_disk_that_is_full_for_a_moment_costs_nothing() throws IOException {
        CaptureId id = Descriptions.freshId();
        SpooledCapture capture = begin(id);
        int tap = capture.addStream(Descriptions.CALLER);
        capture.describe(Descriptions.open(id));
        Eventually.holds(() -> told.started.contains(id), Duration.ofSeconds(20), "the file is open");
        disk.isFull.set(true);
        put(tap, 172);
        Eventually.holds(() -> disk.refusals() > 0, Duration.ofSeconds(20), "refusal");
        disk.isFull.set(false);
        put(tap, 172);
        capture.seal(Descriptions.ended(id, Descriptions.START.plusSeconds(10)), ring.position());

        Eventually.holds(() -> told.sealed.contains(id), Duration.ofSeconds(20), "sealed");
        assertThat(directory.read(id).capture().droppedPackets()).isZero();
        assertThat(RawCapture.read(directory.mediaFile(id)).packets()).hasSize(2);
        assertThat(counters.failures()).isPositive();
    }

    @Test
    void a_full_disk_costs_packets_and_is_visible_and_leaves_the_file_whole() throws IOException {
        CaptureId id = Descriptions.freshId();
        SpooledCapture capture = begin(id);
        int tap = capture.addStream(Descriptions.CALLER);
        capture.describe(Descriptions.open(id));
        Eventually.holds(() -> told.started.contains(id), Duration.ofSeconds(20), "the file is open");

        disk.isFull.set(true);
        int put = 2 * BufferPool.LARGE / 232;
        for (int i = 0; i < put; i++) {
            assertThat(put(tap, 172)).isTrue();
            Eventually.holds(() -> ring.used() < 30_000, Duration.ofSeconds(20), "room");
        }
        Eventually.holds(() -> ring.used() == 0, Duration.ofSeconds(20), "the ring is not held up");
        disk.isFull.set(false);
        capture.seal(Descriptions.ended(id, Descriptions.START.plusSeconds(10)), ring.position());

        Eventually.holds(() -> told.sealed.contains(id), Duration.ofSeconds(20), "sealed");
        Manifest manifest = directory.read(id);
        long lost = manifest.capture().droppedPackets();
        assertThat(lost).isPositive();
        assertThat(manifest.failure()).contains("No space left");
        assertThat(RawCapture.read(directory.mediaFile(id)).packets()).hasSize((int) (put - lost));
        assertThat(counters.packetsLost()).isEqualTo(lost);
    }

    @Test
    void a_description_behind_the_seal_does_not_open_the_capture_again() throws IOException {
        CaptureId id = Descriptions.freshId();
        SpooledCapture capture = begin(id);
        put(capture.addStream(Descriptions.CALLER), 172);
        capture.describe(Descriptions.open(id));
        capture.seal(Descriptions.ended(id, Descriptions.START.plusSeconds(10)), ring.position());

        capture.describe(Descriptions.open(id));

        Eventually.holds(() -> spool.openCaptures() == 0, Duration.ofSeconds(20), "sealed");
        spool.close(); // whatever was to be written is
        assertThat(directory.read(id).state()).isEqualTo(Manifest.State.SEALED);
    }

    @Test
    void a_file_whose_last_sync_was_refused_is_written_again() throws IOException {
        CaptureId id = Descriptions.freshId();
        SpooledCapture capture = begin(id);
        int tap = capture.addStream(Descriptions.CALLER);
        capture.describe(Descriptions.open(id));
        Eventually.holds(() -> told.started.contains(id), Duration.ofSeconds(20), "the file is open");
        Object written = inode(directory.mediaFile(id));
        put(tap, 172);
        disk.refuseSync(false);
        capture.seal(Descriptions.ended(id, Descriptions.START.plusSeconds(10)), ring.position());

        Eventually.holds(() -> told.sealed.contains(id), Duration.ofSeconds(10), "sealed");
        assertThat(inode(directory.mediaFile(id))).isNotEqualTo(written);
        assertThat(RawCapture.read(directory.mediaFile(id)).packets()).hasSize(1);
        assertThat(directory.read(id).media()).isNotNull();
        assertThat(directory.read(id).media().sha256())
                .isEqualTo(MediaScan.of(directory.mediaFile(id)).sha256());
        assertThat(counters.failures()).isPositive();
    }

    private static Object inode(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino");
    }

    @Test
    void a_packet_that_cannot_be_written_costs_itself_and_no_other() throws IOException {
        CaptureId id = Descriptions.freshId();
        SpooledCapture capture = begin(id);
        int tap = capture.addStream(Descriptions.CALLER);
        capture.describe(Descriptions.open(id));
        put(tap, 172);
        put(ring, tap, 172, new byte[16]); // an IPv6 source at an IPv4 port
        put(tap, 172);
        capture.seal(Descriptions.ended(id, Descriptions.START.plusSeconds(10)), ring.position());

        Eventually.holds(() -> told.sealed.contains(id), Duration.ofSeconds(20), "sealed");
        Manifest manifest = directory.read(id);
        assertThat(manifest.capture().droppedPackets()).isOne();
        assertThat(manifest.failure()).contains("addresses");
        assertThat(RawCapture.read(directory.mediaFile(id)).packets()).hasSize(2);
        assertThat(spool.isWriting()).isTrue();
    }

    @Test
    void the_spool_belongs_to_one_process() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new SpoolDirectory(root))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use by another capture service");
    }

    private SpooledCapture begin(CaptureId id) {
        return spool.begin(id, Descriptions.CLOCK, "a call");
    }

    private long journaled() {
        try {
            long bytes = 0;
            for (Path journal : directory.journals()) {
                for (Path segment : Journal.segments(journal)) {
                    bytes += Files.size(segment);
                }
            }
            return bytes;
        } catch (IOException _) {
            return 0;
        }
    }

    private boolean isLongerThan(CaptureId id, long bytes) {
        try {
            Path file = directory.mediaFile(id);
            return Files.exists(file) && Files.size(file) > bytes;
        } catch (IOException _) {
            return false;
        }
    }

    private boolean put(int tap, int length) {
        return put(ring, tap, length, SOURCE);
    }

    private boolean put(PacketRing into, int tap, int length, byte[] source) {
        relayed++;
        int offset = into.claim();
        if (offset == PacketRing.NO_ROOM) {
            return false;
        }
        into.memory().put(offset, new byte[length]);
        into.commit(offset, length, tap, relayed * 20_000_000L, source, 4_000);
        into.publish();
        return true;
    }

    private static final class Told implements Announcements {

        private final List<CaptureId> started = new CopyOnWriteArrayList<>();
        private final List<CaptureId> sealed = new CopyOnWriteArrayList<>();

        @Override
        public void started(Manifest open) {
            started.add(open.capture().captureId());
        }

        @Override
        public void sealed(Manifest manifest) {
            sealed.add(manifest.capture().captureId());
        }
    }
}
