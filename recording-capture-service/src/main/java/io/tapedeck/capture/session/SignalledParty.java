package io.tapedeck.capture.session;

import java.time.Instant;

/**
 * A party of a call, as its controller told of it.
 *
 * @param label the controller's name for it; empty for none
 */
public record SignalledParty(String tag, String label, Instant since, String sdp) {}
