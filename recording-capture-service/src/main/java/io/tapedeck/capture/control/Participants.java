package io.tapedeck.capture.control;

import io.tapedeck.capture.session.CaptureSession;
import io.tapedeck.capture.session.SignalledParty;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.protocol.sdp.SdpException;
import io.tapedeck.protocol.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whom a command is about: {@code from-tag}, {@code label}, {@code address}, or {@code all}. */
final class Participants {

    private Participants() {}

    /** @return empty when the request names nobody */
    static Set<Side> of(NgRequest request, CaptureSession session) throws NgRefusal {
        if (request.flag("all")) {
            return EnumSet.allOf(Side.class);
        }
        List<Optional<Side>> named = new ArrayList<>();
        request.text("from-tag").ifPresent(tag -> named.add(byTag(session, tag)));
        request.text("label").ifPresent(label -> named.add(byLabel(session, label)));
        request.text("address").ifPresent(address -> named.add(byAddress(session, address)));
        if (named.isEmpty()) {
            return EnumSet.noneOf(Side.class);
        }
        return EnumSet.of(named.getFirst().orElseThrow(() -> new NgRefusal("No participant found")));
    }

    private static Optional<Side> byTag(CaptureSession session, String tag) {
        return find(session, party -> party.tag().equals(tag));
    }

    private static Optional<Side> byLabel(CaptureSession session, String label) {
        return find(session, party -> party.label().equals(label));
    }

    private static Optional<Side> byAddress(CaptureSession session, String address) {
        return find(session, party -> addresses(party.sdp()).contains(address));
    }

    private static List<String> addresses(String sdp) {
        try {
            SessionDescription parsed = SessionDescription.parse(sdp);
            List<String> addresses = new ArrayList<>();
            for (int i = 0; i < parsed.media().size(); i++) {
                addresses.add(parsed.connectionAddressOf(i));
            }
            return addresses;
        } catch (SdpException _) {
            return List.of(); // it was parsed when it arrived
        }
    }

    private static Optional<Side> find(CaptureSession session, PartyTest test) {
        for (Side side : Side.values()) {
            if (session.party(side).filter(test::holds).isPresent()) {
                return Optional.of(side);
            }
        }
        return Optional.empty();
    }

    @FunctionalInterface
    private interface PartyTest {
        boolean holds(SignalledParty party);
    }
}
