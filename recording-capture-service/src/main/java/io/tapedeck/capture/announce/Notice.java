package io.tapedeck.capture.announce;

import io.tapedeck.capture.spool.Manifest;
import io.tapedeck.contracts.CaptureId;
import org.jspecify.annotations.Nullable;

/**
 * That something of a capture is to be told.
 *
 * @param seal whether it is its seal; else its start
 * @param manifest what is to be told of; null when it has to be looked up on the disk
 * @param postponed whether it could not be looked up once already
 */
record Notice(CaptureId id, boolean seal, @Nullable Manifest manifest, boolean postponed) {

    static Notice of(Manifest manifest, boolean seal) {
        return new Notice(manifest.capture().captureId(), seal, manifest, false);
    }

    /** The same without what it weighs. */
    Notice light() {
        return new Notice(id, seal, null, postponed);
    }

    Notice later() {
        return new Notice(id, seal, null, true);
    }
}
