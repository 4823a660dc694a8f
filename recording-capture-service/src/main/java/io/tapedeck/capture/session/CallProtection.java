package io.tapedeck.capture.session;

import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.protocol.srtp.CryptoAttribute;
import io.tapedeck.protocol.srtp.SdesKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How each party's media is protected, line by line. A party's own {@code a=crypto} line has the key that it encrypts with;
 * which of those offered is in force the answer says by its tag (RFC 4568, 5.1.2). A change takes effect with the answer
 * (7.1.3), so an offer alone changes nothing. Not thread-safe.
 */
final class CallProtection {

    static final Protection PLAIN = new Protection.Plain();
    static final Protection OPAQUE = new Protection.Opaque();
    /** It is SRTP, and the answer has not yet said with which keys. */
    static final Protection AWAITED = new Protection.Keyed(List.of());

    private final Map<Side, List<InForce>> inForce = new EnumMap<>(Side.class);
    private List<LineTerms> offer = List.of();

    CallProtection() {
        for (Side side : Side.values()) {
            inForce.put(side, new ArrayList<>());
        }
    }

    void offered(List<LineTerms> terms) {
        offer = terms;
        for (Side side : Side.values()) {
            List<InForce> lines = lines(side);
            for (int i = lines.size(); i < terms.size(); i++) {
                lines.add(new InForce(terms.get(i).isSecure() ? AWAITED : PLAIN, List.of()));
            }
        }
    }

    /** @param writer of the answer */
    void answered(Side writer, List<LineTerms> answer) {
        for (int i = 0; i < Math.min(answer.size(), offer.size()); i++) {
            LineTerms taken = answer.get(i);
            boolean secure = taken.isSecure() || isOpportunistic(offer.get(i), taken);
            lines(writer).set(i, secure ? InForce.by(taken.crypto().stream()) : InForce.NOTHING);
            lines(CallParties.other(writer)).set(i, secure ? InForce.by(chosen(offer.get(i), taken)) : InForce.NOTHING);
        }
    }

    /** Who only sends is answered by nobody but us, who take any of its keys. */
    void published(Side writer, List<LineTerms> terms) {
        offered(terms);
        answered(writer, terms);
    }

    /** SRTP under the name of RTP, which the other may take or leave (RFC 8643, 3). */
    private static boolean isOpportunistic(LineTerms offered, LineTerms taken) {
        return taken.carriesRtp()
                && !offered.crypto().isEmpty()
                && !taken.crypto().isEmpty();
    }

    /** By tag and suite; where somebody has numbered the lines anew, by suite. */
    private static Stream<CryptoAttribute> chosen(LineTerms offered, LineTerms taken) {
        List<CryptoAttribute> sameSuite = offered.crypto().stream()
                .filter(line ->
                        taken.crypto().stream().anyMatch(other -> other.suite().equals(line.suite())))
                .toList();
        List<CryptoAttribute> sameTag = sameSuite.stream()
                .filter(line -> taken.crypto().stream().anyMatch(other -> other.tag() == line.tag()))
                .toList();
        return (sameTag.isEmpty() ? sameSuite : sameTag).stream();
    }

    /** What the sender's packets are. */
    Protection of(Side sender, int mediaIndex) {
        List<InForce> lines = lines(sender);
        return mediaIndex < lines.size() ? lines.get(mediaIndex).protection() : PLAIN;
    }

    /** With which the sender's packets are made; its newest SDP may already offer another. */
    Optional<CryptoAttribute> lineOf(Side sender, int mediaIndex) {
        List<InForce> lines = lines(sender);
        return mediaIndex < lines.size()
                ? lines.get(mediaIndex).lines().stream().findFirst()
                : Optional.empty();
    }

    /** Whether everybody may read and change what goes over the line. */
    boolean isPlain(int mediaIndex) {
        return of(Side.CALLER, mediaIndex).isPlain()
                && of(Side.CALLEE, mediaIndex).isPlain();
    }

    private List<InForce> lines(Side side) {
        return inForce.computeIfAbsent(side, _ -> new ArrayList<>());
    }

    /** @param lines that have the keys */
    private record InForce(Protection protection, List<CryptoAttribute> lines) {

        static final InForce NOTHING = new InForce(PLAIN, List.of());

        static InForce by(Stream<CryptoAttribute> lines) {
            List<CryptoAttribute> usable =
                    lines.filter(CryptoAttribute::isUsable).toList();
            List<SdesKey> keys =
                    usable.stream().flatMap(line -> line.keys().stream()).toList();
            return new InForce(keys.isEmpty() ? OPAQUE : new Protection.Keyed(keys), usable);
        }
    }
}
