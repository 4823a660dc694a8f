package io.tapedeck.protocol.fuzz;

import io.tapedeck.protocol.digest.DigestException;
import io.tapedeck.protocol.ng.NgException;
import io.tapedeck.protocol.pcap.PcapException;
import io.tapedeck.protocol.pcapng.PcapngException;
import io.tapedeck.protocol.rtp.MalformedPacketException;
import io.tapedeck.protocol.sdp.SdpException;
import org.jspecify.annotations.Nullable;

/**
 * What reads a stranger's bytes. Each either makes sense of them, and then what it says holds, or throws the one exception that
 * it may throw.
 */
public enum FuzzedParser {
    RTP(null, MediaProperties::rtp),
    RTCP(MalformedPacketException.class, MediaProperties::rtcp),
    KEYS(null, MediaProperties::keys),
    SRTP(null, MediaProperties::srtp),
    SDES(null, MediaProperties::sdes),
    CODECS(null, MediaProperties::codecs),
    QUALITY(null, MediaProperties::quality),
    SDP(SdpException.class, TextProperties::sdp),
    BENCODE(NgException.class, TextProperties::bencode),
    NG_STREAM(NgException.class, TextProperties::ngStream),
    DIGEST(DigestException.class, TextProperties::digest),
    CHALLENGE(DigestException.class, TextProperties::challenge),
    IP(null, FileProperties::ip),
    PCAP(PcapException.class, FileProperties::pcap),
    PCAPNG(PcapngException.class, FileProperties::pcapng),
    WAV(null, FileProperties::wav);

    /** Throws the parser's exception, or an {@link AssertionError} where a promise is broken. */
    interface Property {
        void holds(byte[] input) throws Exception;
    }

    private final @Nullable Class<? extends Exception> refusal;
    private final Property property;

    FuzzedParser(@Nullable Class<? extends Exception> refusal, Property property) {
        this.refusal = refusal;
        this.property = property;
    }

    /**
     * @return whether the input made sense
     * @throws AssertionError when the parser does what it must not
     */
    public boolean read(byte[] input) {
        try {
            property.holds(input.clone());
            return true;
        } catch (Exception e) {
            if (e.getClass() == refusal) {
                return false;
            }
            throw new AssertionError(this + " has thrown what it must not", e);
        }
    }
}
