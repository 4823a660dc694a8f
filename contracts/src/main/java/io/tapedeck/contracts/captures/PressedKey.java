package io.tapedeck.contracts.captures;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tapedeck.contracts.captures.MediaStream.Side;
import java.time.Duration;
import java.time.Instant;

/**
 * A key that a party pressed while it was recorded. Keys that were kept from the other party are not told.
 *
 * @param at when it went down; for what came by SIP, when that was told
 * @param key one of {@code 0-9 * # A-D}
 */
public record PressedKey(Side side, Instant at, Duration length, String key, Source source) {

    /** How the node learned of it. */
    public enum Source {
        /** An RTP event (RFC 4733); it is in the raw file as well. */
        @JsonProperty("rtp")
        RTP,
        /** Told by the controller, from a SIP INFO. */
        @JsonProperty("sip")
        SIP,
        /** Heard in the sound. */
        @JsonProperty("sound")
        SOUND
    }
}
