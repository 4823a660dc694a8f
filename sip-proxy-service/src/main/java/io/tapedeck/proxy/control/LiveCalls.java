package io.tapedeck.proxy.control;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.proxy.policy.Demand;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The calls that are up, for those who are not on them. Safe for any thread. */
public interface LiveCalls {

    /** The newest first. */
    List<LiveCall> calls();

    Optional<LiveCall> call(SessionId session);

    /**
     * Does something to the recordings of a call, in its turn.
     *
     * @param wishes for a recording that is to be started
     * @param only the recording that a stop is about; null for those of the tenant as a whole
     * @return empty when there is no such call, or it ends before its turn comes
     */
    CompletableFuture<Optional<Verdict>> control(
            SessionId session, String by, ControlAction action, Demand wishes, @Nullable RecordingId only);
}
