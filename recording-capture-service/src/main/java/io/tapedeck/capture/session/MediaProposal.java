package io.tapedeck.capture.session;

import org.jspecify.annotations.Nullable;

/**
 * An SDP on its way from one party to the other.
 *
 * @param tag SIP tag of the party that wrote the SDP
 * @param otherTag SIP tag of the other party; null when it has none yet
 * @param label the controller's name for the writer; empty for none
 * @param receivedFrom where the signalling came from; null when the controller does not say
 * @param wishes what the other party is to get
 * @param places where both are to reach us
 */
public record MediaProposal(
        String tag,
        @Nullable String otherTag,
        String label,
        String sdp,
        @Nullable String receivedFrom,
        SdpWishes wishes,
        PlaceWishes places) {}
