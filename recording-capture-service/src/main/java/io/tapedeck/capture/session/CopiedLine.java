package io.tapedeck.capture.session;

import io.tapedeck.contracts.captures.MediaStream.Side;

/**
 * A copy of what one party sends on one line.
 *
 * @param number of the copy within the call
 * @param mediaIndex of the line that is copied
 */
public record CopiedLine(int number, Side side, int mediaIndex, String type) {}
