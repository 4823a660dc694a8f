package io.tapedeck.proxy.recording;

/** The capture node understood the command but not the SDP. Whoever wrote the SDP has to act. */
public final class SdpRefused extends Exception {

    private static final int NOT_ACCEPTABLE_HERE = 488;

    public SdpRefused(String message) {
        super(message);
    }

    /** SIP status for the sender of the SDP. */
    public int statusCode() {
        return NOT_ACCEPTABLE_HERE;
    }
}
