package io.tapedeck.capture.session;

import io.tapedeck.contracts.captures.MediaStream.Side;

/**
 * Our RTP ports of one media line; RTCP is one above (RFC 3550, 11).
 *
 * @param towardsCaller the port the caller sends to
 * @param towardsCallee the port the callee sends to
 */
public record LinePorts(int towardsCaller, int towardsCallee) {

    public int towards(Side side) {
        return side == Side.CALLER ? towardsCaller : towardsCallee;
    }
}
