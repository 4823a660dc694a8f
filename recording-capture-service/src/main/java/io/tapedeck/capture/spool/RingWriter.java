package io.tapedeck.capture.spool;

import io.tapedeck.capture.session.RingPosition;
import io.tapedeck.capture.spool.CaptureFile.FinishedMedia;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** The thread that takes packets out of the rings and writes them; alone it touches the files' buffers. */
final class RingWriter implements Runnable, AutoCloseable {

    private static final Logger LOG = System.getLogger(RingWriter.class.getName());
    private static final long POLL_NANOS = Duration.ofMillis(10).toNanos();
    private static final long IDLE_NANOS = Duration.ofMillis(100).toNanos();

    private final PacketRings rings;
    private final TapTable taps;
    private final long flushNanos;
    private final Set<CaptureFile> files = ConcurrentHashMap.newKeySet();
    /** Bounded by the calls: each has a few. */
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

    private final List<Finish> finishing = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closing;
    private long now;

    /** @param flush how long a packet waits at most before the kernel has it, polling included */
    RingWriter(PacketRings rings, TapTable taps, Duration flush) {
        this.rings = rings;
        this.taps = taps;
        this.flushNanos = Math.max(0, flush.toNanos() - 3 * POLL_NANOS);
        this.thread = Thread.ofPlatform().name("capture-writer").daemon().unstarted(this);
    }

    void start() {
        thread.start();
    }

    boolean isRunning() {
        return thread.isAlive();
    }

    Set<CaptureFile> files() {
        return files;
    }

    void add(CaptureFile file) {
        files.add(file);
        LockSupport.unpark(thread);
    }

    /** Runs before any packet that is published later. */
    void tell(Runnable command) {
        commands.add(command);
    }

    /** Completes when every packet of the file up to the ring position is written, or given up. */
    CompletableFuture<FinishedMedia> finish(CaptureFile file, RingPosition ringPosition) {
        var result = new CompletableFuture<FinishedMedia>();
        commands.add(() -> finishing.add(new Finish(file, ringPosition, result)));
        LockSupport.unpark(thread);
        return result;
    }

    @Override
    public void run() {
        while (!closing || !finishing.isEmpty() || !commands.isEmpty()) {
            boolean worked = false;
            try {
                now = System.nanoTime();
                List<PacketRing> all = rings.all();
                long[] published = published(all);
                runCommands(); // after the look at the rings: what was told before a packet came is obeyed before it
                worked = drain(all, published);
                flush();
                finishDue();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "the disk writer stumbled; capture goes on", e);
            }
            if (!worked) {
                LockSupport.parkNanos(files.isEmpty() ? IDLE_NANOS : POLL_NANOS);
            }
        }
    }

    private static long[] published(List<PacketRing> all) {
        long[] tails = new long[all.size()];
        for (int i = 0; i < tails.length; i++) {
            tails[i] = all.get(i).published();
        }
        return tails;
    }

    private boolean drain(List<PacketRing> all, long[] tails) {
        boolean any = false;
        for (int i = 0; i < tails.length; i++) {
            any |= all.get(i).drain(tails[i], this::write);
        }
        return any;
    }

    private void runCommands() {
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
    }

    private void write(int tapNumber, long nanoTime, byte[] address, int port, ByteBuffer datagram) {
        Tap tap = taps.get(tapNumber);
        if (tap != null) {
            try {
                tap.file.append(tap, nanoTime, address, port, datagram, now);
            } catch (RuntimeException e) {
                tap.file.lose(e);
            }
        }
    }

    private void flush() {
        long before = System.nanoTime() - flushNanos;
        for (CaptureFile file : files) {
            file.flushOlderThan(before);
        }
    }

    private void finishDue() {
        if (finishing.isEmpty()) {
            return;
        }
        finishing.removeIf(finish -> {
            if (!isDrainedTo(finish.ringPosition())) {
                return false;
            }
            files.remove(finish.file());
            taps.remove(finish.file());
            finish.result().complete(finish.file().finish());
            return true;
        });
    }

    private boolean isDrainedTo(RingPosition wanted) {
        List<PacketRing> all = rings.all();
        return wanted.ring() >= all.size() || all.get(wanted.ring()).head() >= wanted.bytes();
    }

    /** Ends after everything that was to be finished is. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private record Finish(CaptureFile file, RingPosition ringPosition, CompletableFuture<FinishedMedia> result) {}
}
