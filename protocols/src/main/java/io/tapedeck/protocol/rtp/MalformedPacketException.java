package io.tapedeck.protocol.rtp;

/** Bytes that break the wire format; their sender must act. Carries no stack trace: strangers cause it, per packet. */
public class MalformedPacketException extends Exception {

    public MalformedPacketException(String message) {
        super(message, null, false, false);
    }
}
