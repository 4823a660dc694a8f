package io.tapedeck.capture.encode;

/** Sound that could not be had, and who has to do something about it. */
public final class EncodeException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Fault fault;

    EncodeException(Fault fault, String reason) {
        super(reason, null, false, false); // an answer, not a fault of ours: no stack
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }

    /** Whose. */
    public enum Fault {
        /** The caller's: what it gave is no sound, or too much of it. */
        INPUT,
        /** The operator's, or ours: there is no FFmpeg here, or an encoder that does not work. */
        PROGRAM,
        /** Nobody's: others are being served. */
        BUSY
    }
}
