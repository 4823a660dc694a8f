package io.tapedeck.contracts.captures;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One direction of one media line, as negotiated. Packets of the stream stand under {@link #interfaceIndex()} in the
 * pcapng file. A re-negotiation that changes the codecs adds a stream with an interface of its own.
 *
 * @param interfaceIndex number of the interface block in the pcapng file, from 0
 * @param side who sends on this stream
 * @param media the SDP media type: {@code audio}, {@code video}
 * @param mediaIndex number of the m-line, from 0
 * @param payloads what the payload types mean, from the SDP of the party that receives this stream
 */
public record MediaStream(
        int interfaceIndex,
        Side side,
        String media,
        int mediaIndex,
        Component component,
        List<PayloadFormat> payloads) {

    public MediaStream {
        payloads = List.copyOf(payloads);
    }

    /** Which party a stream comes from. */
    public enum Side {
        @JsonProperty("caller")
        CALLER,
        @JsonProperty("callee")
        CALLEE
    }

    /** RTP, or the RTCP that goes with it. */
    public enum Component {
        @JsonProperty("rtp")
        RTP,
        @JsonProperty("rtcp")
        RTCP
    }
}
