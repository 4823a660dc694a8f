package io.tapedeck.capture.session;

import io.tapedeck.contracts.captures.MediaStream;
import java.util.Locale;

/**
 * A stream as the raw file names it.
 *
 * @param local our address and port that it arrives on
 * @param sdp of the party that receives it; gives the payload types their meaning
 */
public record StreamDescription(MediaStream stream, MediaAddress local, String sdp) {

    /** Such as {@code caller audio RTP}; a second one of its kind counts up. */
    public String name() {
        String line = stream.mediaIndex() == 0 ? "" : " " + stream.mediaIndex();
        return stream.side().name().toLowerCase(Locale.ROOT) + " " + stream.media() + line + " "
                + stream.component().name();
    }
}
