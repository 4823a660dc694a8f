package io.tapedeck.conversion.pcap;

import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.conversion.pcap.CallFlows.Flow;
import io.tapedeck.conversion.pcap.CallFlows.Seen;
import io.tapedeck.protocol.srtp.SdesKey;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One media line of a call and what was sent for it. Both lists have the caller first.
 *
 * @param media {@code audio} or {@code video}
 * @param number of the line, from 0; its streams have the interfaces 2n and 2n + 1
 * @param parties as each describes itself
 * @param sent by each
 */
record CallLine(String media, int number, List<PartyDescription> parties, List<Map<Flow, Seen>> sent) {

    private static final int TELEPHONY_HERTZ = 8_000;

    static final int CALLER = 0;
    static final int CALLEE = 1;

    static CallLine of(String media, int number, PartyDescription.Pair pair, CallFlows flows) {
        return new CallLine(media, number, List.of(pair.caller(), pair.callee()), flows.of(pair));
    }

    boolean silent() {
        return sent.stream().allMatch(Map::isEmpty);
    }

    /** When a party sent. */
    Stream<Stretches> times(int party) {
        return sent.get(party).values().stream().map(seen -> seen.times);
    }

    int interfaceOf(int party) {
        return 2 * number + party;
    }

    /** Both parties' streams; of audio with the formats that were used. */
    List<MediaStream> streams() {
        return List.of(stream(CALLER, Side.CALLER), stream(CALLEE, Side.CALLEE));
    }

    private MediaStream stream(int party, Side side) {
        boolean encrypted = !readable(party);
        List<PayloadFormat> known = formats(party).values().stream()
                .filter(format -> media.equals("video") || used(party, format.payloadType()))
                .map(format -> encrypted ? named("SRTP/" + format.encoding(), format) : format)
                .toList();
        return new MediaStream(interfaceOf(party), side, media, number, Component.RTP, known);
    }

    /** The receiver says what the numbers mean; what it left out the sender may have named. */
    private Map<Integer, PayloadFormat> formats(int party) {
        var formats = new LinkedHashMap<Integer, PayloadFormat>();
        for (PartyDescription description : List.of(parties.get(1 - party), parties.get(party))) {
            description.payloads().forEach(format -> formats.putIfAbsent(format.payloadType(), format));
        }
        return formats;
    }

    /** Whether that party may send this payload type here. */
    boolean knows(int party, int payloadType) {
        return formats(party).containsKey(payloadType);
    }

    /** Empty when nobody has said. */
    String encoding(int party, int payloadType) {
        PayloadFormat format = formats(party).get(payloadType);
        return format == null ? "" : format.encoding().toUpperCase(Locale.ROOT);
    }

    int clockRateHertz(int party, int payloadType) {
        PayloadFormat format = formats(party).get(payloadType);
        return format == null ? TELEPHONY_HERTZ : format.clockRateHertz();
    }

    private boolean used(int party, int payloadType) {
        return sent.get(party).values().stream().anyMatch(seen -> seen.payloadTypes.get(payloadType));
    }

    private boolean readable(int party) {
        PartyDescription sender = parties.get(party);
        return !sender.secure() || !sender.keys().isEmpty();
    }

    private static PayloadFormat named(String encoding, PayloadFormat format) {
        return new PayloadFormat(
                format.payloadType(), encoding, format.clockRateHertz(), format.channels(), format.parameters());
    }

    /**
     * Those whose tag the other side has chosen come first (RFC 4568, 5.1.2); a later exchange may have taken others. None where
     * encryption was only offered, beside a plain protocol, and the other side has no keys: then nobody encrypts.
     */
    List<SdesKey> keys(int party) {
        if (!parties.get(party).secure() && parties.get(1 - party).keys().isEmpty()) {
            return List.of();
        }
        Set<Integer> chosen =
                parties.get(1 - party).keys().stream().map(SdesKey::tag).collect(Collectors.toSet());
        return parties.get(party).keys().stream()
                .sorted(Comparator.comparing(key -> !chosen.contains(key.tag())))
                .toList();
    }
}
