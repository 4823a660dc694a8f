package io.tapedeck.capture.spool;

import io.tapedeck.capture.session.CaptureClock;
import io.tapedeck.contracts.CaptureId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * What a packet costs the writer thread, and nothing else: no relay, no sockets, no waiting for the disk. Fills a ring
 * with the packets that so many G.711 calls send in a moment, has them moved, and prints the thread's CPU time per
 * packet for each round. How to run it: docs/benchmarks.md, "Writing to disk".
 */
final class WriterCostBenchmark {

    private static final int PAYLOAD = 172;
    private static final byte[] SOURCE = {127, 0, 0, 1};

    private final PacketRings rings = new PacketRings(64 << 20);
    private final PacketRing ring = rings.open();
    private final TapTable taps = new TapTable();
    private final int[] numbers;
    private final PacketMover mover;
    private long next;

    private WriterCostBenchmark(int calls, Path root) throws IOException {
        this.numbers = new int[2 * calls];
        var journal = new Journal(root.resolve("journal"), MediaOutput::open);
        this.mover = new PacketMover(rings, taps, journal, new SpoolCounters(), Duration.ofMillis(100));
        var buffers = new BufferPool();
        for (int call = 0; call < calls; call++) {
            begin(call, root, buffers);
        }
    }

    private void begin(int call, Path root, BufferPool buffers) throws IOException {
        var clock = new CaptureClock(Instant.now(), System.nanoTime());
        var id = new CaptureId(UUID.randomUUID());
        var file = new CaptureFile(id, clock, "benchmark", buffers);
        file.addInterface(Descriptions.CALLER);
        file.open(MediaOutput.open(root.resolve(id + ".pcapng")));
        mover.files().add(file);
        for (int leg = 0; leg < 2; leg++) {
            numbers[2 * call + leg] =
                    taps.add(new Tap(file, 0, CaptureSpool.addressOf("127.0.0.1"), 30_000 + 2 * call + leg));
        }
    }

    /** Arguments: calls, packets of a look, looks of a round, rounds, directory. */
    public static void main(String[] args) throws IOException {
        Path root = Files.createTempDirectory(Path.of(args[4]), "writer-cost");
        var benchmark = new WriterCostBenchmark(Integer.parseInt(args[0]), root);
        int packets = Integer.parseInt(args[1]);
        int looks = Integer.parseInt(args[2]);
        for (int round = 0; round < Integer.parseInt(args[3]); round++) {
            System.out.printf(Locale.ROOT, "{\"nanosPerPacket\":%.0f}%n", benchmark.round(packets, looks));
        }
    }

    private double round(int packets, int looks) {
        long used = 0;
        for (int look = 0; look < looks; look++) {
            feed(packets);
            long before = cpuNanos();
            mover.look();
            boolean _ = mover.move();
            used += cpuNanos() - before;
        }
        return (double) used / packets / looks;
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void feed(int packets) {
        for (int i = 0; i < packets; i++) {
            int offset = ring.claim();
            if (offset == PacketRing.NO_ROOM) {
                throw new IllegalStateException("a look has more packets than the ring");
            }
            ring.memory().clear().putLong(offset, next);
            ring.commit(offset, PAYLOAD, numbers[(int) (next++ % numbers.length)], System.nanoTime(), SOURCE, 4_000);
        }
        ring.publish();
    }
}
