package io.tapedeck.capture.spool;

import io.tapedeck.capture.session.CaptureDescription;
import io.tapedeck.capture.session.CaptureDescription.OpenInterval;
import io.tapedeck.capture.spool.Manifest.Media;
import io.tapedeck.capture.spool.Manifest.State;
import io.tapedeck.contracts.captures.OrderedInterval;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Seals captures by what their media files have. */
final class CaptureSealing {

    private static final Logger LOG = System.getLogger(CaptureSealing.class.getName());
    /** How long the last packet sounds; the commonest packet time. */
    private static final Duration LAST_FRAME = Duration.ofMillis(20);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final SpoolDirectory directory;
    private final InstantSource clock;

    CaptureSealing(SpoolDirectory directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** For people who open the file. */
    static String comment(CaptureDescription capture) {
        return "session " + capture.sessionId() + ", recovered";
    }

    /** Of a capture that a crash left open, after the journal was replayed. */
    Manifest recover(Manifest open) throws IOException {
        CaptureDescription capture = open.capture();
        MediaScan.Found whole = whole(capture);
        Manifest sealed = sealed(true, capture.recoveredAt(endOf(capture, whole)), whole);
        directory.write(sealed);
        LOG.log(
                Level.WARNING,
                "capture {0} of session {1} was open and is recovered: {2} packets",
                capture.captureId(),
                capture.sessionId(),
                whole.packets());
        return sealed;
    }

    /** Of one that was sealed before: length, checksum and packets are those of the file again. */
    Manifest again(Manifest sealed) throws IOException {
        Manifest fresh = sealed(sealed.recovered(), sealed.capture(), whole(sealed.capture()));
        directory.write(fresh);
        return fresh;
    }

    private Manifest sealed(boolean recovered, CaptureDescription capture, MediaScan.Found found) {
        var media = new Media(found.length(), found.sha256(), found.packets());
        Instant sealedAt = Manifest.sealedAt(capture, clock.instant());
        return new Manifest(Manifest.VERSION, State.SEALED, recovered, capture, sealedAt, media, null, null);
    }

    /** Cuts off what is no whole block. */
    private MediaScan.Found whole(CaptureDescription capture) throws IOException {
        Path file = directory.mediaFile(capture.captureId());
        MediaScan.Found found = MediaScan.of(file);
        try (MediaOutput output = new RoomAhead(MediaOutput.open(file), file, LinuxFileRoom.ofSystem())) {
            if (found.packets() == 0) {
                LOG.log(Level.WARNING, "capture {0} is sealed without a packet on disk", capture.captureId());
                output.truncate(0);
                output.truncate(writePreamble(output, capture));
            } else {
                output.truncate(found.length());
            }
            output.sync();
        }
        return found.packets() == 0 ? MediaScan.of(file) : found;
    }

    /** A file without packets is a file all the same: a call in which nobody spoke. */
    private static long writePreamble(MediaOutput output, CaptureDescription capture) throws IOException {
        long at = 0;
        List<byte[]> blocks = new ArrayList<>();
        blocks.add(Preamble.section(comment(capture)));
        capture.streams().forEach(stream -> blocks.add(Preamble.of(stream)));
        for (byte[] block : blocks) {
            output.write(ByteBuffer.wrap(block), at);
            at += block.length;
        }
        return at;
    }

    /** When the last packet has sounded, or the last change was made, if that was later. */
    private static Instant endOf(CaptureDescription capture, MediaScan.Found found) {
        Instant end = capture.startedAt();
        if (found.packets() > 0) {
            long nanos = found.lastPacketUnixNanos();
            end = later(
                    end,
                    Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND)
                            .plus(LAST_FRAME));
        }
        for (OrderedInterval interval : capture.intervals()) {
            end = later(end, interval.to());
        }
        for (OpenInterval interval : capture.openIntervals()) {
            end = later(end, interval.from());
        }
        return end;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
