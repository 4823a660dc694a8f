package io.tapedeck.conversion.pcap;

import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.protocol.sdp.MediaDescription;
import io.tapedeck.protocol.sdp.SdpException;
import io.tapedeck.protocol.sdp.SessionDescription;
import io.tapedeck.protocol.srtp.SdesKey;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What a party says in its SDP of the audio, or the video, that it receives.
 *
 * @param address empty when it is a host name or not yet known
 * @param keys what it encrypts with what it sends
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PartyDescription(byte[] address, int port, List<PayloadFormat> payloads, List<SdesKey> keys, boolean secure) {

    /** Of the first stream of that type that is not refused; empty when there is none. */
    static Optional<PartyDescription> find(String name, String sdp, String type) throws JobFailure {
        try {
            SessionDescription session = SessionDescription.parse(sdp);
            for (int i = 0; i < session.media().size(); i++) {
                MediaDescription medium = session.media().get(i);
                if (medium.type().equals(type) && !medium.rejected()) {
                    return Optional.of(of(medium, session.connectionAddressOf(i)));
                }
            }
            return Optional.empty();
        } catch (SdpException e) {
            throw JobFailure.of(
                    FailureCode.SDP_MISMATCH, "The SDP " + name + " cannot be understood: " + e.getMessage() + ".", e);
        }
    }

    static PartyDescription ofAudio(String name, String sdp) throws JobFailure {
        return find(name, sdp, "audio")
                .orElseThrow(
                        () -> JobFailure.of(FailureCode.SDP_MISMATCH, "The SDP " + name + " has no audio stream."));
    }

    private static PartyDescription of(MediaDescription medium, String address) {
        return new PartyDescription(
                literal(address),
                medium.port(),
                medium.payloadTypes().stream()
                        .map(type -> new PayloadFormat(
                                type.number(),
                                type.encoding(),
                                type.clockRateHertz(),
                                type.channels(),
                                type.parameters()))
                        .toList(),
                medium.attributeValues("crypto").stream()
                        .map(SdesKey::parse)
                        .flatMap(List::stream)
                        .toList(),
                medium.protocol().contains("SAVP"));
    }

    private static byte[] literal(String address) {
        try {
            return InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
