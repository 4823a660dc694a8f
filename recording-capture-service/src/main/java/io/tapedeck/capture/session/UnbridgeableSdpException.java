package io.tapedeck.capture.session;

import io.tapedeck.protocol.sdp.SdpException;

/** Media of these two kinds cannot be joined here; the controller has to ask for something else. */
public final class UnbridgeableSdpException extends SdpException {

    private static final long serialVersionUID = 1L;

    UnbridgeableSdpException(String message) {
        super(message);
    }
}
