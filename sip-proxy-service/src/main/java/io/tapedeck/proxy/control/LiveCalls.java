package io.tapedeck.proxy.control;

import io.tapedeck.contracts.SessionId;
import java.util.List;
import java.util.Optional;

/** The calls that are up, for those who are not on them. Safe for any thread. */
public interface LiveCalls {

    /** The newest first. */
    List<LiveCall> calls();

    Optional<LiveCall> call(SessionId session);

    /**
     * Does something to the recordings of a call, in its turn.
     *
     * @return empty when there is no such call, or it ends before its turn comes
     */
    Turn control(SessionId session, Wish wish);
}
