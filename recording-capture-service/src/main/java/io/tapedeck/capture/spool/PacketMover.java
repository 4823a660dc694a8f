package io.tapedeck.capture.spool;

import io.tapedeck.contracts.CaptureId;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes packets out of the rings: first as they are into the journal, many in one piece, then capture by capture to
 * their files. While the journal cannot be written the files are flushed as often as the journal would have been. Writer
 * thread only, but for {@link #files()}.
 */
final class PacketMover {

    private static final Logger LOG = System.getLogger(PacketMover.class.getName());
    private static final long BETWEEN_ATTEMPTS = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_REST = Duration.ofMillis(4).toNanos();
    /** Nearly all that a look finds of 500 calls, so that a capture has several packets in it. */
    private static final int RUN = 512 * 1024;

    /** What a look finds only when there was none for a while. */
    private static final int BEHIND = 2 * 1024 * 1024;

    private final PacketRings rings;
    private final TapTable taps;
    private final Journal journal;
    private final SpoolCounters counters;
    private final long flushNanos;
    private final Set<CaptureFile> files = ConcurrentHashMap.newKeySet();
    private final PacketSorter sorter = new PacketSorter(RUN);

    private long[] tails = new long[0];
    private long now = System.nanoTime();
    private long failedAt = now - BETWEEN_ATTEMPTS;
    private boolean isFailing;
    /** Of manifests that the journal has and the kernel has not. */
    private final List<Runnable> refusals = new ArrayList<>();

    private boolean hasForgotten;

    /** @param flush how long a packet waits at most before the kernel has it when there is no journal */
    PacketMover(PacketRings rings, TapTable taps, Journal journal, SpoolCounters counters, Duration flush) {
        this.rings = rings;
        this.taps = taps;
        this.journal = journal;
        this.counters = counters;
        this.flushNanos = flush.toNanos();
    }

    /** Open captures; any thread may add one. */
    Set<CaptureFile> files() {
        return files;
    }

    /** Sees what there is to move; what is published later waits for the next time. */
    void look() {
        now = System.nanoTime();
        if (tails.length != rings.all().size()) {
            tails = new long[rings.all().size()];
        }
        for (int i = 0; i < tails.length; i++) {
            tails[i] = rings.all().get(i).published();
        }
    }

    /** @return whether there was anything */
    boolean move() {
        boolean moved = false;
        for (int i = 0; i < tails.length; i++) {
            moved |= move(rings.all().get(i), tails[i]);
        }
        if (isFailing) {
            flushOlderThan(now - flushNanos);
        }
        return moved;
    }

    private boolean move(PacketRing ring, long tail) {
        boolean moved = false;
        for (long end = next(ring, tail); end > ring.head(); end = next(ring, tail)) {
            try {
                ByteBuffer run = ring.run(end);
                int start = run.position();
                toFiles(ring, end, journal(run) - start);
            } finally {
                ring.release(end); // whatever became of it: a record is never read twice
            }
            moved = true;
            if (tail - end >= BEHIND) {
                rest();
            }
        }
        return moved;
    }

    /**
     * A disk that stood still has left seconds of packets behind. Whoever hurries after them keeps a processor from the
     * kernel's own threads, which deliver packets too: a third of the speed is still more than can come in.
     */
    private void rest() {
        long worked = System.nanoTime() - now;
        LockSupport.parkNanos(Math.min(2 * worked, LONGEST_REST));
        now = System.nanoTime();
    }

    private static long next(PacketRing ring, long tail) {
        return ring.endOfRun(tail, RUN);
    }

    private long journal(ByteBuffer records) {
        long first = journal.position(records);
        try {
            if (isJournalOpen()) {
                journal.append(records, first);
            }
        } catch (IOException e) {
            failed(e);
        }
        return first;
    }

    private boolean isJournalOpen() throws IOException {
        if (!journal.isOpen() && now - failedAt >= BETWEEN_ATTEMPTS) {
            beginSegment();
        }
        return journal.isOpen();
    }

    private void beginSegment() throws IOException {
        flushAll();
        journal.open();
        for (int number = 0; number < taps.size(); number++) {
            Tap tap = taps.get(number);
            if (tap != null) {
                journal.tap(number, tap);
            }
        }
        for (CaptureFile file : files) {
            journal.covered(file.id(), file.length(), file.coveredBefore());
        }
        isFailing = false;
    }

    private void failed(IOException e) {
        counters.failed();
        failedAt = now;
        journal.fail();
        refuseKept();
        if (!isFailing) {
            isFailing = true;
            LOG.log(Level.ERROR, "the journal cannot be written, captures are flushed one by one: {0}", e.toString());
        }
    }

    /** @param offset what makes a place in memory one in the journal */
    private void toFiles(PacketRing ring, long end, long offset) {
        ByteBuffer records = ring.records();
        sorter.clear();
        ring.visit(end, record -> sort(records, record));
        for (CaptureFile file : sorter.files()) {
            toFile(file, records, offset);
            noteCovered(file);
        }
    }

    private void sort(ByteBuffer records, int record) {
        Tap tap = taps.get(records.getInt(record + PacketRing.TAP_AT));
        if (tap != null) {
            sorter.add(tap.file, record);
        }
    }

    private void toFile(CaptureFile file, ByteBuffer records, long offset) {
        for (int entry = file.firstSorted(); entry != PacketSorter.NONE; entry = sorter.next(entry)) {
            int record = sorter.record(entry);
            Tap tap = taps.get(records.getInt(record + PacketRing.TAP_AT));
            if (tap != null) {
                append(tap, records, record, offset + record);
            }
        }
    }

    private void append(Tap tap, ByteBuffer records, int record, long position) {
        try {
            tap.file.append(tap, records, record, position, now);
        } catch (RuntimeException e) {
            tap.file.lose(e);
        }
    }

    private void noteCovered(CaptureFile file) {
        if (file.takeUncovered()) {
            try {
                journal.covered(file.id(), file.length(), file.coveredBefore());
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    /** Records under that number belong there from now on. */
    void define(int number, Tap tap) {
        try {
            journal.tap(number, tap);
        } catch (IOException e) {
            failed(e);
        }
    }

    /** What is known of an open capture goes with the packets of all. */
    void keep(CaptureId id, byte[] manifest, Runnable refused) {
        refusals.add(refused);
        try {
            if (isJournalOpen()) {
                journal.opened(id, manifest);
            } else {
                refuseKept();
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    void forget(CaptureId id) {
        try {
            journal.closed(id);
            hasForgotten = true;
        } catch (IOException e) {
            failed(e);
        }
    }

    /** What was kept or forgotten does not wait for packets. */
    void flushKept() {
        if (refusals.isEmpty() && !hasForgotten) {
            return;
        }
        try {
            journal.flush();
            hasForgotten = false;
            refusals.clear();
        } catch (IOException e) {
            failed(e);
        }
    }

    private void refuseKept() {
        List<Runnable> refused = List.copyOf(refusals);
        refusals.clear();
        refused.forEach(Runnable::run);
    }

    private void flushOlderThan(long before) {
        for (CaptureFile file : files) {
            file.flushOlderThan(before);
        }
    }

    private boolean flushAll() {
        boolean isComplete = true;
        for (CaptureFile file : files) {
            isComplete &= file.flush();
        }
        return isComplete;
    }

    /**
     * Ends the journal's segment; what is moved later goes into the next.
     *
     * @return the next segment's number, when the kernel has all packets before it in their captures' files; else 0
     */
    int turnJournal() {
        flushKept();
        boolean isComplete = flushAll();
        int next = journal.end();
        return isComplete ? next : 0;
    }
}
