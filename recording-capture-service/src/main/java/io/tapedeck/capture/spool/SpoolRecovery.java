package io.tapedeck.capture.spool;

import io.tapedeck.capture.spool.Manifest.State;
import io.tapedeck.contracts.CaptureId;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Seals what a crash left open, and has announced what was sealed but not told. */
final class SpoolRecovery {

    private static final Logger LOG = System.getLogger(SpoolRecovery.class.getName());
    private final SpoolDirectory directory;
    private final Announcements announcements;
    private final SpoolCounters counters;
    private final JournalCompletion completion;
    private final CaptureSealing sealing;
    /** Recovery may take several attempts. */
    private final Set<CaptureId> told = new HashSet<>();

    SpoolRecovery(SpoolDirectory directory, Announcements announcements, InstantSource clock, SpoolCounters counters) {
        this.directory = directory;
        this.announcements = announcements;
        this.counters = counters;
        this.completion = new JournalCompletion(directory);
        this.sealing = new CaptureSealing(directory, clock);
    }

    /**
     * Nothing found here keeps the service from starting.
     *
     * @param found captures of earlier processes
     * @param journals of earlier processes; removed when nothing in them is needed any more
     * @return whether all is done; false when the disk refuses, then it may be tried again
     */
    boolean recover(List<CaptureId> found, List<Path> journals) {
        Set<CaptureId> all = new LinkedHashSet<>(found);
        boolean isRestored = isRestored(all, journals);
        List<Manifest> untold = new ArrayList<>();
        List<Manifest> open = new ArrayList<>();
        Map<CaptureId, IOException> damaged = new LinkedHashMap<>();
        for (CaptureId id : all) {
            switch (read(id, damaged)) {
                case Manifest m when m.state() == State.OPEN -> open.add(m);
                case Manifest m when m.state() == State.SEALED && told.add(id) -> untold.add(m);
                case null, default -> {
                    // nothing to do
                }
            }
        }
        boolean isDone = isRestored && replay(open, List.copyOf(damaged.keySet()), journals);
        if (isDone) {
            for (Manifest manifest : open) {
                isDone &= seal(manifest, untold);
            }
            damaged.forEach(this::setAside);
        }
        untold.sort(Comparator.comparing(SpoolRecovery::sealedAt));
        untold.forEach(announcements::sealed);
        return isDone && isRemoved(journals);
    }

    private boolean isRestored(Set<CaptureId> found, List<Path> journals) {
        try {
            for (Path journal : journals) {
                found.addAll(JournaledManifests.restore(directory, Journal.segments(journal)));
            }
            return true;
        } catch (IOException e) {
            return refused("what the journal says", e);
        }
    }

    private @Nullable Manifest read(CaptureId id, Map<CaptureId, IOException> damaged) {
        try {
            return directory.read(id);
        } catch (IOException e) {
            if (!directory.isEmpty(id)) { // put aside before, or removed
                damaged.put(id, e);
            }
            return null;
        }
    }

    private boolean replay(List<Manifest> open, List<CaptureId> damaged, List<Path> journals) {
        try {
            for (Path journal : journals) {
                completion.complete(open, damaged, Journal.segments(journal));
            }
            return true;
        } catch (IOException e) {
            return refused("the journal", e);
        }
    }

    private boolean seal(Manifest open, List<Manifest> untold) {
        try {
            untold.add(sealing.recover(open));
            counters.recovered();
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
}
