package io.tapedeck.capture.session;

/** What a message is about, by the tags it names. See {@link CaptureSession#addressed}. */
public enum Addressed {
    CALL,
    LOST_FORK,
    NOBODY
}
