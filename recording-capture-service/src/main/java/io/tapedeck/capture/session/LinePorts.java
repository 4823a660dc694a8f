package io.tapedeck.capture.session;

import io.tapedeck.contracts.captures.MediaStream.Side;

/**
 * Our RTP addresses of one media line, as the parties see them; RTCP is one port above (RFC 3550, 11).
 *
 * @param towardsCaller where the caller sends to
 * @param towardsCallee where the callee sends to
 */
public record LinePorts(MediaAddress towardsCaller, MediaAddress towardsCallee) {

    public MediaAddress towards(Side side) {
        return side == Side.CALLER ? towardsCaller : towardsCallee;
    }
}
