package io.tapedeck.capture.announce;

import io.tapedeck.capture.spool.SpoolDirectory;
import io.tapedeck.contracts.CaptureId;
import java.net.URI;

/**
 * Where workers find a capture: on this node's HTTP when its address was given, else in the spool, which they then share.
 *
 * @param base address of this node's HTTP without a slash at the end; empty for the spool
 */
record RawLocations(SpoolDirectory spool, String base) {

    URI of(CaptureId id) {
        return base.isEmpty() ? spool.mediaFile(id).toUri() : URI.create(base + "/internal/captures/" + id + "/media");
    }
}
