package io.tapedeck.capture.session;

/** Sockets for calls. */
public interface MediaRelay {

    /**
     * A call without ports yet.
     *
     * @param callId for what it has to tell, see {@link CallEvents}
     */
    RelayedCall open(String callId);
}
