package io.tapedeck.capture.spool;

/** How it stands with the journal. */
public enum JournalState {
    /** Nothing was to be written yet. */
    IDLE,
    WRITING,
    /** The disk refuses it; the captures' files are flushed one by one instead. */
    FAILING
}
