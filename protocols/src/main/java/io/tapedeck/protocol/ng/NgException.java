package io.tapedeck.protocol.ng;

/** The bytes are not a bencoded value, or one beyond the bounds. */
public class NgException extends Exception {

    private static final long serialVersionUID = 1L;

    public NgException(String message) {
        super(message);
    }
}
