package io.tapedeck.capture.spool;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
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
 * @param revision counts what was said of the capture while it was open, from 1; null once it is sealed, and where nobody counted
 */
public record Manifest(
        int version,
        State state,
        boolean recovered,
        CaptureDescription capture,
        @Nullable Instant sealedAt,
        @Nullable Media media,
        @Nullable String failure,
        @JsonInclude(Include.NON_NULL) @Nullable Integer revision) {

    static final int VERSION = 1;

    public Manifest {
        if (version < 1 || version > VERSION) {
            throw new IllegalArgumentException("manifest of version " + version + ", this node knows " + VERSION);
        }
        if (state != State.OPEN && (sealedAt == null || media == null || capture.endedAt() == null)) {
            throw new IllegalArgumentException("a sealed manifest without end, time or media");
        }
    }

    static Manifest open(CaptureDescription capture, int revision) {
        return new Manifest(VERSION, State.OPEN, false, capture, null, null, null, revision);
    }

    /** Never before the end, even when somebody sets the clock back. */
    static Instant sealedAt(CaptureDescription capture, Instant now) {
        Instant end = capture.endedAt();
        return end != null && end.isAfter(now) ? end : now;
    }

    Manifest announced() {
        return new Manifest(version, State.ANNOUNCED, recovered, capture, sealedAt, media, failure, null);
    }

    /** Whether both are of an open capture, and this one says what came later. */
    boolean isLaterThan(Manifest other) {
        return state == State.OPEN && other.state == State.OPEN && count(revision) > count(other.revision);
    }

    private static int count(@Nullable Integer revision) {
        return revision == null ? 0 : revision;
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
