package io.tapedeck.capture.session;

import io.tapedeck.capture.session.CaptureDescription.SignalledSdp;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.sdp.SdpException;
import io.tapedeck.protocol.sdp.SessionDescription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the two parties of a call agreed on, and our ports between them. The controller's label says which party wrote
 * an SDP; without one the caller is who made the first offer, and any other tag is the callee's. So forks of one INVITE
 * share the caller's port, and the last answer wins. Not thread-safe.
 */
final class CallMedia {

    /** A call that re-negotiates for ever must not fill the memory. */
    private static final int MOST_SDPS_KEPT = 64;

    private final RelayedCall relay;
    private final OfferAnswer offerAnswer;
    private final String localAddress;
    private final List<@Nullable LinePorts> ports = new ArrayList<>();
    private final Map<Side, CallParty> parties = new EnumMap<>(Side.class);
    private final Set<String> formerTags = new HashSet<>();
    private final List<SignalledSdp> sdps = new ArrayList<>();

    CallMedia(RelayedCall relay, String localAddress) {
        this.relay = relay;
        this.localAddress = localAddress;
        this.offerAnswer = new OfferAnswer(localAddress);
    }

    /** @return the SDP for the other party */
    String offer(MediaProposal proposal, Instant at) throws SdpException, OutOfPortsException {
        return propose(proposal, at, true);
    }

    /** @return the SDP for the party that made the offer */
    String answer(MediaProposal proposal, Instant at) throws SdpException, OutOfPortsException {
        return propose(proposal, at, false);
    }

    private String propose(MediaProposal proposal, Instant at, boolean offer) throws SdpException, OutOfPortsException {
        SessionDescription sdp = SessionDescription.parse(proposal.sdp());
        List<LineTerms> terms = LineTerms.of(sdp);
        Side writer = sideOf(proposal);
        if (offer) {
            openLines(terms);
        }
        remember(writer, new CallParty(proposal.tag(), proposal.label(), proposal.sdp(), terms, at));
        if (sdps.size() < MOST_SDPS_KEPT) {
            sdps.add(new SignalledSdp(at, writer, offer, proposal.sdp()));
        }
        aim(writer, terms, proposal.receivedFrom());
        return offerAnswer
                .rewrite(sdp, other(writer), ports, !offer, proposal.hideOrigin())
                .toString();
    }

    private void remember(Side side, CallParty party) {
        CallParty before = parties.put(side, party);
        if (before != null && !before.tag().equals(party.tag())) {
            formerTags.add(before.tag());
        }
    }

    private void openLines(List<LineTerms> terms) throws OutOfPortsException {
        for (int i = 0; i < terms.size(); i++) {
            if (i == ports.size()) {
                ports.add(null);
            }
            if (ports.get(i) == null && !terms.get(i).rejected()) {
                ports.set(i, relay.addLine(i, terms.get(i).carriesRtp()));
            }
        }
    }

    private void aim(Side side, List<LineTerms> terms, @Nullable String receivedFrom) {
        for (int i = 0; i < Math.min(terms.size(), ports.size()); i++) {
            if (ports.get(i) != null) {
                LineTerms line = terms.get(i);
                relay.aim(i, side, new Aim(line.rtp(), line.rtcp(), line.multiplexed(), receivedFrom));
            }
        }
    }

    private Side sideOf(MediaProposal proposal) {
        return switch (proposal.label()) {
            // an INVITE without an offer (RFC 3261, 13.2.1): the callee offers first and is still the callee
            case "caller" -> Side.CALLER;
            case "callee" -> Side.CALLEE;
            default -> sideOf(proposal.tag());
        };
    }

    private Side sideOf(String tag) {
        if (hasTag(Side.CALLER, tag)) {
            return Side.CALLER;
        }
        return hasTag(Side.CALLEE, tag) || parties.containsKey(Side.CALLER) ? Side.CALLEE : Side.CALLER;
    }

    private boolean hasTag(Side side, String tag) {
        CallParty party = parties.get(side);
        return party != null && party.tag().equals(tag);
    }

    static Side other(Side side) {
        return side == Side.CALLER ? Side.CALLEE : Side.CALLER;
    }

    boolean answered() {
        return parties.size() == Side.values().length;
    }

    @Nullable
    CallParty party(Side side) {
        return parties.get(side);
    }

    boolean isCurrent(String tag) {
        return parties.values().stream().anyMatch(party -> party.tag().equals(tag));
    }

    /** The tag of a fork that lost. */
    boolean isFormer(String tag) {
        return formerTags.contains(tag) && !isCurrent(tag);
    }

    List<SignalledSdp> sdps() {
        return List.copyOf(sdps);
    }

    /** Whether nobody has to send anything just now: every line is on hold, inactive or rejected. */
    boolean quiet() {
        for (int i = 0; i < ports.size(); i++) {
            LineTerms caller = terms(Side.CALLER, i);
            LineTerms callee = terms(Side.CALLEE, i);
            if (caller != null && callee != null && !caller.quiet() && !callee.quiet()) {
                return false;
            }
        }
        return true;
    }

    private @Nullable LineTerms terms(Side side, int index) {
        CallParty party = parties.get(side);
        return party == null || index >= party.lines().size()
                ? null
                : party.lines().get(index);
    }

    /** The RTP and RTCP streams that both parties agreed on; interface indexes are still to be given. */
    List<StreamDescription> streams() {
        List<StreamDescription> streams = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            for (Side sender : Side.values()) {
                LineTerms receiver = terms(other(sender), i);
                LineTerms own = terms(sender, i);
                if (receiver != null && own != null && agreed(own, receiver)) {
                    streams.add(stream(sender, i, Component.RTP, receiver));
                    streams.add(stream(sender, i, Component.RTCP, receiver));
                }
            }
        }
        return streams;
    }

    private static boolean agreed(LineTerms own, LineTerms receiver) {
        return own.carriesRtp() && !own.rejected() && !receiver.rejected();
    }

    private StreamDescription stream(Side sender, int index, Component component, LineTerms receiver) {
        List<PayloadFormat> payloads = component == Component.RTP ? receiver.payloads() : List.of();
        LinePorts line = ports.get(index);
        int port = line == null ? 0 : line.towards(sender) + (component == Component.RTP ? 0 : 1);
        CallParty party = parties.get(other(sender));
        return new StreamDescription(
                new MediaStream(0, sender, receiver.type(), index, component, payloads),
                new MediaAddress(localAddress, port),
                party == null ? "" : party.sdp());
    }

    /** One side as it stands. */
    record CallParty(String tag, String label, String sdp, List<LineTerms> lines, Instant since) {}
}
