package io.tapedeck.proxy.control;

import java.time.Duration;

/** Is told what happens to recordings, in the mailbox of the session: it may block, and comes before what follows. */
@FunctionalInterface
public interface RecordingListener {

    /**
     * Something is about to be stopped.
     *
     * @return how long the capture node goes on with it, so that what is said of the end is in the recording
     */
    default Duration stopping(RecordingChange change) {
        return Duration.ZERO;
    }

    /** After the capture node has done it; for a start with the answer, before the caller hears of the answer. */
    void changed(RecordingChange change);
}
