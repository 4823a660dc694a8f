package io.tapedeck.capture.spool;

import com.sun.management.OperatingSystemMXBean;
import io.tapedeck.capture.session.CaptureClock;
import io.tapedeck.capture.session.SpooledCapture;
import io.tapedeck.contracts.CaptureId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.springframework.util.unit.DataSize;

/**
 * What recording costs at the disk: feeds the ring with the packets of so many G.711 calls, both directions, and prints
 * one line of CPU per packet, disk requests per call and second and bytes. No sockets; the feeding thread's CPU is not
 * counted. How to run it: docs/benchmarks.md, "Writing to disk".
 */
final class WritePathBenchmark {

    private static final int PAYLOAD = 172;
    private static final int BATCHES = 10;
    private static final byte[] SOURCE = {127, 0, 0, 1};

    private final PacketRings rings = new PacketRings(256 << 20);
    private final PacketRing ring = rings.open();
    private final int calls;
    private final int[] taps;
    private long fed;
    private long refused;

    private WritePathBenchmark(int calls) {
        this.calls = calls;
        this.taps = new int[calls];
    }

    /** Arguments: calls, seconds, directory, its block device as in /proc/diskstats. */
    public static void main(String[] args) throws IOException {
        int calls = Integer.parseInt(args[0]);
        new WritePathBenchmark(calls).run(Duration.ofSeconds(Long.parseLong(args[1])), Path.of(args[2]), args[3]);
    }

    private void run(Duration measured, Path root, String device) throws IOException {
        var settings = new SpoolSettings(
                root,
                DataSize.ofMegabytes(256),
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofSeconds(35),
                Duration.ZERO);
        try (var directory = new SpoolDirectory(root);
                var spool = new CaptureSpool(
                        settings,
                        directory,
                        rings,
                        new Silence(),
                        Clock.systemUTC(),
                        new SpoolCounters(),
                        MediaOutput::open)) {
            List<SpooledCapture> captures = begin(spool, directory);
            feed(Duration.ofSeconds(40)); // until the kernel writes back as much as comes in
            Usage before = Usage.of(device);
            long packetsBefore = fed;
            feed(measured);
            print(before, Usage.of(device), fed - packetsBefore, measured);
        }
    }

    private List<SpooledCapture> begin(CaptureSpool spool, SpoolDirectory directory) {
        List<SpooledCapture> captures = new ArrayList<>();
        var clock = new CaptureClock(Instant.now(), System.nanoTime());
        for (int i = 0; i < calls; i++) {
            var id = new CaptureId(UUID.randomUUID());
            SpooledCapture capture = spool.begin(id, clock, "benchmark");
            taps[i] = capture.addStream(Descriptions.CALLER);
            capture.describe(Descriptions.open(id));
            captures.add(capture);
        }
        while (waiting(spool)) {
            LockSupport.parkNanos(100_000_000);
        }
        return captures;
    }

    private static int waited;

    private static boolean waiting(CaptureSpool spool) {
        return waited++ < 100;
    }

    /** Every 20 ms two packets of each call, spread over the 20 ms. */
    private void feed(Duration span) {
        long start = System.nanoTime();
        long step = 20_000_000L / BATCHES;
        long steps = span.toNanos() / step;
        for (long i = 0; i < steps; i++) {
            long due = start + i * step;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            int batch = (int) (i % BATCHES);
            for (int call = batch; call < calls; call += BATCHES) {
                put(taps[call]);
                put(taps[call]);
            }
            ring.publish();
        }
    }

    private void put(int tap) {
        int offset = ring.claim();
        if (offset == PacketRing.NO_ROOM) {
            refused++;
            return;
        }
        ring.memory().limit(offset + PacketRing.LARGEST_PACKET).position(offset);
        ring.memory().putLong(offset, fed);
        ring.commit(offset, PAYLOAD, tap, System.nanoTime(), SOURCE, 4_000);
        fed++;
    }

    private void print(Usage before, Usage after, long packets, Duration measured) {
        double seconds = measured.toMillis() / 1_000.0;
        System.out.printf(
                Locale.ROOT,
                "{\"calls\":%d,\"packets\":%d,\"refused\":%d,\"cpuMicrosPerPacket\":%.3f,"
                        + "\"requestsPerCallAndSecond\":%.4f,\"flushesPerSecond\":%.2f,\"megabytesPerSecond\":%.1f}%n",
                calls,
                packets,
                refused,
                (after.cpuNanos - before.cpuNanos) / 1_000.0 / packets,
                (after.writes - before.writes) / seconds / calls,
                (after.flushes - before.flushes) / seconds,
                (after.sectors - before.sectors) * 512 / seconds / 1e6);
    }

    /** @param cpuNanos of the process without the calling thread */
    private record Usage(long cpuNanos, long writes, long sectors, long flushes) {

        static Usage of(String device) throws IOException {
            var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long own = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (String line : Files.readAllLines(Path.of("/proc/diskstats"))) {
                String[] field = line.strip().split("\\s+");
                if (field[2].equals(device)) {
                    return new Usage(
                            system.getProcessCpuTime() - own,
                            Long.parseLong(field[7]),
                            Long.parseLong(field[9]),
                            Long.parseLong(field[18]));
                }
            }
            throw new IOException("no device " + device);
        }
    }

    private record Silence() implements Announcements {

        @Override
        public void started(Manifest open) {}

        @Override
        public void sealed(Manifest sealed) {}
    }
}
