package io.tapedeck.capture.spool;

import io.tapedeck.capture.spool.Manifest.Media;
import io.tapedeck.contracts.CaptureId;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Seals a capture whose file is in doubt: the disk has refused some of it, and the kernel tells that once, then takes
 * the pages for written. So all that can still be read goes into a file of its own, and what cannot comes from the
 * journal, which was kept for that.
 */
final class MediaRenewal {

    private static final Logger LOG = System.getLogger(MediaRenewal.class.getName());
    private static final String FRESH = "media.fresh";

    private final SpoolDirectory directory;
    private final Path journal;
    private final JournalCompletion completion;
    private final CaptureSealing sealing;

    /** @param journal which the capture's packets went through */
    MediaRenewal(SpoolDirectory directory, Path journal, InstantSource clock) {
        this.directory = directory;
        this.journal = journal;
        this.completion = new JournalCompletion(directory);
        this.sealing = new CaptureSealing(directory, clock);
    }

    /**
     * Called again after a failure, it begins again.
     *
     * @param wanted what the manifest should say
     * @param doubted still open; stays so
     * @return what it says now
     */
    Manifest seal(Manifest wanted, MediaOutput doubted) throws IOException {
        CaptureId id = wanted.capture().captureId();
        Path media = directory.mediaFile(id);
        Path fresh = media.resolveSibling(FRESH);
        long read = doubted.copyTo(fresh);
        Files.move(fresh, media, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        SpoolDirectory.sync(directory.directory(id));
        if (isWhole(wanted, media)) {
            directory.write(wanted);
            LOG.log(Level.WARNING, "capture {0}: the disk had refused some of it; it was written again", id);
            return wanted;
        }
        LOG.log(Level.WARNING, "capture {0}: the disk has lost some of it behind byte {1} at the latest", id, read);
        return completed(wanted);
    }

    private static boolean isWhole(Manifest wanted, Path media) throws IOException {
        Media promised = wanted.media();
        return promised != null && MediaScan.of(media).sha256().equals(promised.sha256());
    }

    /** One at a time: each reads the whole journal. */
    private synchronized Manifest completed(Manifest wanted) throws IOException {
        completion.complete(List.of(Manifest.open(wanted.capture(), 1)), List.of(), Journal.segments(journal));
        Manifest found = sealing.again(wanted);
        long missing = packets(wanted) - packets(found);
        if (missing <= 0) {
            return found;
        }
        LOG.log(
                Level.ERROR,
                "capture {0}: {1} packets are lost, the disk has refused them and the journal has not got them",
                wanted.capture().captureId(),
                missing);
        Manifest lacking = lacking(found, missing, wanted.failure());
        directory.write(lacking);
        return lacking;
    }

    private static long packets(Manifest manifest) {
        Media media = manifest.media();
        return media == null ? 0 : media.packets();
    }

    private static Manifest lacking(Manifest found, long missing, @Nullable String failure) {
        return new Manifest(
                found.version(),
                found.state(),
                found.recovered(),
                found.capture().plusDropped(missing),
                found.sealedAt(),
                found.media(),
                failure == null ? "the disk has lost what it was given" : failure,
                null);
    }
}
