package io.tapedeck.cdr.cdr;

import java.time.Duration;

/** What is counted, after it is committed. Calls are short and never fail. */
public interface Figures {

    /** A recording can be played. The duration is what people waited since the call's end. */
    void becamePlayable(Duration sinceEnd);

    /** Assurance found ordered recordings that were never captured. */
    void notCaptured(int recordings);

    /** Calls were closed whose own end was never told. */
    void endLost(int calls);
}
