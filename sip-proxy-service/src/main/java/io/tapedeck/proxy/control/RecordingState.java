package io.tapedeck.proxy.control;

/** How the recording of a session stands as a whole. */
public enum RecordingState {
    /** Nothing is recorded. */
    OFF,
    /** A recording is ordered and waits for the parties to be connected. */
    PENDING,
    ON,
    /** At least one medium is kept from the disk. */
    PAUSED
}
