package io.tapedeck.capture.session;

import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.sdp.Direction;
import io.tapedeck.protocol.sdp.MediaDescription;
import io.tapedeck.protocol.sdp.PayloadType;
import io.tapedeck.protocol.sdp.SessionDescription;
import io.tapedeck.protocol.srtp.CryptoAttribute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one party said about one media line.
 *
 * @param carriesRtp false for T.38 over UDPTL and other datagrams
 * @param isSecure SRTP by its protocol, whatever its keys
 * @param crypto what it offers to encrypt with, or has taken
 * @param payloads what the payload types mean in packets that this party receives
 */
record LineTerms(
        String type,
        boolean carriesRtp,
        MediaAddress rtp,
        MediaAddress rtcp,
        boolean multiplexed,
        Direction direction,
        boolean isSecure,
        List<CryptoAttribute> crypto,
        List<PayloadFormat> payloads) {

    /** SRTP (RFC 3711) that nobody here can decrypt; who took it for the bare codec would hear noise. */
    private static final String ENCRYPTED = "SRTP/";

    /** Phones with all suites that there are offer a dozen. */
    private static final int MOST_CRYPTO = 32;

    LineTerms {
        crypto = List.copyOf(crypto);
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
        return new LineTerms(
                media.type(),
                rtp,
                new MediaAddress(host, media.port()),
                new MediaAddress(host, media.port() == 0 ? 0 : media.rtcpPort()),
                media.rtcpMux(),
                sdp.directionOf(index),
                rtp && protocol.contains("SAVP"),
                crypto(media),
                rtp ? media.payloadTypes().stream().map(LineTerms::format).toList() : List.of());
    }

    private static List<CryptoAttribute> crypto(MediaDescription media) {
        return media.attributeValues("crypto").stream()
                .map(CryptoAttribute::parse)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(line -> !line.isUsable())) // those are not to be crowded out
                .limit(MOST_CRYPTO)
                .toList();
    }

    private static PayloadFormat format(PayloadType type) {
        return new PayloadFormat(
                type.number(), type.encoding(), type.clockRateHertz(), type.channels(), type.parameters());
    }

    /** What the payload types mean in packets that are protected like that once they are in a file, or listened to. */
    List<PayloadFormat> payloads(Protection protection) {
        return protection.isOpaque()
                ? payloads.stream().map(LineTerms::encrypted).toList()
                : payloads;
    }

    private static PayloadFormat encrypted(PayloadFormat format) {
        return new PayloadFormat(
                format.payloadType(),
                ENCRYPTED + format.encoding(),
                format.clockRateHertz(),
                format.channels(),
                format.parameters());
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
