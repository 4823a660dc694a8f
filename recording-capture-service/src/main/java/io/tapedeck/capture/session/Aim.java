package io.tapedeck.capture.session;

import io.tapedeck.capture.session.SdpWishes.Trait;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a party wants one media line, and where it may send from.
 *
 * @param multiplexed RTCP goes with RTP over one port (RFC 5761)
 * @param receivedFrom address the signalling came from, as the controller saw it; a party behind NAT sends from there
 * @param traits those that say whom the port believes, and others
 */
public record Aim(
        MediaAddress rtp,
        MediaAddress rtcp,
        boolean multiplexed,
        @Nullable String receivedFrom,
        Set<Trait> traits) {}
