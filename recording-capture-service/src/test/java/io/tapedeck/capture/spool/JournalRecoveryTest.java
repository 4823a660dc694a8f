package io.tapedeck.capture.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.RawCapture;
import io.tapedeck.capture.session.SpooledCapture;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.pcapng.PcapngWriter;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** What is on disk at some moment, as a killed process leaves it, and what recovery makes of it. */
class JournalRecoveryTest {

    private static final byte[] SOURCE = {127, 0, 0, 1};
    private static final int PAYLOAD = 172;

    @TempDir
    Path folder;

    private final PacketRings rings = new PacketRings(1 << 20);
    private final PacketRing ring = rings.open();
    private final PacketRing otherRing = rings.open();
    private final SpoolCounters counters = new SpoolCounters();
    private final Told told = new Told();
    private Path root;
    private long sent;

    @BeforeEach
    void setUp() {
        root = folder.resolve("spool");
    }

    @Test
    void packets_that_are_only_in_the_journal_are_recovered() throws IOException {
        CaptureId id = Descriptions.freshId();

        Path left = leftBehind(capture(id, ring, 5));
        recover(left, List.of(id));

        assertThat(numbersIn(left, id)).containsExactlyElementsOf(numbers(5));
    }

    @Test
    void packets_that_are_partly_in_the_file_are_each_there_once_and_in_order() throws IOException {
        CaptureId id = Descriptions.freshId();
        int packets = 5 * BufferPool.LARGE / 232 + 17;

        Path left = leftBehind(capture(id, ring, packets));
        assertThat(Files.size(left.resolve(id + "/media.pcapng"))).isGreaterThan(4L * BufferPool.LARGE);
        recover(left, List.of(id));

        assertThat(numbersIn(left, id)).containsExactlyElementsOf(numbers(packets));
        assertThat(left.resolve("journal")).isEmptyDirectory();
    }

    @Test
    void packets_of_several_calls_and_loops_come_apart_again() throws IOException {
        CaptureId one = Descriptions.freshId();
        CaptureId other = Descriptions.freshId();

        Path left = leftBehind(spool -> {
            int first = open(spool, one);
            int second = open(spool, other);
            for (int i = 0; i < 300; i++) {
                put(ring, first);
                put(otherRing, second);
            }
        });
        recover(left, List.of(one, other));

        assertThat(numbersIn(left, one)).hasSize(300).allMatch(number -> number % 2 == 0);
        assertThat(numbersIn(left, other)).hasSize(300).allMatch(number -> number % 2 == 1);
    }

    @Test
    void a_file_torn_at_any_place_is_completed_from_the_journal() throws IOException {
        CaptureId id = Descriptions.freshId();
        int packets = 3 * BufferPool.LARGE / 232;
        Path left = leftBehind(capture(id, ring, packets));
        long length = Files.size(left.resolve(id + "/media.pcapng"));

        var random = new Random(7);
        for (int round = 0; round < 40; round++) {
            Path copy = copyOf(left, "torn" + round);
            boolean cut = round % 2 == 0;
            long at = random.nextLong(length);
            damage(copy.resolve(id + "/media.pcapng"), cut ? at : lengthOfBlockAt(at), cut);

            recover(copy, List.of(id));

            assertThat(numbersIn(copy, id)).as("round %s", round).containsExactlyElementsOf(numbers(packets));
        }
    }

    @Test
    void a_journal_torn_at_any_byte_gives_every_packet_before_the_tear() throws IOException {
        CaptureId id = Descriptions.freshId();
        Path left = leftBehind(spool -> {
            int tap = open(spool, id);
            for (int i = 0; i < 6; i++) {
                put(ring, tap);
                Eventually.holds(() -> ring.used() == 0, Duration.ofSeconds(20), "a frame of its own");
            }
        });
        long length = Files.size(journalOf(left));

        int most = 0;
        for (long cut = 0; cut <= length; cut++) {
            for (boolean flipped : new boolean[] {false, true}) {
                Path copy = copyOf(left, "cut" + cut + flipped);
                damage(journalOf(copy), Math.min(cut, length - 1), !flipped);

                recover(copy, List.of(id));

                List<Long> found = numbersIn(copy, id);
                assertThat(found).as("cut at %s", cut).isEqualTo(numbers(found.size()));
                most = Math.max(most, found.size());
            }
        }
        assertThat(most).isGreaterThanOrEqualTo(5);
    }

    @Test
    void what_only_the_file_has_is_kept_when_a_power_cut_took_the_journal() throws IOException {
        CaptureId id = Descriptions.freshId();
        Path left = leftBehind(capture(id, ring, 3 * BufferPool.LARGE / 232));
        long whole = Files.size(left.resolve(id + "/media.pcapng"));
        damage(journalOf(left), 400, true);

        recover(left, List.of(id));

        assertThat(Files.size(left.resolve(id + "/media.pcapng"))).isEqualTo(whole);
    }

    @Test
    void segments_go_when_the_files_have_what_is_in_them_and_nothing_is_lost_by_that() throws IOException {
        CaptureId id = Descriptions.freshId();

        Path left = leftBehind(Duration.ofMillis(20), spool -> {
            int tap = open(spool, id);
            for (int i = 0; i < 400; i++) {
                put(ring, tap);
                if (i % 40 == 0) {
                    Eventually.holds(() -> ring.used() == 0, Duration.ofSeconds(20), "moved");
                    Eventually.holds(this::hasEmptyJournal, Duration.ofSeconds(20), "the segment is gone");
                }
            }
        });
        recover(left, List.of(id));

        assertThat(numbersIn(left, id)).containsExactlyElementsOf(numbers(400));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_a_refused_sync_has_lost_is_still_in_the_journal_for_the_next_start(boolean atOnce) throws IOException {
        CaptureId id = Descriptions.freshId();
        var disk = new SwitchableDisk(atOnce);

        Path left = leftBehind(Duration.ofMillis(20), disk, spool -> {
            int tap = open(spool, id);
            putAcrossARefusedSync(tap, disk);
        });
        recover(left, List.of(id));

        assertThat(numbersIn(left, id)).containsExactlyElementsOf(numbers(300));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_a_refused_sync_has_lost_is_in_the_file_when_it_is_sealed(boolean atOnce) throws IOException {
        CaptureId id = Descriptions.freshId();
        var disk = new SwitchableDisk(atOnce);

        Path left = leftBehind(Duration.ofMillis(20), disk, spool -> {
            SpooledCapture capture = begin(spool, id);
            putAcrossARefusedSync(capture.addStream(Descriptions.CALLER), disk);
            capture.seal(Descriptions.ended(id, Descriptions.START.plusSeconds(10)), ring.position());
            Eventually.holds(() -> spool.openCaptures() == 0, Duration.ofSeconds(20), "sealed");
            Eventually.holds(this::hasEmptyJournal, Duration.ofSeconds(20), "the journal is not kept any longer");
        });

        assertThat(numbersIn(left, id)).containsExactlyElementsOf(numbers(300));
        assertThat(manifest(left, id).state()).isEqualTo(Manifest.State.SEALED);
        assertThat(manifest(left, id).media().packets()).isEqualTo(300);
    }

    @Test
    void what_neither_disk_nor_journal_has_is_told() throws IOException {
        CaptureId id = Descriptions.freshId();
        var disk = new SwitchableDisk();

        Path left = leftBehind(Duration.ofMillis(20), disk, spool -> {
            SpooledCapture capture = begin(spool, id);
            putAcrossARefusedSync(capture.addStream(Descriptions.CALLER), disk);
            removeJournals();
            capture.seal(Descriptions.ended(id, Descriptions.START.plusSeconds(10)), ring.position());
            Eventually.holds(() -> spool.openCaptures() == 0, Duration.ofSeconds(20), "sealed");
        });

        Manifest manifest = manifest(left, id);
        int kept = numbersIn(left, id).size();
        assertThat(manifest.state()).isEqualTo(Manifest.State.SEALED);
        assertThat(manifest.failure()).contains("lost");
        assertThat(manifest.capture().droppedPackets()).isEqualTo(300 - kept).isPositive();
        assertThat(manifest.media().packets()).isEqualTo(kept);
    }

    private void removeJournals() throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("journal"))) {
            for (Path segment : files.filter(Files::isRegularFile).toList()) {
                Files.deleteIfExists(segment);
            }
        }
    }

    @Test
    void what_a_journal_has_whose_sync_was_refused_goes_into_the_files_at_once() throws IOException {
        CaptureId id = Descriptions.freshId();
        var disk = new SwitchableDisk();

        Path left = leftBehind(Duration.ofHours(1), disk, spool -> {
            int tap = open(spool, id);
            disk.refuseJournal();
            Eventually.holds(
                    () -> {
                        put(ring, tap);
                        return disk.hasRefusedJournal();
                    },
                    Duration.ofSeconds(20),
                    "a sync is refused");
            Eventually.holds(() -> !hasSegment("00000001"), Duration.ofSeconds(20), "its segment is gone");
        });
        recover(left, List.of(id));

        assertThat(numbersIn(left, id)).containsExactlyElementsOf(numbers(Math.toIntExact(sent)));
    }

    private boolean hasSegment(String name) {
        try (Stream<Path> files = Files.walk(root.resolve("journal"))) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith(name));
        } catch (IOException | UncheckedIOException _) {
            return true;
        }
    }

    private void putAcrossARefusedSync(int tap, SwitchableDisk disk) {
        put(ring, tap, 100);
        Eventually.holds(() -> disk.mediaSyncs() > 0, Duration.ofSeconds(20), "a sync that is not refused");
        disk.refuseSync(true);
        put(ring, tap, 100);
        Eventually.holds(disk::hasRefusedSync, Duration.ofSeconds(20), "a sync is refused");
        int before = disk.mediaSyncs();
        put(ring, tap, 100);
        Eventually.holds(() -> disk.mediaSyncs() > before + 2, Duration.ofSeconds(20), "later ones are not");
    }

    private void put(PacketRing loop, int tap, int packets) {
        for (int i = 0; i < packets; i++) {
            put(loop, tap);
        }
    }

    private static Manifest manifest(Path spool, CaptureId id) throws IOException {
        return SpoolDirectory.seen(spool).read(id);
    }

    @Test
    void captures_that_were_sealed_or_removed_are_left_alone() throws IOException {
        CaptureId sealed = Descriptions.freshId();
        Path left = leftBehind(capture(sealed, ring, 10));
        recover(copyOf(left, "first"), List.of(sealed));
        Files.delete(left.resolve(sealed + "/media.pcapng"));
        Files.delete(left.resolve(sealed + "/manifest.json"));

        recover(left, List.of(sealed));

        assertThat(left.resolve(sealed + "/media.pcapng")).doesNotExist();
    }

    private boolean hasEmptyJournal() {
        try (Stream<Path> files = Files.walk(root.resolve("journal"))) {
            return files.noneMatch(Files::isRegularFile);
        } catch (IOException | UncheckedIOException _) {
            return false;
        }
    }

    private interface Calls {
        void make(CaptureSpool spool) throws IOException;
    }

    private Calls capture(CaptureId id, PacketRing loop, int packets) {
        return spool -> {
            int tap = open(spool, id);
            for (int i = 0; i < packets; i++) {
                put(loop, tap);
            }
        };
    }

    private int open(CaptureSpool spool, CaptureId id) {
        return begin(spool, id).addStream(Descriptions.CALLER);
    }

    private SpooledCapture begin(CaptureSpool spool, CaptureId id) {
        SpooledCapture capture = spool.begin(id, Descriptions.CLOCK, "a call");
        capture.describe(Descriptions.open(id));
        Eventually.holds(() -> told.started.contains(id), Duration.ofSeconds(20), "the file is open");
        return capture;
    }

    private Path leftBehind(Calls calls) throws IOException {
        return leftBehind(Duration.ofMinutes(1), calls);
    }

    private Path leftBehind(Duration turn, Calls calls) throws IOException {
        return leftBehind(turn, MediaOutput::open, calls);
    }

    /** Copies what is on disk while the calls are up. */
    private Path leftBehind(Duration turn, MediaOutput.Opener disk, Calls calls) throws IOException {
        var settings = new SpoolSettings(
                root, DataSize.ofMegabytes(1), Duration.ofMillis(100), Duration.ofMillis(10), turn, Duration.ZERO);
        try (var directory = new SpoolDirectory(root);
                var spool = new CaptureSpool(settings, directory, rings, told, Clock.systemUTC(), counters, disk)) {
            calls.make(spool);
            Eventually.holds(() -> rings.used() == 0, Duration.ofSeconds(20), "moved");
            return copyOf(root, "left");
        }
    }

    private Path copyOf(Path tree, String name) throws IOException {
        Path target = folder.resolve(name);
        copy(tree, target);
        return target;
    }

    /** Of a spool that is alive: what goes from the journal meanwhile is in a capture's file, and those are copied later. */
    private static void copy(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            copyUnlessGone(from, to);
            return;
        }
        Files.createDirectories(to);
        try (Stream<Path> children = Files.list(from)) {
            for (Path child : children.sorted(Comparator.comparing(JournalRecoveryTest::isNoJournal))
                    .toList()) {
                copy(child, to.resolve(child.getFileName()));
            }
        }
    }

    private static boolean isNoJournal(Path path) {
        return !path.getFileName().toString().equals("journal");
    }

    private static void copyUnlessGone(Path from, Path to) throws IOException {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException _) {
            assertThat(from.getFileName().toString())
                    .as("goes when it is not needed")
                    .endsWith(".journal");
        }
    }

    private static Path journalOf(Path spool) throws IOException {
        try (Stream<Path> files = Files.walk(spool.resolve("journal"))) {
            return files.filter(Files::isRegularFile).max(Path::compareTo).orElseThrow();
        }
    }

    /** Where a reader notices that a byte is wrong: nobody could tell it of a packet's own bytes. */
    private static long lengthOfBlockAt(long at) {
        int preamble = Preamble.section("a call").length + Preamble.of(Descriptions.CALLER).length;
        int block = PcapngWriter.enhancedPacketLength(UdpFrame.headerLength(false) + PAYLOAD);
        return preamble + Math.max(0, at - preamble) / block * block + Integer.BYTES;
    }

    private static void damage(Path file, long at, boolean cut) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (cut) {
                channel.truncate(at);
                return;
            }
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 0x10));
            channel.write(one.rewind(), at);
        }
    }

    private void recover(Path spool, List<CaptureId> captures) throws IOException {
        try (var directory = new SpoolDirectory(spool)) {
            var recovery =
                    new SpoolRecovery(directory, told, Clock.fixed(Descriptions.START, ZoneOffset.UTC), counters);
            assertThat(recovery.recover(captures, directory.journals())).isTrue();
        }
    }

    private void put(PacketRing loop, int tap) {
        Eventually.holds(() -> loop.used() < loop.capacity() / 2, Duration.ofSeconds(20), "room");
        int offset = loop.claim();
        loop.memory().limit(offset + PacketRing.LARGEST_PACKET).position(offset);
        loop.memory().putLong(offset, sent);
        loop.commit(offset, PAYLOAD, tap, sent++ * 10_000_000L, SOURCE, 4_000);
        loop.publish();
    }

    private static List<Long> numbers(int packets) {
        return IntStream.range(0, packets).mapToObj(Long::valueOf).toList();
    }

    private static List<Long> numbersIn(Path spool, CaptureId id) {
        return RawCapture.read(spool.resolve(id + "/media.pcapng")).packets().stream()
                .map(packet -> ByteBuffer.wrap(packet.payload())
                        .order(PacketRing.ORDER)
                        .getLong())
                .toList();
    }

    private static final class Told implements Announcements {

        private final Set<CaptureId> started = ConcurrentHashMap.newKeySet();

        @Override
        public void started(Manifest open) {
            started.add(open.capture().captureId());
        }

        @Override
        public void sealed(Manifest sealed) {
            // nobody listens
        }
    }
}
