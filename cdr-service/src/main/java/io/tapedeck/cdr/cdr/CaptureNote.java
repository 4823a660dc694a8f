package io.tapedeck.cdr.cdr;

import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureStarted;
import io.tapedeck.contracts.captures.SealReason;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a capture.
 *
 * @param endedAt null while the capture is open
 * @param reason null while the capture is open
 */
public record CaptureNote(
        CaptureId id,
        String node,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable SealReason reason,
        boolean recovered,
        long droppedPackets) {

    static CaptureNote of(CaptureStarted started) {
        return new CaptureNote(started.captureId(), started.node(), started.startedAt(), null, null, false, 0);
    }

    static CaptureNote of(CaptureSealed sealed) {
        return new CaptureNote(
                sealed.captureId(),
                sealed.node(),
                sealed.startedAt(),
                sealed.endedAt(),
                sealed.reason(),
                sealed.recovered(),
                sealed.droppedPackets());
    }

    boolean isSealed() {
        return endedAt != null;
    }

    /** The last moment at which it is known to have been up. */
    Instant lastSign() {
        return endedAt == null ? startedAt : endedAt;
    }

    /** The end of the call, where this capture's end means that nobody else will tell it. */
    Optional<Closure> closure() {
        if (endedAt == null || reason == null) {
            return Optional.empty();
        }
        return switch (reason) {
            case MEDIA_TIMEOUT -> Optional.of(new Closure(endedAt, EndedReason.MEDIA_TIMEOUT, true));
            case SHUTDOWN, RECOVERED -> Optional.of(new Closure(endedAt, EndedReason.INTERRUPTED, true));
            case CALL_ENDED, STOPPED ->
                recovered ? Optional.of(new Closure(endedAt, EndedReason.INTERRUPTED, true)) : Optional.empty();
        };
    }
}
