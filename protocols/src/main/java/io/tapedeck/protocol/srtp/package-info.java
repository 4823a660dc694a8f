/**
 * Secure RTP (RFC 3711) with keys from the SDP (RFC 4568): reading RTP and RTCP.
 */
@NullMarked
package io.tapedeck.protocol.srtp;

import org.jspecify.annotations.NullMarked;
