package io.tapedeck.proxy.control;

import io.tapedeck.contracts.calls.TimelineEntry.Result;

/** What whoever wanted to control a recording is told. */
public enum Verdict {
    DONE(Result.DONE),
    /** Whoever asked may not; nothing has changed. */
    FORBIDDEN(Result.FORBIDDEN),
    /** It is so already, nothing is there to do it to, or the call is not answered yet. */
    WRONG_STATE(Result.WRONG_STATE),
    /** The capture node is away or has no room; nothing has changed. */
    UNAVAILABLE(Result.FAILED);

    private final Result result;

    Verdict(Result result) {
        this.result = result;
    }

    Result result() {
        return result;
    }

    static Verdict of(Outcome outcome) {
        return switch (outcome) {
            case DONE -> DONE;
            case WRONG_STATE -> WRONG_STATE;
            case NODE_AWAY, NO_ROOM -> UNAVAILABLE;
        };
    }
}
