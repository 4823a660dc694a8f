package io.tapedeck.capture.session;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a controller wants of the SDP that goes on, beyond our address in it.
 *
 * @param protocol for the party that gets an offer, such as {@code RTP/AVPF}; null for the offerer's own
 * @param address what the party is told to send to; null for that of our interface
 */
public record SdpWishes(
        Set<Replacement> replace,
        CodecWishes codecs,
        Set<RtcpMux> rtcpMux,
        @Nullable String protocol,
        @Nullable String address,
        Set<Trait> traits) {

    public static final SdpWishes NONE = new SdpWishes(Set.of(), CodecWishes.NONE, Set.of(), null, null, Set.of());

    public SdpWishes {
        replace = Set.copyOf(replace);
        rtcpMux = Set.copyOf(rtcpMux);
        traits = Set.copyOf(traits);
    }

    /** What of the session's own lines is not shown as it was written. */
    public enum Replacement {
        /** The address in {@code o=} is ours. */
        ORIGIN,
        /** The user name in {@code o=} stays what the party saw first. */
        USERNAME,
        /** {@code s=} stays what the party saw first. */
        SESSION_NAME,
        /** The version in {@code o=} grows by one with each change, and only then. */
        VERSION,
        /** It grows with every SDP. */
        VERSION_ALWAYS,
        /** Hold by {@code c=IN IP4 0.0.0.0} shows our address all the same. */
        ZERO_ADDRESS
    }

    /** RTP and RTCP on one port (RFC 5761). Without a wish the parties agree on it between themselves. */
    public enum RtcpMux {
        /** Offer it also if it was not offered. */
        OFFER,
        /** Offer it as if it were agreed already: no second port. */
        REQUIRE,
        /** Accept it, and do not offer it on. */
        DEMUX,
        /** Accept it, whatever the other party says. */
        ACCEPT,
        /** Neither accept it nor offer it on. */
        REJECT
    }

    /** Smaller wishes. */
    public enum Trait {
        /** Leave the first codec of an answer only. */
        SINGLE_CODEC,
        /** Give each line an {@code a=mid}. */
        GENERATE_MID,
        NO_RTCP_ATTRIBUTE,
        /** {@code a=rtcp} with the address. */
        FULL_RTCP_ATTRIBUTE,
        /** Believe the address that the signalling came from rather than the one in the SDP. */
        SIGNALLING_ADDRESS,
        /** Learn anew where the party sends from. */
        RELEARN,
        /** The party sends from elsewhere than where it wants its media: never send where it was heard from. */
        ASYMMETRIC,
        /** Takes {@link #ASYMMETRIC} back. */
        SYMMETRIC,
        /** The party may move on without signalling. */
        HANDOVER,
        /** Takes {@link #HANDOVER} back. */
        STRICT_SOURCE,
        /** Look for pressed keys in the party's sound, for the rest of the call. */
        DETECT_DIGITS
    }
}
