package io.tapedeck.capture.spool;

import io.tapedeck.capture.session.RingPosition;
import io.tapedeck.capture.spool.CaptureFile.FinishedMedia;
import io.tapedeck.contracts.CaptureId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The thread that takes packets out of the rings and writes them; alone it touches the files' buffers. */
final class RingWriter implements AutoCloseable {

    private static final Logger LOG = System.getLogger(RingWriter.class.getName());
    /** A quarter of what a killed process may lose; longer gives more packets of a capture at a time. */
    private static final long POLL_NANOS = Duration.ofMillis(50).toNanos();

    private static final long IDLE_NANOS = Duration.ofMillis(100).toNanos();

    private final PacketRings rings;
    private final TapTable taps;
    private final PacketMover mover;
    /** Bounded by the calls: each has a few. */
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

    private final List<Finish> finishing = new ArrayList<>();
    private final SpoolThread thread = new SpoolThread("capture-writer", this::work);

    RingWriter(PacketRings rings, TapTable taps, PacketMover mover) {
        this.rings = rings;
        this.taps = taps;
        this.mover = mover;
    }

    void start() {
        thread.start();
    }

    boolean isRunning() {
        return thread.isRunning();
    }

    void add(CaptureFile file) {
        mover.files().add(file);
        thread.wake();
    }

    /** Runs before any packet that is published later. */
    void tell(Runnable command) {
        commands.add(command);
    }

    /**
     * Takes what is known of an open capture into the journal.
     *
     * @param refused runs when the journal could not be written; this thread must not wait
     */
    void keep(CaptureId id, byte[] manifest, Runnable refused) {
        commands.add(() -> mover.keep(id, manifest, refused));
    }

    /** The journal need not know it any more. */
    void forget(CaptureId id) {
        commands.add(() -> mover.forget(id));
    }

    /** Completes when every packet of the file up to the ring position is written, or given up. */
    CompletableFuture<FinishedMedia> finish(CaptureFile file, RingPosition ringPosition) {
        var result = new CompletableFuture<FinishedMedia>();
        commands.add(() -> finishing.add(new Finish(file, ringPosition, result)));
        thread.wake();
        return result;
    }

    /** Completes with {@link PacketMover#turnJournal()}. */
    CompletableFuture<Integer> turnJournal() {
        var result = new CompletableFuture<Integer>();
        commands.add(() -> {
            try {
                result.complete(mover.turnJournal());
            } catch (RuntimeException e) { // whoever waits has to hear of it
                result.completeExceptionally(e);
            }
        });
        thread.wake();
        return result;
    }

    private void work() {
        while (!thread.isEnding() || !finishing.isEmpty() || !commands.isEmpty()) {
            boolean worked = false;
            try {
                mover.look();
                runCommands(); // after the look at the rings: what was told before a packet came is obeyed before it
                worked = mover.move();
                mover.flushKept();
                finishDue();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "the disk writer stumbled; capture goes on", e);
            }
            if (!worked) {
                thread.rest(mover.files().isEmpty() ? IDLE_NANOS : POLL_NANOS);
            }
        }
    }

    private void runCommands() {
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
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
            mover.files().remove(finish.file());
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
        thread.close();
    }

    private record Finish(CaptureFile file, RingPosition ringPosition, CompletableFuture<FinishedMedia> result) {}
}
