package io.tapedeck.capture.spool;

import io.tapedeck.capture.session.CaptureDescription;
import io.tapedeck.capture.session.RingPosition;
import io.tapedeck.capture.session.SpooledCapture;
import io.tapedeck.capture.session.StreamDescription;
import io.tapedeck.capture.spool.CaptureFile.FinishedMedia;
import io.tapedeck.capture.spool.Manifest.Media;
import io.tapedeck.capture.spool.Manifest.State;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One capture's way to disk. What waits for the disk runs on a thread of its own, in order: open, describe, seal. A
 * disk that refuses is asked again; meanwhile the call goes on.
 */
final class OpenCapture implements SpooledCapture {

    private static final Logger LOG = System.getLogger(OpenCapture.class.getName());
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

    private final CaptureSpool spool;
    private final CaptureFile file;
    private final AtomicReference<@Nullable CaptureDescription> undescribed = new AtomicReference<>();
    private volatile boolean sealing;
    /** As it stands in its file; of the tasks in order only. */
    private @Nullable Manifest written;

    private int revision;

    private boolean complained;

    OpenCapture(CaptureSpool spool, CaptureFile file) {
        this.spool = spool;
        this.file = file;
    }

    @Override
    public int addStream(StreamDescription stream) {
        var tap = new Tap(
                file,
                stream.stream().interfaceIndex(),
                CaptureSpool.addressOf(stream.local().host()),
                stream.local().port());
        int number = spool.taps().add(tap);
        spool.addStream(stream, number, tap);
        return number;
    }

    @Override
    public void describe(CaptureDescription description) {
        if (sealing) {
            return; // what is sealed says the last word
        }
        undescribed.set(description);
        spool.inOrder(file.id(), this::writeDescription);
    }

    private void writeDescription() {
        CaptureDescription description = undescribed.getAndSet(null);
        if (description == null) {
            return; // a later one was written already
        }
        while (!isWritten(description) && !sealing) {
            LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            CaptureDescription later = undescribed.getAndSet(null);
            description = later == null ? description : later;
        }
    }

    private boolean isWritten(CaptureDescription description) {
        try {
            Manifest manifest = Manifest.open(description, ++revision);
            if (file.output() != null) {
                spool.manifests().write(manifest, this::writeManifestAgain);
                written = manifest;
            } else {
                spool.manifests().begin(manifest, this::writeManifestAgain);
                written = manifest;
                Path media = spool.directory().mediaFile(file.id());
                file.open(new RoomAhead(spool.opener().open(media), media, LinuxFileRoom.ofSystem()));
                spool.announcements().started(manifest);
            }
            return true;
        } catch (IOException e) {
            complain(e);
            return false;
        }
    }

    /** Any thread: neither journal nor disk may have it; it is synced by itself, or sealed before. */
    void writeManifestAgain() {
        file.doubtManifest();
        spool.inOrder(file.id(), () -> {
            while (!sealing) { // then comes, or was, a manifest that is synced; the doubt ends with the capture
                if (isSynced()) {
                    file.trustManifest();
                    return;
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        });
    }

    private boolean isSynced() {
        Manifest manifest = written;
        try {
            if (manifest != null) {
                spool.directory().write(manifest);
            }
            return true;
        } catch (IOException e) {
            complain(e);
            return false;
        }
    }

    private void complain(Exception e) {
        spool.counters().failed();
        if (!complained) {
            complained = true;
            LOG.log(Level.ERROR, "capture {0}: the disk refuses: {1}", file.id(), e.toString());
        }
    }

    @Override
    public void seal(CaptureDescription last, RingPosition ringPosition) {
        sealing = true;
        long since = System.nanoTime();
        spool.inOrder(file.id(), () -> {
            close(last, ringPosition, since);
            spool.ended(file); // not after a fault of ours: then the journal is kept for the next start
        });
    }

    private void close(CaptureDescription last, RingPosition ringPosition, long since) {
        if (file.output() == null && !isWritten(last)) {
            spool.writer().finish(file, ringPosition).join();
            LOG.log(
                    Level.ERROR,
                    "capture {0} of session {1} is lost: the disk took nothing of it",
                    last.captureId(),
                    last.sessionId());
            return;
        }
        FinishedMedia media = spool.writer().finish(file, ringPosition).join();
        if (media.packets() == 0 && media.lost() == 0 && last.orders().isEmpty()) {
            discard();
            return;
        }
        if (media.failure() != null) {
            LOG.log(
                    Level.ERROR,
                    "capture {0}: {1} packets could not be written: {2}",
                    last.captureId(),
                    media.lost(),
                    media.failure());
        }
        sealUntilWritten(last, media);
        spool.counters().sealed(System.nanoTime() - since, media.lost());
    }

    private void sealUntilWritten(CaptureDescription last, FinishedMedia media) {
        Manifest sealed = seal(last, media);
        while (sealed == null) {
            if (spool.isClosing()) {
                spool.leave(); // recovery seals it at the next start
                return;
            }
            LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            sealed = seal(last, media);
        }
        spool.announcements().sealed(sealed);
    }

    /** @return null when the disk refuses */
    private @Nullable Manifest seal(CaptureDescription last, FinishedMedia media) {
        try {
            MediaOutput output = Objects.requireNonNull(file.output());
            output.truncate(media.bytes());
            Manifest sealed = written(sealed(last, media), output, media.bytes());
            output.close();
            return sealed;
        } catch (IOException | RuntimeException e) { // some of Java's files throw those for what the disk says
            complain(e);
            return null;
        }
    }

    private Manifest written(Manifest sealed, MediaOutput output, long bytes) throws IOException {
        if (!file.isInDoubt()) {
            file.sync();
        }
        restoreIfRemoved(output, bytes);
        if (file.isInDoubt()) {
            return spool.renewal().seal(sealed, output);
        }
        spool.directory().write(sealed);
        return sealed;
    }

    /** Somebody removed the spool under our hands; what is open is not lost by that. */
    private void restoreIfRemoved(MediaOutput output, long bytes) throws IOException {
        Path media = spool.directory().mediaFile(file.id());
        if (!Files.exists(media)) {
            spool.directory().create(file.id());
            if (output.copyTo(media) < bytes) {
                throw new IOException("not all of the media can be read back");
            }
            LOG.log(Level.WARNING, "capture {0} was removed while it was written, and is there again", file.id());
        }
    }

    private Manifest sealed(CaptureDescription last, FinishedMedia media) {
        return new Manifest(
                Manifest.VERSION,
                State.SEALED,
                false,
                last.plusDropped(media.lost()),
                Manifest.sealedAt(last, spool.clock().instant()),
                new Media(media.bytes(), media.sha256(), media.packets()),
                media.failure(),
                null);
    }

    private void discard() {
        try {
            MediaOutput output = file.output();
            if (output != null) {
                output.close();
            }
            spool.directory().remove(file.id());
        } catch (IOException e) {
            complain(e);
        }
    }
}
