package io.tapedeck.conversion.pcap;

import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.protocol.sdp.Attribute;
import io.tapedeck.protocol.sdp.MediaDescription;
import io.tapedeck.protocol.sdp.SdpException;
import io.tapedeck.protocol.sdp.SessionDescription;
import io.tapedeck.protocol.srtp.SdesKey;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
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

    /** Both parties' views of one stream. */
    record Pair(PartyDescription caller, PartyDescription callee) {}

    /**
     * The first stream of that type that neither refuses: the answer has a line for each of the offer's (RFC 3264, 6). Where the
     * lines do not correspond, the first that each has.
     */
    static Optional<Pair> find(String callerSdp, String calleeSdp, String type) throws JobFailure {
        List<Optional<PartyDescription>> callers = lines("of the caller", callerSdp, type);
        List<Optional<PartyDescription>> callees = lines("of the callee", calleeSdp, type);
        for (int i = 0; i < Math.min(callers.size(), callees.size()); i++) {
            if (callers.get(i).isPresent() && callees.get(i).isPresent()) {
                return Optional.of(new Pair(callers.get(i).get(), callees.get(i).get()));
            }
        }
        return first(callers).flatMap(caller -> first(callees).map(callee -> new Pair(caller, callee)));
    }

    private static Optional<PartyDescription> first(List<Optional<PartyDescription>> lines) {
        return lines.stream().flatMap(Optional::stream).findFirst();
    }

    /** Of that type; empty ones are refused. */
    private static List<Optional<PartyDescription>> lines(String name, String sdp, String type) throws JobFailure {
        try {
            SessionDescription session = SessionDescription.parse(sdp);
            var lines = new ArrayList<Optional<PartyDescription>>();
            for (int i = 0; i < session.media().size(); i++) {
                MediaDescription medium = session.media().get(i);
                if (medium.type().equals(type)) {
                    int sharing = medium.rejected() ? bundledWith(session, medium) : i;
                    lines.add(
                            sharing < 0
                                    ? Optional.empty()
                                    : Optional.of(of(
                                            medium,
                                            session.connectionAddressOf(sharing),
                                            session.media().get(sharing).port())));
                }
            }
            return lines;
        } catch (SdpException e) {
            throw JobFailure.of(
                    FailureCode.SDP_MISMATCH, "The SDP " + name + " cannot be understood: " + e.getMessage() + ".", e);
        }
    }

    /** The line whose address and port a line with port 0 shares (RFC 9143, 6 and 7); -1 where it is refused. */
    private static int bundledWith(SessionDescription session, MediaDescription medium) {
        Optional<String> mid = medium.attribute("mid");
        for (Attribute attribute : session.attributes()) {
            List<String> words =
                    List.of(String.valueOf(attribute.value()).strip().split("\\s+"));
            if (attribute.name().equals("group")
                    && words.getFirst().equals("BUNDLE")
                    && mid.isPresent()
                    && words.contains(mid.get())) {
                return firstOpen(session, words);
            }
        }
        return -1;
    }

    private static int firstOpen(SessionDescription session, List<String> mids) {
        for (int i = 0; i < session.media().size(); i++) {
            MediaDescription medium = session.media().get(i);
            if (!medium.rejected()
                    && medium.attribute("mid").filter(mids::contains).isPresent()) {
                return i;
            }
        }
        return -1;
    }

    static Pair ofAudio(String callerSdp, String calleeSdp) throws JobFailure {
        Optional<Pair> audio = find(callerSdp, calleeSdp, "audio");
        if (audio.isPresent()) {
            return audio.get();
        }
        boolean callers = first(lines("of the caller", callerSdp, "audio")).isPresent();
        throw JobFailure.of(
                FailureCode.SDP_MISMATCH,
                "The SDP " + (callers ? "of the callee" : "of the caller") + " has no audio stream.");
    }

    private static PartyDescription of(MediaDescription medium, String address, int port) {
        return new PartyDescription(
                literal(address),
                port,
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

    /** Whether it says where it is: not by a host name, and it is not on hold (0.0.0.0, RFC 3264, 8.4). */
    boolean hasAddress() {
        return new BigInteger(1, address).signum() > 0;
    }

    /** Address and port; empty where the address is not known. */
    String endpoint() {
        if (address.length == 0) {
            return "";
        }
        try {
            String host = InetAddress.getByAddress(address).getHostAddress();
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + address.length + " bytes", e);
        }
    }

    /** Empty where it is none. */
    static byte[] literal(String address) {
        try {
            return InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
