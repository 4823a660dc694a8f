package io.tapedeck.capture.spool;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Makes the journal outlive a power cut, all calls with one sync, and keeps it short: now and then the captures' files
 * are made as safe as the journal is, also all at once, and what it had until then is removed. Where that fails it is
 * kept, until every capture that is in doubt is sealed.
 */
final class JournalKeeper implements AutoCloseable {

    private static final Logger LOG = System.getLogger(JournalKeeper.class.getName());

    private final Journal journal;
    private final SpoolCounters counters;
    private final Duration everySync;
    private final Duration everyTurn;
    private final Supplier<CompletableFuture<Integer>> turn;
    private final OpenFiles files;
    private final SpoolThread thread = new SpoolThread("capture-sync", this::work);
    private long turned = System.nanoTime();
    private boolean isFailing;
    /** The journal may lack something that is not in the files either. */
    private boolean isInDoubt;

    /**
     * @param turn asks the writer to begin a new segment; see {@link PacketMover#turnJournal()}
     */
    JournalKeeper(
            Journal journal,
            SpoolCounters counters,
            Duration everySync,
            Duration everyTurn,
            Supplier<CompletableFuture<Integer>> turn,
            OpenFiles files) {
        this.journal = journal;
        this.counters = counters;
        this.everySync = everySync;
        this.everyTurn = everyTurn;
        this.turn = turn;
        this.files = files;
    }

    void start() {
        thread.start();
    }

    private void work() {
        while (!thread.isEnding()) {
            thread.rest(everySync.toNanos());
            isFailing = !isKept();
        }
    }

    /** What a sync has failed on may be lost, whatever the next one says: then the captures' files must have it. */
    private boolean isKept() {
        boolean isSynced = isDone(() -> {
            journal.sync();
            return true;
        });
        isInDoubt |= !isSynced;
        if (!isInDoubt && System.nanoTime() - turned < everyTurn.toNanos()) {
            return true;
        }
        turned = System.nanoTime();
        boolean isTurned = isDone(this::turn);
        isInDoubt &= !isTurned;
        return isSynced && isTurned;
    }

    private boolean isDone(Task task) {
        try {
            return task.isDone();
        } catch (IOException | RuntimeException e) { // of either: this thread must go on
            failed(e);
            return false;
        }
    }

    /** @return false when some capture has no file yet, so that the journal alone has its packets */
    private boolean turn() throws IOException {
        int next = turn.get().join();
        if (next == 0) {
            return false;
        }
        if (files.sync()) {
            journal.removeBefore(next);
        }
        return true;
    }

    private void failed(Exception e) {
        counters.failed();
        if (!isFailing) {
            isFailing = true;
            LOG.log(
                    Level.ERROR,
                    "the spool cannot be synced; a power cut would cost more than it should: {0}",
                    e.toString());
        }
    }

    @FunctionalInterface
    private interface Task {
        boolean isDone() throws IOException;
    }

    @Override
    public void close() {
        thread.close();
    }
}
