package io.tapedeck.testkit.phone;

/** A message that does not follow RFC 3261. Whoever sent it is wrong. */
final class SipSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    SipSyntaxException(String message) {
        super(message);
    }
}
