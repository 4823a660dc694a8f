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
        boolean isSynced = isDone(journal::sync);
        if (isSynced && System.nanoTime() - turned < everyTurn.toNanos()) {
            return true;
        }
        turned = System.nanoTime();
        return isDone(this::turn) && isSynced;
    }

    private boolean isDone(Task task) {
        try {
            task.run();
            return true;
        } catch (IOException e) {
            failed(e);
            return false;
        }
    }

    private void turn() throws IOException {
        int next = turn.get().join();
        if (next > 0 && files.sync()) {
            journal.removeBefore(next);
        }
    }

    private void failed(IOException e) {
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
        void run() throws IOException;
    }

    @Override
    public void close() {
        thread.close();
    }
}
