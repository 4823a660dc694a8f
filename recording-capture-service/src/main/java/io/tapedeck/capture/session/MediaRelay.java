package io.tapedeck.capture.session;

/** Sockets for calls. */
public interface MediaRelay {

    /** A call without ports yet. */
    RelayedCall open();
}
