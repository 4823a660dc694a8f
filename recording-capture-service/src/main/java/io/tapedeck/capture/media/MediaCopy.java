package io.tapedeck.capture.media;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who gets a copy of what arrives on a port.
 *
 * @param rtpTo null for nowhere
 * @param rtcpTo null for nowhere
 */
record MediaCopy(
        int number,
        DatagramPort rtp,
        DatagramPort rtcp,
        @Nullable InetSocketAddress rtpTo,
        @Nullable InetSocketAddress rtcpTo) {

    static final MediaCopy[] NONE = {};
}
