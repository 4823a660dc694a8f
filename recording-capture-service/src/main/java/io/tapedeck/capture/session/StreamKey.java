package io.tapedeck.capture.session;

import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.contracts.captures.MediaStream.Origin;
import io.tapedeck.contracts.captures.MediaStream.Side;

/**
 * One direction of one media line.
 *
 * @param side who sends; of what we play, who hears it
 * @param mediaIndex number of the m-line, from 0
 */
public record StreamKey(Side side, int mediaIndex, Component component, Origin origin) {

    /** What a party sends. */
    public StreamKey(Side side, int mediaIndex, Component component) {
        this(side, mediaIndex, component, Origin.PARTY);
    }
}
