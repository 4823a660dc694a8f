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
 * Removes captures that Kafka has known of for long enough. This node cannot know whether the recording was made, so
 * the default is to remove nothing.
 */
final class SpoolRetention {

    private static final Logger LOG = System.getLogger(SpoolRetention.class.getName());

    private final SpoolDirectory directory;
    private final Duration keep;
    private final InstantSource clock;

    SpoolRetention(SpoolDirectory directory, Duration keep, InstantSource clock) {
        this.directory = directory;
        this.keep = keep;
        this.clock = clock;
    }

    void sweep() {
        if (keep.isZero()) {
            return;
        }
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
