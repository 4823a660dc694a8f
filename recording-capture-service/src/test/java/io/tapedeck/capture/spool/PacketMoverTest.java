package io.tapedeck.capture.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.RawCapture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** The writer's work, done by the test's own thread. */
class PacketMoverTest {

    private static final int CALLS = 7;
    private static final int LEGS = 2;
    private static final int PAYLOAD = 172;
    private static final byte[] MANIFEST = "{}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private final PacketRings rings = new PacketRings(8 << 20);
    private final PacketRing ring = rings.open();
    private final TapTable taps = new TapTable();
    private final SpoolCounters counters = new SpoolCounters();
    private final List<Integer> numbers = new ArrayList<>();
    private PacketMover mover;

    @BeforeEach
    void openFiles() throws IOException {
        var journal = new Journal(folder.resolve("journal"), MediaOutput::open);
        mover = new PacketMover(rings, taps, journal, counters, Duration.ofMillis(100));
        var buffers = new BufferPool();
        for (int call = 0; call < CALLS; call++) {
            var file = new CaptureFile(Descriptions.freshId(), Descriptions.CLOCK, "call " + call, buffers);
            file.addInterface(Descriptions.CALLER);
            file.open(MediaOutput.open(media(call)));
            mover.files().add(file);
            for (int leg = 0; leg < LEGS; leg++) {
                numbers.add(taps.add(new Tap(file, 0, CaptureSpool.addressOf("127.0.0.1"), 30_000 + leg)));
            }
        }
    }

    @Test
    void the_packets_of_a_look_come_apart_by_call_and_stay_in_order() {
        int packets = 10 * CALLS * LEGS;

        put(packets);
        move();

        for (int call = 0; call < CALLS; call++) {
            assertThat(numbersIn(call)).containsExactlyElementsOf(expected(call, packets));
        }
    }

    @Test
    void seconds_of_packets_behind_a_stall_are_all_moved_in_one_look() {
        int packets = 6 * JournalFormat.LONGEST_BODY / (PacketRing.HEADER + PAYLOAD);

        put(packets);
        move();

        assertThat(ring.used()).isZero();
        assertThat(counters.failures()).isZero();
        for (int call = 0; call < CALLS; call++) {
            assertThat(numbersIn(call)).containsExactlyElementsOf(expected(call, packets));
        }
    }

    @Test
    void a_manifest_that_the_journal_does_not_take_is_refused() throws IOException {
        Files.writeString(folder.resolve("journal"), "in the way of the directory");
        List<String> refused = new ArrayList<>();

        mover.look();
        mover.keep(Descriptions.freshId(), MANIFEST, () -> refused.add("first"));
        mover.keep(Descriptions.freshId(), MANIFEST, () -> refused.add("second"));

        assertThat(refused).containsExactly("first", "second");
    }

    @Test
    void a_manifest_that_the_kernel_has_is_not_refused_by_what_comes_later() throws IOException {
        List<String> refused = new ArrayList<>();
        mover.look();
        mover.keep(Descriptions.freshId(), MANIFEST, () -> refused.add("taken"));
        mover.flushKept();
        int _ = mover.turnJournal();
        FileSystemUtils.deleteRecursively(folder.resolve("journal"));
        Files.writeString(folder.resolve("journal"), "in the way of the directory");

        mover.keep(Descriptions.freshId(), MANIFEST, () -> refused.add("not taken"));

        assertThat(refused).containsExactly("not taken");
    }

    @Test
    void packets_of_a_capture_that_is_gone_harm_no_other() {
        put(CALLS * LEGS);
        taps.remove(mover.files().stream()
                .filter(file -> taps.get(numbers.getFirst()).file == file)
                .findFirst()
                .orElseThrow());

        move();

        assertThat(numbersIn(1)).containsExactlyElementsOf(expected(1, CALLS * LEGS));
    }

    private void move() {
        mover.look();
        assertThat(mover.move()).isTrue();
        assertThat(mover.turnJournal()).isPositive();
    }

    /** Each leg of each call in turn; the packet's number is its payload. */
    private void put(int packets) {
        for (int i = 0; i < packets; i++) {
            int offset = ring.claim();
            assertThat(offset).isNotEqualTo(PacketRing.NO_ROOM);
            ring.memory().clear().putLong(offset, i);
            int tap = numbers.get(i % numbers.size());
            ring.commit(offset, PAYLOAD, tap, i * 10_000_000L, new byte[] {127, 0, 0, 1}, 4_000);
        }
        ring.publish();
    }

    private static List<Long> expected(int call, int packets) {
        return LongStream.range(0, packets)
                .filter(number -> number % (CALLS * LEGS) / LEGS == call)
                .boxed()
                .toList();
    }

    private List<Long> numbersIn(int call) {
        return RawCapture.read(media(call)).packets().stream()
                .map(packet -> ByteBuffer.wrap(packet.payload())
                        .order(PacketRing.ORDER)
                        .getLong())
                .toList();
    }

    private Path media(int call) {
        return folder.resolve(call + ".pcapng");
    }
}
