package io.tapedeck.capture.spool;

import io.tapedeck.capture.session.Announcements;
import io.tapedeck.capture.session.CaptureDescription;
import io.tapedeck.capture.session.CaptureDescription.OpenInterval;
import io.tapedeck.capture.spool.Manifest.Media;
import io.tapedeck.capture.spool.Manifest.State;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.captures.OrderedInterval;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Seals what a crash left open, and has announced what was sealed but not told. */
final class SpoolRecovery {

    private static final Logger LOG = System.getLogger(SpoolRecovery.class.getName());
    /** How long the last packet sounds; the commonest packet time. */
    private static final Duration LAST_FRAME = Duration.ofMillis(20);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final SpoolDirectory directory;
    private final Announcements announcements;
    private final InstantSource clock;
    private final SpoolCounters counters;
    /** Recovery may take several attempts. */
    private final Set<CaptureId> told = new HashSet<>();

    SpoolRecovery(SpoolDirectory directory, Announcements announcements, InstantSource clock, SpoolCounters counters) {
        this.directory = directory;
        this.announcements = announcements;
        this.clock = clock;
        this.counters = counters;
    }

    /**
     * Nothing found here keeps the service from starting.
     *
     * @param found captures of earlier processes
     * @param journals of earlier processes; removed when nothing in them is needed any more
     * @return whether all is done; false when the disk refuses, then it may be tried again
     */
    boolean recover(List<CaptureId> found, List<Path> journals) {
        List<Manifest> untold = new ArrayList<>();
        List<Manifest> open = new ArrayList<>();
        for (CaptureId id : found) {
            switch (read(id)) {
                case Manifest m when m.state() == State.OPEN -> open.add(m);
                case Manifest m when m.state() == State.SEALED && told.add(id) -> untold.add(m);
                case null, default -> {
                    // nothing to do
                }
            }
        }
        boolean isDone = replay(open, journals);
        if (isDone) {
            for (Manifest manifest : open) {
                isDone &= seal(manifest, untold);
            }
        }
        untold.sort(Comparator.comparing(SpoolRecovery::sealedAt));
        untold.forEach(manifest -> announcements.sealed(manifest.capture().captureId()));
        return isDone && isRemoved(journals);
    }

    private @Nullable Manifest read(CaptureId id) {
        try {
            return directory.read(id);
        } catch (NoSuchFileException _) {
            return null; // put aside before, or removed
        } catch (IOException e) {
            setAside(id, e);
            return null;
        }
    }

    private boolean replay(List<Manifest> open, List<Path> journals) {
        try {
            for (Path journal : journals) {
                complete(open, Journal.segments(journal));
            }
            return true;
        } catch (IOException e) {
            return refused("the journal", e);
        }
    }

    private void complete(List<Manifest> open, List<Path> segments) throws IOException {
        Map<CaptureId, TornFile> files = new HashMap<>();
        try {
            for (Manifest manifest : open) {
                CaptureDescription capture = manifest.capture();
                Path file = directory.mediaFile(capture.captureId());
                files.put(
                        capture.captureId(),
                        new TornFile(file, MediaOutput::open, comment(capture), capture.streams()));
            }
            new JournalReplay(files).replay(segments);
        } finally {
            for (TornFile file : files.values()) {
                file.close();
            }
        }
    }

    private static String comment(CaptureDescription capture) {
        return "session " + capture.sessionId() + ", recovered";
    }

    private boolean seal(Manifest open, List<Manifest> untold) {
        try {
            untold.add(seal(open));
            told.add(open.capture().captureId());
            return true;
        } catch (IOException e) {
            return refused("capture " + open.capture().captureId(), e);
        }
    }

    private boolean isRemoved(List<Path> journals) {
        try {
            for (Path journal : journals) {
                Journal.remove(journal);
            }
            return true;
        } catch (IOException e) {
            return refused("a journal that is not needed any more", e);
        }
    }

    private boolean refused(String what, IOException e) {
        counters.failed();
        LOG.log(Level.ERROR, "{0} cannot be recovered now, the disk refuses: {1}", what, e.toString());
        return false;
    }

    private static Instant sealedAt(Manifest manifest) {
        Instant at = manifest.sealedAt();
        return at == null ? Instant.EPOCH : at;
    }

    private void setAside(CaptureId id, IOException why) {
        counters.setAside();
        try {
            Path where = directory.setAside(id);
            LOG.log(
                    Level.ERROR,
                    "capture {0} cannot be recovered and was put into {1}: {2}",
                    id,
                    where,
                    why.toString());
        } catch (IOException e) {
            LOG.log(Level.ERROR, "capture {0} can neither be recovered ({1}) nor moved ({2})", id, why, e.toString());
        }
    }

    private Manifest seal(Manifest open) throws IOException {
        CaptureDescription capture = open.capture();
        Path file = directory.mediaFile(capture.captureId());
        MediaScan.Found found = MediaScan.of(file);
        try (MediaOutput output = MediaOutput.open(file)) {
            if (found.packets() == 0) {
                LOG.log(Level.WARNING, "capture {0} was open without a packet on disk", capture.captureId());
                writePreamble(output, capture);
            } else {
                output.truncate(found.length());
            }
            output.sync();
        }
        MediaScan.Found whole = found.packets() == 0 ? MediaScan.of(file) : found;
        Manifest sealed = sealed(capture, whole);
        directory.write(sealed);
        counters.recovered();
        LOG.log(
                Level.WARNING,
                "capture {0} of session {1} was open and is recovered: {2} packets",
                capture.captureId(),
                capture.sessionId(),
                whole.packets());
        return sealed;
    }

    /** A file without packets is a file all the same: a call in which nobody spoke. */
    private static void writePreamble(MediaOutput output, CaptureDescription capture) throws IOException {
        output.truncate(0);
        long at = 0;
        List<byte[]> blocks = new ArrayList<>();
        blocks.add(Preamble.section(comment(capture)));
        capture.streams().forEach(stream -> blocks.add(Preamble.of(stream)));
        for (byte[] block : blocks) {
            output.write(ByteBuffer.wrap(block), at);
            at += block.length;
        }
    }

    private Manifest sealed(CaptureDescription c, MediaScan.Found found) {
        CaptureDescription capture = c.recoveredAt(endOf(c, found));
        var media = new Media(found.length(), found.sha256(), found.packets());
        return new Manifest(Manifest.VERSION, State.SEALED, true, capture, clock.instant(), media, null);
    }

    /** When the last packet has sounded, or the last change was made, if that was later. */
    private static Instant endOf(CaptureDescription capture, MediaScan.Found found) {
        Instant end = capture.startedAt();
        if (found.packets() > 0) {
            long nanos = found.lastPacketUnixNanos();
            end = later(
                    end,
                    Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND)
                            .plus(LAST_FRAME));
        }
        for (OrderedInterval interval : capture.intervals()) {
            end = later(end, interval.to());
        }
        for (OpenInterval interval : capture.openIntervals()) {
            end = later(end, interval.from());
        }
        return end;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
