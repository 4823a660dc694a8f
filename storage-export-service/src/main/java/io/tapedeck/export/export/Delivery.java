package io.tapedeck.export.export;

import io.tapedeck.contracts.DeliveryMethod;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.TenantId;
import java.net.URI;
import java.time.Instant;

/**
 * One media file on its way to one address. The same recording arrives at the same address once, unless its file changes.
 *
 * @param id given by the ledger
 * @param address what the order named: the file's own name comes behind it
 * @param method by which it is sent there
 * @param mediaKey path inside the store, relative and with forward slashes
 * @param sha256 lower-case hexadecimal digest of the file
 * @param attempts how often it has been tried
 */
public record Delivery(
        long id,
        RecordingId recordingId,
        TenantId tenantId,
        URI address,
        DeliveryMethod method,
        String mediaKey,
        MediaFormat format,
        long bytes,
        String sha256,
        Instant orderedAt,
        int attempts) {

    /** The name under which the other side finds the file. */
    public String fileName() {
        return recordingId + "." + format.extension();
    }

    Delivery tried() {
        return new Delivery(
                id, recordingId, tenantId, address, method, mediaKey, format, bytes, sha256, orderedAt, attempts + 1);
    }
}
