package io.tapedeck.conversion.timeline;

import io.tapedeck.contracts.captures.MediaStream;
import java.time.Duration;

/**
 * A key that a party pressed, sent as an event (RFC 4733). It is not heard.
 *
 * @param at since the first sample; negative for what came before
 */
public record KeyPress(MediaStream.Side side, char key, Duration at, Duration length) {}
