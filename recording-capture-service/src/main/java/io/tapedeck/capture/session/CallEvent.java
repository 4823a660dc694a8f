package io.tapedeck.capture.session;

import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PressedKey;
import java.time.Duration;
import java.time.Instant;

/** What happens to a call by itself, and its controller should know. */
public sealed interface CallEvent {

    /** The ng call-id. */
    String callId();

    Instant at();

    /**
     * A key was pressed, and let go.
     *
     * @param side who pressed it
     * @param digit {@code 0-9*#A-D}
     * @param at when it was let go; by SIP, when it was told
     * @param volume in -dBm0, 0 to 63 (RFC 4733, 2.5.2.3)
     * @param withheld nobody but the controller may know
     */
    record DigitPressed(
            String callId,
            Instant at,
            Side side,
            char digit,
            Duration duration,
            int volume,
            PressedKey.Source source,
            boolean withheld)
            implements CallEvent {

        PressedKey key() {
            Instant down = source == PressedKey.Source.SIP ? at : at.minus(duration);
            return new PressedKey(side, down, duration, String.valueOf(digit), source);
        }
    }

    /** No packet for too long; the call is over. */
    record MediaTimedOut(String callId, Instant at) implements CallEvent {}

    /** Packets began or ceased to be kept. */
    record RecordingChanged(String callId, Instant at, Recording recording) implements CallEvent {}

    /** Somebody whom the port does not believe sends to it: a third party, or a phone that moved without saying so. */
    record SourceRefused(String callId, Instant at, Side side, MediaAddress source) implements CallEvent {}

    /** Optional recordings were not begun, for want of disk space. */
    record RecordingRefused(String callId, Instant at, int recordings) implements CallEvent {}

    /** Where the recording of a call stands. */
    enum Recording {
        ON,
        PAUSED,
        OFF
    }
}
