package io.tapedeck.contracts.captures;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One direction of one media line, as negotiated. Packets of the stream stand under {@link #interfaceIndex()} in the
 * pcapng file. A re-negotiation that changes the codecs adds a stream with an interface of its own.
 *
 * @param interfaceIndex number of the interface block in the pcapng file, from 0
 * @param side who sends on this stream; of what is played, who hears it
 * @param media the SDP media type: {@code audio}, {@code video}
 * @param mediaIndex number of the m-line, from 0
 * @param payloads what the payload types mean, from the SDP of the party that receives this stream
 * @param origin who made its packets; a message without it is about what a party sent
 */
public record MediaStream(
        int interfaceIndex,
        Side side,
        String media,
        int mediaIndex,
        Component component,
        List<PayloadFormat> payloads,
        Origin origin) {

    @SuppressWarnings("ConstantValue") // messages of older nodes do not have it
    public MediaStream {
        payloads = List.copyOf(payloads);
        origin = origin == null ? Origin.PARTY : origin;
    }

    /** What a party sends. */
    public MediaStream(
            int interfaceIndex,
            Side side,
            String media,
            int mediaIndex,
            Component component,
            List<PayloadFormat> payloads) {
        this(interfaceIndex, side, media, mediaIndex, component, payloads, Origin.PARTY);
    }

    /** Which party a stream comes from. */
    public enum Side {
        @JsonProperty("caller")
        CALLER,
        @JsonProperty("callee")
        CALLEE
    }

    /** Who made the packets of a stream. */
    public enum Origin {
        /** The party that {@link #side()} names. */
        @JsonProperty("party")
        PARTY,
        /** The platform: an announcement or a tone, heard by the party that {@link #side()} names. */
        @JsonProperty("played")
        PLAYED
    }

    /** RTP, or the RTCP that goes with it. */
    public enum Component {
        @JsonProperty("rtp")
        RTP,
        @JsonProperty("rtcp")
        RTCP
    }
}
