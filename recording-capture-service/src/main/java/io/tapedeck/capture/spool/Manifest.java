package io.tapedeck.capture.spool;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tapedeck.capture.session.CaptureDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code manifest.json}: the truth about a capture. Its directory bears the capture's id; beside it stands
 * {@code media.pcapng}.
 *
 * @param version of this schema; a reader refuses a higher one
 * @param recovered sealed by recovery, not by the end of the call
 * @param capture with {@code droppedPackets} of ring and disk together, once sealed
 * @param sealedAt null while the capture is open
 * @param media null while the capture is open
 * @param failure what the disk said when packets were lost; null when nothing failed
 */
public record Manifest(
        int version,
        State state,
        boolean recovered,
        CaptureDescription capture,
        @Nullable Instant sealedAt,
        @Nullable Media media,
        @Nullable String failure) {

    static final int VERSION = 1;

    public Manifest {
        if (version < 1 || version > VERSION) {
            throw new IllegalArgumentException("manifest of version " + version + ", this node knows " + VERSION);
        }
        if (state != State.OPEN && (sealedAt == null || media == null || capture.endedAt() == null)) {
            throw new IllegalArgumentException("a sealed manifest without end, time or media");
        }
    }

    static Manifest open(CaptureDescription capture) {
        return new Manifest(VERSION, State.OPEN, false, capture, null, null, null);
    }

    /** Never before the end, even when somebody sets the clock back. */
    static Instant sealedAt(CaptureDescription capture, Instant now) {
        Instant end = capture.endedAt();
        return end != null && end.isAfter(now) ? end : now;
    }

    Manifest announced() {
        return new Manifest(version, State.ANNOUNCED, recovered, capture, sealedAt, media, failure);
    }

    /** Where the capture stands. */
    public enum State {
        @JsonProperty("open")
        OPEN,
        @JsonProperty("sealed")
        SEALED,
        /** The seal is acknowledged by Kafka. */
        @JsonProperty("announced")
        ANNOUNCED
    }

    /**
     * The raw file.
     *
     * @param sha256 lower-case hexadecimal, over the whole file
     */
    public record Media(long bytes, String sha256, long packets) {}
}
