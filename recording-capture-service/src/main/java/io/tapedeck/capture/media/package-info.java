/** Sockets: ports, the event loop that relays RTP and RTCP, and whom it believes. The only package with datagram channels. */
@NullMarked
package io.tapedeck.capture.media;

import org.jspecify.annotations.NullMarked;
