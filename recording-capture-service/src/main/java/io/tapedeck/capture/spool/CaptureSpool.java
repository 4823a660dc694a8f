package io.tapedeck.capture.spool;

import io.tapedeck.capture.session.CaptureClock;
import io.tapedeck.capture.session.SerialTasks;
import io.tapedeck.capture.session.Spool;
import io.tapedeck.capture.session.SpooledCapture;
import io.tapedeck.capture.session.StreamDescription;
import io.tapedeck.contracts.CaptureId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Raw captures on disk. */
public final class CaptureSpool implements Spool, AutoCloseable {

    private final SpoolDirectory directory;
    private final Announcements announcements;
    private final InstantSource clock;
    private final MediaOutput.Opener opener;
    private final PacketRings rings;
    private final SpoolCounters counters;
    private final TapTable taps = new TapTable();
    private final BufferPool buffers = new BufferPool();
    private final Journal journal;
    private final PacketMover mover;
    private final RingWriter writer;
    private final @Nullable FileSync diskSync;
    private final OpenFiles open;
    private final OpenManifests manifests;
    private final JournalKeeper keeper;
    private final MediaRenewal renewal;
    /** Of the system, not virtual: while one of those waits for the disk another carrier is woken, to find nothing to do. */
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("capture-disk-", 0).factory());
    /** Every call has one or two tasks; to refuse one would lose a recording. */
    private final SerialTasks tasks = new SerialTasks(threads, Integer.MAX_VALUE);

    private volatile boolean closing;
    private volatile boolean leavesUnsealed;

    CaptureSpool(
            SpoolSettings settings,
            SpoolDirectory directory,
            PacketRings rings,
            Announcements announcements,
            InstantSource clock,
            SpoolCounters counters,
            MediaOutput.Opener opener) {
        this.directory = directory;
        this.rings = rings;
        this.announcements = announcements;
        this.clock = clock;
        this.counters = counters;
        this.opener = opener;
        this.journal = new Journal(directory.freshJournal(), opener);
        this.mover = new PacketMover(rings, taps, journal, counters, settings.flush());
        this.writer = new RingWriter(rings, taps, mover);
        this.diskSync = opener.syncOf(directory.root());
        this.open = new OpenFiles(diskSync);
        this.manifests = new OpenManifests(directory, writer, diskSync != null);
        this.keeper =
                new JournalKeeper(journal, counters, settings.sync(), settings.journal(), writer::turnJournal, open);
        this.renewal = new MediaRenewal(directory, journal.directory(), clock);
        writer.start();
        keeper.start();
    }

    @Override
    public SpooledCapture begin(CaptureId id, CaptureClock captureClock, String comment) {
        var file = new CaptureFile(id, captureClock, comment, buffers);
        var capture = new OpenCapture(this, file);
        open.add(file, capture::writeManifestAgain);
        writer.add(file);
        return capture;
    }

    void addStream(StreamDescription stream, int number, Tap tap) {
        writer.tell(() -> {
            tap.file.addInterface(stream);
            mover.define(number, tap);
        });
    }

    /** Our own address; a literal, or a name that the configuration was started with. */
    static InetAddress addressOf(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException _) {
            return InetAddress.getLoopbackAddress();
        }
    }

    void inOrder(CaptureId id, Runnable task) {
        tasks.execute(id.toString(), task);
    }

    void ended(CaptureFile file) {
        open.remove(file);
        manifests.forget(file.id());
    }

    public int openCaptures() {
        return open.count();
    }

    public PacketRings rings() {
        return rings;
    }

    public SpoolCounters counters() {
        return counters;
    }

    /** Whether packets go from the ring to the disk. */
    public boolean isWriting() {
        return writer.isRunning();
    }

    public JournalState journalState() {
        return journal.state();
    }

    boolean isClosing() {
        return closing;
    }

    /** A capture that is not sealed when this process ends; the next one may need the journal for it. */
    void leave() {
        leavesUnsealed = true;
    }

    OpenManifests manifests() {
        return manifests;
    }

    MediaRenewal renewal() {
        return renewal;
    }

    SpoolDirectory directory() {
        return directory;
    }

    Announcements announcements() {
        return announcements;
    }

    InstantSource clock() {
        return clock;
    }

    MediaOutput.Opener opener() {
        return opener;
    }

    TapTable taps() {
        return taps;
    }

    RingWriter writer() {
        return writer;
    }

    /** Waits for what is being sealed, but not for ever: recovery takes care of the rest. */
    @Override
    public void close() {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (tasks.size() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        closing = true;
        keeper.close();
        writer.close();
        closeDiskSync();
        closeJournal();
        threads.shutdownNow();
        try {
            boolean _ = threads.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeDiskSync() {
        if (diskSync != null) {
            diskSync.close();
        }
    }

    /** Recovery needs it for captures that could not be sealed. */
    private void closeJournal() {
        try {
            journal.close();
            if (open.isEmpty() && !leavesUnsealed) {
                Journal.remove(journal.directory());
            }
        } catch (IOException _) {
            counters.failed();
        }
    }
}
