package io.tapedeck.capture.control;

/** A request that gets {@code result=error}. The message is the {@code error-reason}, worded as rtpengine does. */
final class NgRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    NgRefusal(String reason) {
        super(reason, null, false, false); // an answer, not a fault: no stack
    }
}
