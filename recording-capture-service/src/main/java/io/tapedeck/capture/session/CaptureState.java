package io.tapedeck.capture.session;

import io.tapedeck.contracts.captures.SealReason;
import java.time.Instant;

/** Where a call stands with its recording. Each state carries the data that is true in it, and no other. */
sealed interface CaptureState {

    /** The same, as others are told. */
    default CallEvent.Recording recording() {
        return switch (this) {
            case Recording _, Draining _ -> CallEvent.Recording.ON;
            case Paused _ -> CallEvent.Recording.PAUSED;
            case Relaying _, Stopped _, Finished _ -> CallEvent.Recording.OFF;
        };
    }

    /**
     * Nothing of the call was ever to be recorded.
     *
     * @param paused an order that comes finds the call paused
     */
    record Relaying(boolean paused) implements CaptureState {}

    record Recording() implements CaptureState {}

    /** Not one packet of this span reaches the disk. */
    record Paused() implements CaptureState {}

    /**
     * The capture is open, and no order is active; a new one may come.
     *
     * @param paused an order that comes finds the call paused
     */
    record Stopped(boolean paused) implements CaptureState {}

    /** The call is over; packets already in flight are still welcome until {@code deadline}. */
    record Draining(Instant deadline, SealReason reason) implements CaptureState {}

    record Finished() implements CaptureState {}
}
