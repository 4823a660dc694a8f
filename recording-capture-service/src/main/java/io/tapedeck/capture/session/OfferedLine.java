package io.tapedeck.capture.session;

import io.tapedeck.capture.session.SdpWishes.RtcpMux;
import io.tapedeck.capture.session.SdpWishes.Trait;
import io.tapedeck.protocol.sdp.MediaDescription;
import java.util.Locale;
import java.util.Set;

/**
 * What the offerer said about one m-line. The other party is offered what the controller wants; the answer has to speak
 * the offerer's language again (RFC 3264, 6).
 *
 * @param mux RTCP on the RTP port was offered, and we do not refuse it
 * @param muxAccepted we accept that ourselves, whatever the other party says
 * @param namedByUs the line got its {@code a=mid} from us
 */
record OfferedLine(String protocol, boolean mux, boolean muxAccepted, boolean namedByUs) {

    private static final String FEEDBACK = "F";

    static OfferedLine of(MediaDescription line, SdpWishes wishes) {
        Set<RtcpMux> wanted = wishes.rtcpMux();
        return new OfferedLine(
                line.protocol(),
                line.rtcpMux() && !wanted.contains(RtcpMux.REJECT),
                wanted.contains(RtcpMux.ACCEPT) || wanted.contains(RtcpMux.DEMUX),
                wishes.traits().contains(Trait.GENERATE_MID)
                        && line.attribute("mid").isEmpty());
    }

    /** For the party that gets the offer. */
    MediaDescription offered(MediaDescription line, int index, SdpWishes wishes) throws UnbridgeableSdpException {
        MediaDescription result = wishes.protocol() == null ? line : withProtocol(line, wishes.protocol());
        result = wishes.codecs().applyTo(result);
        result = withMux(result, offersMux(wishes.rtcpMux()));
        return namedByUs ? result.withAttribute("mid", String.valueOf(index + 1)) : result;
    }

    private boolean offersMux(Set<RtcpMux> wanted) {
        return wanted.contains(RtcpMux.OFFER)
                || wanted.contains(RtcpMux.REQUIRE)
                || (mux && !wanted.contains(RtcpMux.DEMUX));
    }

    /** For the party that made the offer. */
    MediaDescription answered(MediaDescription line, SdpWishes wishes) {
        MediaDescription result =
                isRtp(line.protocol()) && isRtp(protocol) && isSecure(protocol) == isSecure(line.protocol())
                        ? line.withProtocol(protocol)
                        : line;
        result = wishes.codecs().applyToAnswer(result);
        result = wishes.traits().contains(Trait.SINGLE_CODEC) ? CodecWishes.onlyFirst(result) : result;
        result = withMux(result, multiplexes(line, wishes));
        return namedByUs ? result.withoutAttribute("mid") : result;
    }

    /** Whether the offerer sends and gets RTCP on its RTP port from now on. */
    boolean multiplexes(MediaDescription answer, SdpWishes wishes) {
        Set<RtcpMux> wanted = wishes.rtcpMux();
        return mux
                && !wanted.contains(RtcpMux.REJECT)
                && (answer.rtcpMux() || muxAccepted || wanted.contains(RtcpMux.ACCEPT));
    }

    private static MediaDescription withMux(MediaDescription line, boolean wanted) {
        if (line.rtcpMux() == wanted || !isRtp(line.protocol())) {
            return line;
        }
        return wanted
                ? line.withAttribute("rtcp-mux", null)
                : line.withoutAttribute("rtcp-mux").withoutAttribute("rtcp-mux-only");
    }

    private static MediaDescription withProtocol(MediaDescription line, String wanted) throws UnbridgeableSdpException {
        if (!isRtp(line.protocol()) || line.protocol().equals(wanted) || line.rejected()) {
            return line;
        }
        if (isSecure(line.protocol()) != isSecure(wanted)) {
            throw new UnbridgeableSdpException("Cannot bridge " + line.protocol() + " and " + wanted
                    + ": SRTP is relayed as it is, not made or ended here");
        }
        MediaDescription result = line.withProtocol(wanted);
        return wanted.endsWith(FEEDBACK) ? result : result.withoutAttribute("rtcp-fb"); // RFC 4585, 4.2
    }

    private static boolean isRtp(String protocol) {
        return protocol.toUpperCase(Locale.ROOT).contains("RTP/");
    }

    private static boolean isSecure(String protocol) {
        return protocol.toUpperCase(Locale.ROOT).contains("SAVP");
    }
}
