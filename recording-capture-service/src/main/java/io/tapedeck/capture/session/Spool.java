package io.tapedeck.capture.session;

import io.tapedeck.contracts.CaptureId;

/** The disk. */
public interface Spool {

    /**
     * A capture that may take packets at once; nothing of them reaches the disk before its first description.
     *
     * @param clock dates its packets
     * @param comment who and what, for people who open the raw file
     */
    SpooledCapture begin(CaptureId id, CaptureClock clock, String comment);
}
