package io.tapedeck.capture.spool;

import io.tapedeck.capture.spool.Manifest.State;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * Captures of which every recording was made, or was not wanted after all. That is noted beside the media; a capture
 * without the note is never removed.
 */
public final class ConvertedCaptures {

    private static final Logger LOG = System.getLogger(ConvertedCaptures.class.getName());

    private final SpoolDirectory directory;
    private final InstantSource clock;
    private final LongAdder released = new LongAdder();

    ConvertedCaptures(SpoolDirectory directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * Notes that nothing more is wanted of a capture for this recording. Captures of other nodes are passed over. One
     * thread.
     *
     * @throws IOException when the disk refuses; it has to be noted later
     */
    public void converted(CaptureId id, RecordingId recording) throws IOException {
        ConversionNote note = directory.conversionNote(id);
        if (note.isPossible()) {
            note.add(recording, clock.instant());
        }
    }

    /** Captures removed because their recordings are made. */
    public long released() {
        return released.sum();
    }

    /**
     * Removes the oldest first.
     *
     * @param age how long ago the last recording has to be made
     * @param isEnough asked before each
     * @param removed runs after each
     */
    void release(Duration age, BooleanSupplier isEnough, AfterRemoval removed) throws IOException {
        Instant before = clock.instant().minus(age);
        for (CaptureId id : directory.captures()) {
            if (isEnough.getAsBoolean()) {
                return;
            }
            if (isReleased(id, before)) {
                removed.run();
            }
        }
    }

    private boolean isReleased(CaptureId id, Instant before) {
        try {
            if (convertedAt(id).filter(at -> !at.isAfter(before)).isEmpty()) {
                return false;
            }
            directory.remove(id);
            released.increment();
            LOG.log(Level.INFO, "capture {0} is removed, its recordings are made", id);
            return true;
        } catch (IOException e) {
            LOG.log(Level.WARNING, "capture {0} is kept: {1}", id, e.toString());
            return false;
        }
    }

    /** When the last of its recordings was made; empty as long as one is missing, or nobody ordered any. */
    private Optional<Instant> convertedAt(CaptureId id) throws IOException {
        Map<RecordingId, Instant> made = directory.conversionNote(id).read();
        if (made.isEmpty()) {
            return Optional.empty(); // most are, and need no look into the manifest
        }
        Manifest manifest = directory.read(id);
        Instant last = Instant.MIN;
        for (RecordingOrder order : manifest.capture().orders()) {
            Instant at = made.get(order.recordingId());
            if (at == null) {
                return Optional.empty();
            }
            last = at.isAfter(last) ? at : last;
        }
        return manifest.state() == State.ANNOUNCED && !last.equals(Instant.MIN) ? Optional.of(last) : Optional.empty();
    }

    /** What follows a removal. */
    @FunctionalInterface
    interface AfterRemoval {
        void run() throws IOException;
    }
}
