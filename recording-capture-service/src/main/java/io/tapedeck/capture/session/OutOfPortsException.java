package io.tapedeck.capture.session;

/** Every media port is taken or in quarantine. The operator widens the range or adds a node. */
public final class OutOfPortsException extends Exception {

    private static final long serialVersionUID = 1L;

    public OutOfPortsException() {
        super("Out of ports");
    }
}
