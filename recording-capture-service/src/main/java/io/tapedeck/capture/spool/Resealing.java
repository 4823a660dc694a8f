package io.tapedeck.capture.spool;

import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Seals one capture again, whatever state it is in. Journals stay: other captures may need them. */
final class Resealing {

    private final SpoolDirectory directory;
    private final JournalCompletion completion;
    private final CaptureSealing sealing;

    /** @param directory of which this process is the owner, or which nobody owns */
    Resealing(SpoolDirectory directory, InstantSource clock) {
        this.directory = directory;
        this.completion = new JournalCompletion(directory);
        this.sealing = new CaptureSealing(directory, clock);
    }

    /** @param tenant for whom a capture is recorded whose manifest is lost; null for nobody */
    Manifest reseal(CaptureId id, @Nullable TenantId tenant, List<Path> journals) throws IOException {
        directory.conversionNote(id).remove(); // it is converted again
        Manifest known = readable(id);
        if (known != null && known.state() != Manifest.State.OPEN) {
            return sealing.again(known);
        }
        for (Path journal : journals) {
            List<Path> segments = Journal.segments(journal);
            if (known == null) {
                completion.complete(List.of(), List.of(id), segments);
            } else {
                completion.complete(List.of(known), List.of(), segments);
            }
        }
        if (known == null) {
            return sealing.again(LostManifest.of(id, directory.mediaFile(id), tenant));
        }
        return sealing.recover(known);
    }

    private @Nullable Manifest readable(CaptureId id) {
        try {
            return directory.read(id);
        } catch (IOException _) {
            return null; // its media has to tell
        }
    }
}
