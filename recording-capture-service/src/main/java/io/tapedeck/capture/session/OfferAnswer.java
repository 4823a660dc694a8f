package io.tapedeck.capture.session;

import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.protocol.sdp.Connection;
import io.tapedeck.protocol.sdp.MediaDescription;
import io.tapedeck.protocol.sdp.SessionDescription;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** SDP in, SDP out: puts the relay between the parties and touches nothing else (RFC 3264, RFC 8866). */
final class OfferAnswer {

    /**
     * Candidates would let the media pass us by, and without candidates the rest of ICE has no meaning (RFC 8839). So
     * ICE goes whether the controller asks for it or not.
     */
    private static final Set<String> ICE_ATTRIBUTES = Set.of(
            "candidate",
            "remote-candidates",
            "end-of-candidates",
            "ice-ufrag",
            "ice-pwd",
            "ice-options",
            "ice-lite",
            "ice-mismatch",
            "ice-pacing");

    private final String address;

    /** @param address ours, as the parties shall see it */
    OfferAnswer(String address) {
        this.address = address;
    }

    /**
     * @param receiver the party that gets this SDP
     * @param ports by media line; null where the line was never opened
     */
    SessionDescription rewrite(
            SessionDescription sdp,
            Side receiver,
            List<@Nullable LinePorts> ports,
            boolean answer,
            boolean hideOrigin) {
        SessionDescription result = withoutIce(sdp);
        for (int i = 0; i < sdp.media().size(); i++) {
            LinePorts line = i < ports.size() ? ports.get(i) : null;
            if (line != null && !sdp.media().get(i).rejected()) {
                result = result.withMedia(i, throughUs(result.media().get(i), line.towards(receiver), answer));
            }
        }
        if (result.connection().filter(c -> !c.isUnspecified()).isPresent()) {
            result = result.withConnection(addressType(), address);
        }
        return hideOrigin ? result.withOrigin(addressType(), address) : result;
    }

    private MediaDescription throughUs(MediaDescription media, int port, boolean answer) {
        MediaDescription line = media.withPort(port);
        // 0.0.0.0 says "hold" (RFC 2543, B.5) and has to arrive as such
        if (line.connection().filter(c -> !c.isUnspecified()).isPresent()) {
            line = line.withConnection(new Connection("IN", addressType(), address));
        }
        if (line.attribute("rtcp").isPresent()) {
            line = line.withAttribute("rtcp", String.valueOf(answer && line.rtcpMux() ? port : port + 1));
        }
        return line;
    }

    private static SessionDescription withoutIce(SessionDescription sdp) {
        SessionDescription result = sdp;
        for (String name : ICE_ATTRIBUTES) {
            if (result.attribute(name).isPresent()) {
                result = result.withoutAttribute(name);
            }
        }
        for (int i = 0; i < sdp.media().size(); i++) {
            result = result.withMedia(i, withoutIce(result.media().get(i)));
        }
        return result;
    }

    private static MediaDescription withoutIce(MediaDescription media) {
        MediaDescription result = media;
        for (String name : ICE_ATTRIBUTES) {
            if (result.attribute(name).isPresent()) {
                result = result.withoutAttribute(name);
            }
        }
        return result;
    }

    private String addressType() {
        return address.contains(":") ? "IP6" : "IP4";
    }
}
