package io.tapedeck.proxy.control;

import java.time.Duration;

/** Is told what happens to recordings, in the mailbox of the session: it may block, and comes before what follows. */
@FunctionalInterface
public interface RecordingListener {

    /** Whether {@link #stopping} would tell the parties of it, and therefore has to come when it is sure. */
    default boolean announces(RecordingChange stop) {
        return false;
    }

    /**
     * Something is about to be stopped, and the capture node has agreed if that is announced.
     *
     * @return how long the capture node goes on with it, so that what is said of the end is in the recording
     */
    default Duration stopping(RecordingChange change) {
        return Duration.ZERO;
    }

    /** After the capture node has done it; for a start with the answer, before the caller hears of the answer. */
    void changed(RecordingChange change);
}
