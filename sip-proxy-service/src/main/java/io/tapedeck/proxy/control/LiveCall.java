package io.tapedeck.proxy.control;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.calls.Direction;
import java.time.Instant;

/**
 * A call that is up.
 *
 * @param callee who answered; before that, who was called
 * @param since when it came into this state
 * @param recordingSince since when the recording has stood as it does
 */
public record LiveCall(
        SessionId session,
        TenantId tenant,
        Direction direction,
        Party caller,
        Party callee,
        State state,
        Instant startedAt,
        Instant since,
        RecordingBoard board,
        Instant recordingSince) {

    /** Where the call stands. */
    public enum State {
        CALLING,
        RINGING,
        TALKING
    }
}
