package io.tapedeck.protocol.ng;

/**
 * The bytes are not a bencoded value, or one beyond the bounds; the controller that sent them must act. Carries no stack trace:
 * strangers cause it.
 */
public class NgException extends Exception {

    private static final long serialVersionUID = 1L;

    public NgException(String message) {
        super(message, null, false, false);
    }
}
