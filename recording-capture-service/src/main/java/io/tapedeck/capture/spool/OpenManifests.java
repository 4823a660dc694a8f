package io.tapedeck.capture.spool;

import io.tapedeck.contracts.CaptureId;
import java.io.IOException;

/**
 * What is said of captures while they are open. It stands in the capture's own manifest at once, where a killed process
 * leaves it; for a power cut it goes into the journal, which is synced for all calls together, instead of a sync of the
 * file, of its directory and of the spool for each. A sealed manifest is synced by itself.
 */
final class OpenManifests {

    private final SpoolDirectory directory;
    private final RingWriter writer;
    private final boolean isJournalEnough;

    /**
     * @param isJournalEnough whether everything is synced before a segment of the journal goes; without that a manifest has
     *     to be synced by itself
     */
    OpenManifests(SpoolDirectory directory, RingWriter writer, boolean isJournalEnough) {
        this.directory = directory;
        this.writer = writer;
        this.isJournalEnough = isJournalEnough;
    }

    /** Makes the capture's directory and the manifest in it. */
    void begin(Manifest manifest, Runnable refused) throws IOException {
        CaptureId id = manifest.capture().captureId();
        byte[] bytes = directory.bytesOf(manifest);
        if (isForJournal(bytes)) {
            directory.beginUnsynced(id, bytes);
            writer.keep(id, bytes, refused);
        } else {
            directory.begin(manifest);
        }
    }

    /**
     * Replaces the manifest.
     *
     * @param refused runs, on the writer's thread, when the journal has not taken it: then it has to be synced by itself
     */
    void write(Manifest manifest, Runnable refused) throws IOException {
        CaptureId id = manifest.capture().captureId();
        byte[] bytes = directory.bytesOf(manifest);
        if (isForJournal(bytes)) {
            directory.writeUnsynced(id, bytes); // first: what the journal has of it goes when the files are synced
            writer.keep(id, bytes, refused);
        } else {
            directory.write(manifest);
        }
    }

    private boolean isForJournal(byte[] manifest) {
        return isJournalEnough && manifest.length <= Journal.LONGEST_MANIFEST;
    }

    /** The capture is sealed, or gone: no journal is needed to know it. */
    void forget(CaptureId id) {
        writer.forget(id);
    }
}
