package io.tapedeck.capture.spool;

import io.tapedeck.contracts.CaptureId;
import org.jspecify.annotations.Nullable;

/**
 * A capture as it lies on the disk.
 *
 * @param isSetAside recovery could not read its manifest and put it out of the way
 * @param manifest null when nobody can read it
 * @param damage why nobody can; null when there is a manifest
 * @param bytes of the media file
 */
public record StoredCapture(
        CaptureId id,
        boolean isSetAside,
        @Nullable Manifest manifest,
        @Nullable String damage,
        long bytes) {

    public StoredCapture {
        if ((manifest == null) == (damage == null)) {
            throw new IllegalArgumentException("a manifest, or the reason why there is none");
        }
    }
}
