package io.tapedeck.capture.spool;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** What a killed process leaves on disk: a copy, made while its captures are open. */
final class KilledSpool {

    private static final byte[] SOURCE = {127, 0, 0, 1};
    private static final int PAYLOAD = 172;

    final Path root;
    final List<CaptureId> announced = new CopyOnWriteArrayList<>();
    private final List<CaptureId> started = new CopyOnWriteArrayList<>();
    final SpoolCounters counters = new SpoolCounters();

    private KilledSpool(Path root) {
        this.root = root;
    }

    /** @param packets of each capture; they stand in the journal alone as long as they are few */
    static KilledSpool of(Path folder, int packets, CaptureId... captures) throws IOException {
        return of(folder, MediaOutput::open, false, packets, captures);
    }

    /** The journal has the manifests as well. */
    static KilledSpool journaled(Path folder, int packets, CaptureId... captures) throws IOException {
        return of(folder, new MediaOutput.SystemFiles(), false, packets, captures);
    }

    /** The journal has the manifests as well, and the captures are sealed. */
    static KilledSpool sealed(Path folder, int packets, CaptureId... captures) throws IOException {
        return of(folder, new MediaOutput.SystemFiles(), true, packets, captures);
    }

    /** The captures are sealed, and the journal takes nothing. */
    static KilledSpool sealedWithoutJournal(Path folder, int packets, CaptureId... captures) throws IOException {
        return of(folder, new WithoutJournal(new MediaOutput.SystemFiles()), true, packets, captures);
    }

    private record WithoutJournal(MediaOutput.Opener files) implements MediaOutput.Opener {

        @Override
        public MediaOutput open(Path file) throws IOException {
            if (file.toString().endsWith(".journal")) {
                throw new IOException("No space left on device");
            }
            return files.open(file);
        }

        @Override
        public @Nullable FileSync syncOf(Path directory) {
            return files.syncOf(directory);
        }
    }

    private static KilledSpool of(
            Path folder, MediaOutput.Opener opener, boolean isSealed, int packets, CaptureId... captures)
            throws IOException {
        Path alive = folder.resolve("alive");
        var rings = new PacketRings(1 << 20);
        PacketRing ring = rings.open();
        var settings = new SpoolSettings(
                alive,
                DataSize.ofMegabytes(1),
                Duration.ofMillis(100),
                Duration.ofMillis(10),
                Duration.ofMinutes(1),
                Duration.ZERO);
        var left = new KilledSpool(folder.resolve("killed"));
        try (var directory = new SpoolDirectory(alive);
                var spool = new CaptureSpool(
                        settings, directory, rings, left.announcements(), Clock.systemUTC(), left.counters, opener)) {
            for (CaptureId id : captures) {
                SpooledCapture capture = spool.begin(id, Descriptions.CLOCK, "session s");
                int tap = capture.addStream(Descriptions.CALLER);
                capture.describe(Descriptions.open(id));
                Eventually.holds(() -> left.started.contains(id), Duration.ofSeconds(20), "the file is open");
                for (int i = 1; i <= packets; i++) {
                    put(ring, tap, i);
                }
                if (isSealed) {
                    capture.seal(Descriptions.ended(id, Descriptions.START.plusSeconds(10)), ring.position());
                }
            }
            Eventually.holds(() -> !isSealed || spool.openCaptures() == 0, Duration.ofSeconds(20), "all are sealed");
            for (CaptureId id : captures) {
                var done = new CompletableFuture<Void>();
                spool.inOrder(id, () -> done.complete(null));
                done.join();
            }
            awaitFlush(spool, ring);
            Eventually.holds(() -> rings.used() == 0, Duration.ofSeconds(20), "moved");
            copy(alive, left.root);
        }
        return left;
    }

    /** The writer finishes files behind its flush: whatever it was told before has reached the kernel then. */
    private static void awaitFlush(CaptureSpool spool, PacketRing ring) {
        var file = new CaptureFile(Descriptions.freshId(), Descriptions.CLOCK, "nobody's", new BufferPool());
        spool.writer().finish(file, ring.position()).join();
    }

    private static void put(PacketRing ring, int tap, int number) {
        Eventually.holds(() -> ring.used() < ring.capacity() / 2, Duration.ofSeconds(20), "room");
        int offset = ring.claim();
        ring.memory().put(offset, new byte[PAYLOAD]);
        ring.commit(offset, PAYLOAD, tap, number * 20_000_000L, SOURCE, 4_000);
        ring.publish();
    }

    private static void copy(Path tree, Path target) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.toList()) {
                Path copy = target.resolve(tree.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(path, copy);
                }
            }
        }
    }

    Path manifest(CaptureId id) {
        return root.resolve(id.toString()).resolve("manifest.json");
    }

    Path media(CaptureId id) {
        return root.resolve(id.toString()).resolve("media.pcapng");
    }

    Path setAside(CaptureId id) {
        return root.resolve("damaged").resolve(id.toString());
    }

    /** What the next start does. */
    boolean recover() throws IOException {
        try (var directory = new SpoolDirectory(root)) {
            var recovery = new SpoolRecovery(
                    directory, announcements(), Clock.fixed(Descriptions.START, ZoneOffset.UTC), counters);
            return recovery.recover(directory.captures(), directory.journals());
        }
    }

    private Announcements announcements() {
        return new Announcements() {

            @Override
            public void started(Manifest open) {
                started.add(open.capture().captureId());
            }

            @Override
            public void sealed(Manifest manifest) {
                announced.add(manifest.capture().captureId());
            }
        };
    }
}
