package io.tapedeck.capture.session;

import io.tapedeck.protocol.sdp.Connection;

/**
 * Where a party wants its media, as signalled.
 *
 * @param host an address literal or, as SDP allows it, a name
 * @param port 0 to 65535; 0 when the party wants none
 */
public record MediaAddress(String host, int port) {

    /** Nothing may be sent there: the line is rejected or on hold in the old way, {@code c=IN IP4 0.0.0.0}. */
    public boolean isUnspecified() {
        return port == 0 || new Connection("IN", host.contains(":") ? "IP6" : "IP4", host).isUnspecified();
    }
}
