package io.tapedeck.capture.session;

import java.util.List;

/**
 * Copies offered to a third party.
 *
 * @param sdp sendonly
 * @param lines one per m-line of it, in order; {@code a=label} is the number of its place
 */
public record CopyOffer(String sdp, List<CopiedLine> lines) {}
