package io.tapedeck.protocol.digest;

/**
 * A header that is not digest authentication as this package understands it; its sender must act. Carries no stack trace:
 * strangers cause it.
 */
public class DigestException extends Exception {

    public DigestException(String message) {
        super(message, null, false, false);
    }
}
