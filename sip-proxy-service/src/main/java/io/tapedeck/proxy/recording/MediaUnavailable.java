package io.tapedeck.proxy.recording;

import java.util.OptionalInt;

/** No capture node can take the call, or the call's own node is gone. The operator has to act. */
public final class MediaUnavailable extends Exception {

    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int RETRY_AFTER_SECONDS = 5;

    public MediaUnavailable(String message) {
        super(message);
    }

    /** SIP status for the caller. */
    public int statusCode() {
        return SERVICE_UNAVAILABLE;
    }

    /** For the header Retry-After. */
    public OptionalInt retryAfterSeconds() {
        return OptionalInt.of(RETRY_AFTER_SECONDS);
    }
}
