package io.tapedeck.proxy.control;

/** Is told what happens to recordings, in the mailbox of the session: it may block, and comes before what follows. */
@FunctionalInterface
public interface RecordingListener {

    /** After the capture node has done it; for a start with the answer, before the caller hears of the answer. */
    void changed(RecordingChange change);
}
