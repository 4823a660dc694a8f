package io.tapedeck.protocol.sdp;

/** Text that is no usable session description; its sender must act. Carries no stack trace: strangers cause it. */
public class SdpException extends Exception {

    public SdpException(String message) {
        super(message, null, false, false);
    }
}
