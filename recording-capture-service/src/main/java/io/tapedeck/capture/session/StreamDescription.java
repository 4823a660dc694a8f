package io.tapedeck.capture.session;

import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Origin;
import java.util.Locale;

/**
 * A stream as the raw file names it.
 *
 * @param local our address and port that it arrives on
 * @param sdp of the party that receives it; gives the payload types their meaning
 */
public record StreamDescription(MediaStream stream, MediaAddress local, String sdp) {

    /** Such as {@code caller audio RTP}, {@code played to caller audio RTP}; a second line of its kind counts up. */
    public String name() {
        String line = stream.mediaIndex() == 0 ? "" : " " + stream.mediaIndex();
        String played = stream.origin() == Origin.PLAYED ? "played to " : "";
        return played + stream.side().name().toLowerCase(Locale.ROOT) + " " + stream.media() + line + " "
                + stream.component().name();
    }
}
