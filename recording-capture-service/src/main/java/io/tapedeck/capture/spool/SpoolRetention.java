package io.tapedeck.capture.spool;

import io.tapedeck.capture.spool.Manifest.State;
import io.tapedeck.contracts.CaptureId;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Removes captures that are old enough: those whose recordings were made, and those that Kafka has known of for so long
 * that their recordings must be. The latter is never by default, since nobody can know.
 */
final class SpoolRetention {

    private static final Logger LOG = System.getLogger(SpoolRetention.class.getName());

    private final SpoolDirectory directory;
    private final Duration keep;
    private final ConvertedCaptures converted;
    private final Duration keepConverted;
    private final InstantSource clock;

    /**
     * @param keep since the seal was announced; zero for ever
     * @param keepConverted since the last recording was made; zero for ever
     */
    SpoolRetention(
            SpoolDirectory directory,
            Duration keep,
            ConvertedCaptures converted,
            Duration keepConverted,
            InstantSource clock) {
        this.directory = directory;
        this.keep = keep;
        this.converted = converted;
        this.keepConverted = keepConverted;
        this.clock = clock;
    }

    void sweep() {
        if (!keep.isZero()) {
            sweepAnnounced();
        }
        if (!keepConverted.isZero()) {
            sweepConverted();
        }
    }

    private void sweepConverted() {
        try {
            converted.release(keepConverted, () -> false, () -> {});
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the spool cannot be listed: {0}", e.toString());
        }
    }

    private void sweepAnnounced() {
        Instant before = clock.instant().minus(keep);
        try {
            for (CaptureId id : directory.captures()) {
                removeIfOld(id, before);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the spool cannot be listed: {0}", e.toString());
        }
    }

    private void removeIfOld(CaptureId id, Instant before) {
        try {
            Manifest manifest = directory.read(id);
            Instant sealedAt = manifest.sealedAt();
            if (manifest.state() == State.ANNOUNCED && sealedAt != null && sealedAt.isBefore(before)) {
                directory.remove(id);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "capture {0} is kept: {1}", id, e.toString());
        }
    }
}
