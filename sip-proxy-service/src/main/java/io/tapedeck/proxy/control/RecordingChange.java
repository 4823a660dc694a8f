package io.tapedeck.proxy.control;

import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something has happened to recordings of a session, by the rules, by a user or by themselves.
 *
 * @param node capture node of the session
 * @param orders those concerned; for a pause and its end, all that are running
 * @param by the user who did it; null for the rules, an administrator, a time limit
 * @param state of the session's recording afterwards
 */
public record RecordingChange(
        SessionId session,
        String node,
        TenantId tenant,
        Kind kind,
        List<RecordingOrder> orders,
        @Nullable UserId by,
        RecordingState state) {

    public RecordingChange {
        orders = List.copyOf(orders);
    }

    /** What happened. The end of a call is no stop: nobody is there to hear of it. */
    public enum Kind {
        STARTED,
        STOPPED,
        PAUSED,
        RESUMED
    }
}
