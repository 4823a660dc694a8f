package io.tapedeck.capture.session;

import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.sdp.Direction;
import io.tapedeck.protocol.sdp.MediaDescription;
import io.tapedeck.protocol.sdp.PayloadType;
import io.tapedeck.protocol.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one party said about one media line.
 *
 * @param carriesRtp false for T.38 over UDPTL and other datagrams
 * @param payloads what the payload types mean in packets that this party receives
 */
record LineTerms(
        String type,
        boolean carriesRtp,
        MediaAddress rtp,
        MediaAddress rtcp,
        boolean multiplexed,
        Direction direction,
        List<PayloadFormat> payloads) {

    /** SRTP (RFC 3711) is captured as it came; who took it for the bare codec would hear noise. */
    static final String ENCRYPTED = "SRTP/";

    LineTerms {
        payloads = List.copyOf(payloads);
    }

    static List<LineTerms> of(SessionDescription sdp) {
        List<LineTerms> terms = new ArrayList<>();
        for (int i = 0; i < sdp.media().size(); i++) {
            terms.add(of(sdp, i));
        }
        return List.copyOf(terms);
    }

    private static LineTerms of(SessionDescription sdp, int index) {
        MediaDescription media = sdp.media().get(index);
        String host = sdp.connectionAddressOf(index);
        String protocol = media.protocol().toUpperCase(Locale.ROOT);
        boolean rtp = protocol.contains("RTP/");
        String prefix = protocol.contains("SAVP") ? ENCRYPTED : "";
        return new LineTerms(
                media.type(),
                rtp,
                new MediaAddress(host, media.port()),
                new MediaAddress(host, media.port() == 0 ? 0 : media.rtcpPort()),
                media.rtcpMux(),
                sdp.directionOf(index),
                rtp
                        ? media.payloadTypes().stream()
                                .map(type -> format(prefix, type))
                                .toList()
                        : List.of());
    }

    private static PayloadFormat format(String prefix, PayloadType type) {
        return new PayloadFormat(
                type.number(), prefix + type.encoding(), type.clockRateHertz(), type.channels(), type.parameters());
    }

    boolean ipv6() {
        return rtp.host().contains(":");
    }

    boolean rejected() {
        return rtp.port() == 0;
    }

    /** Nobody has to hear anything on this line. */
    boolean quiet() {
        return rejected() || rtp.isUnspecified() || direction != Direction.SENDRECV;
    }
}
