package io.tapedeck.capture.session;

import io.tapedeck.capture.session.CallParties.CallParty;
import io.tapedeck.capture.session.CaptureDescription.SignalledSdp;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.sdp.Direction;
import io.tapedeck.protocol.sdp.MediaDescription;
import io.tapedeck.protocol.sdp.SdpException;
import io.tapedeck.protocol.sdp.SessionDescription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the two parties of a call agreed on, and our ports between them. Not thread-safe. */
final class CallMedia {

    /** A call that re-negotiates for ever must not fill the memory. */
    private static final int MOST_SDPS_KEPT = 64;

    private final OfferAnswer offerAnswer = new OfferAnswer();
    private final CallParties parties = new CallParties();
    private final CallLines lines;
    private final CallProtection protection = new CallProtection();
    /** With their keys; those are left out on the way to the disk. */
    private final List<SignalledSdp> sdps = new ArrayList<>();

    private @Nullable Side lastOfferer;

    CallMedia(RelayedCall relay) {
        this.lines = new CallLines(relay);
    }

    /** @return the SDP for the other party */
    String offer(MediaProposal proposal, Instant at) throws SdpException, OutOfPortsException {
        SessionDescription sdp = SessionDescription.parse(proposal.sdp());
        List<LineTerms> terms = LineTerms.of(sdp);
        Side writer = parties.sideOf(proposal);
        Side receiver = CallParties.other(writer);
        boolean first = lines.opened() == 0;
        lines.open(terms, writer, proposal.places(), parties);
        protection.offered(terms);
        String rewritten = offerAnswer
                .offer(sdp, receiver, lines.ports(), proposal.wishes())
                .toString();
        remember(writer, proposal, terms, at, true);
        lines.aim(writer, terms, proposal, i -> terms.get(i).multiplexed());
        lines.protect(protection);
        if (first) {
            lines.carry(terms);
        }
        lastOfferer = writer;
        return rewritten;
    }

    /** @return the SDP for the party that made the offer */
    String answer(MediaProposal proposal, Instant at) throws SdpException, OutOfPortsException {
        SessionDescription sdp = SessionDescription.parse(proposal.sdp());
        List<LineTerms> terms = LineTerms.of(sdp);
        Side writer = parties.sideOf(proposal);
        Side receiver = CallParties.other(writer);
        String rewritten = offerAnswer
                .answer(sdp, receiver, lines.ports(), proposal.wishes())
                .toString();
        remember(writer, proposal, terms, at, false);
        lines.aim(writer, terms, proposal, i -> terms.get(i).multiplexed());
        if (receiver == lastOfferer) {
            protection.answered(writer, terms);
            lines.protect(protection);
            settle(receiver, terms, sdp, proposal.wishes());
        }
        return rewritten;
    }

    /** With the answer it is known what becomes of the offer. */
    private void settle(Side offerer, List<LineTerms> answer, SessionDescription sdp, SdpWishes wishes) {
        lines.multiplex(
                offerer,
                i -> i < answer.size()
                        && offerAnswer.offererMultiplexes(i, sdp.media().get(i), wishes));
        lines.carry(answer);
        lines.closeRemoved(parties, offerer);
    }

    private void remember(Side writer, MediaProposal proposal, List<LineTerms> terms, Instant at, boolean offer) {
        parties.remember(writer, new CallParty(proposal.tag(), proposal.label(), proposal.sdp(), terms, at));
        if (sdps.size() < MOST_SDPS_KEPT) {
            sdps.add(new SignalledSdp(at, writer, offer, proposal.sdp()));
        }
    }

    /** A party that only sends, for whoever subscribes. @return the SDP for it */
    String publish(MediaProposal proposal, Instant at) throws SdpException, OutOfPortsException {
        SessionDescription sdp = SessionDescription.parse(proposal.sdp());
        List<LineTerms> terms = LineTerms.of(sdp);
        Side writer = parties.sideOf(proposal);
        lines.open(terms, writer, proposal.places(), parties);
        protection.published(writer, terms);
        lines.protect(protection);
        remember(writer, proposal, terms, at, true);
        lines.aim(writer, terms, proposal, i -> terms.get(i).multiplexed());
        lines.carry(terms);
        SessionDescription answer = offerAnswer.answer(sdp, writer, lines.ports(), proposal.wishes());
        for (int i = 0; i < terms.size(); i++) {
            answer = answer.withMedia(i, received(answer.media().get(i)));
        }
        return answer.toString();
    }

    private static MediaDescription received(MediaDescription line) {
        MediaDescription result = line;
        for (Direction direction : Direction.values()) {
            result = result.withoutAttribute(direction.attributeName());
        }
        return result.withAttribute(Direction.RECVONLY.attributeName(), null);
    }

    List<@Nullable LinePorts> ports() {
        return lines.ports();
    }

    boolean answered() {
        return parties.complete();
    }

    CallParties parties() {
        return parties;
    }

    CallProtection protection() {
        return protection;
    }

    /** Grows when ports are opened. */
    int opened() {
        return lines.opened();
    }

    /** For the disk; what an offer's keys are good for is known with its answer. */
    List<SignalledSdp> sdps() {
        return sdps.stream().map(this::keyless).toList();
    }

    private SignalledSdp keyless(SignalledSdp sdp) {
        String text = KeylessSdp.of(sdp.text(), line -> isOpaque(sdp.side(), line));
        return new SignalledSdp(sdp.at(), sdp.side(), sdp.offer(), text);
    }

    private boolean isOpaque(Side sender, int mediaIndex) {
        return mediaIndex >= 0 && protection.of(sender, mediaIndex).isOpaque();
    }

    /** Whether nobody has to send anything just now: every line is on hold, inactive or rejected. */
    boolean quiet() {
        for (int i = 0; i < lines.ports().size(); i++) {
            LineTerms caller = parties.terms(Side.CALLER, i);
            LineTerms callee = parties.terms(Side.CALLEE, i);
            if (caller != null && callee != null && !caller.quiet() && !callee.quiet()) {
                return false;
            }
        }
        return true;
    }

    /** The RTP and RTCP streams that both parties agreed on; interface indexes are still to be given. */
    List<StreamDescription> streams() {
        List<StreamDescription> streams = new ArrayList<>();
        for (int i = 0; i < lines.ports().size(); i++) {
            LinePorts ports = lines.ports().get(i);
            for (Side sender : Side.values()) {
                LineTerms receiver = parties.terms(CallParties.other(sender), i);
                LineTerms own = parties.terms(sender, i);
                if (ports != null && receiver != null && own != null && agreed(own, receiver)) {
                    streams.add(stream(sender, i, ports, Component.RTP, receiver));
                    streams.add(stream(sender, i, ports, Component.RTCP, receiver));
                }
            }
        }
        return streams;
    }

    private static boolean agreed(LineTerms own, LineTerms receiver) {
        return own.carriesRtp() && receiver.carriesRtp() && !own.rejected() && !receiver.rejected();
    }

    private StreamDescription stream(Side sender, int index, LinePorts ports, Component component, LineTerms receiver) {
        Protection wire = protection.of(sender, index);
        List<PayloadFormat> payloads = component == Component.RTP ? receiver.payloads(wire) : List.of();
        MediaAddress rtp = ports.towards(sender);
        Side other = CallParties.other(sender);
        CallParty party = parties.get(other);
        return new StreamDescription(
                new MediaStream(0, sender, receiver.type(), index, component, payloads),
                component == Component.RTP ? rtp : new MediaAddress(rtp.host(), rtp.port() + 1),
                party == null ? "" : KeylessSdp.explaining(party.sdp(), index, wire, line -> isOpaque(other, line)));
    }
}
