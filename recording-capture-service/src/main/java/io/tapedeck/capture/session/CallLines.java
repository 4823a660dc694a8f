package io.tapedeck.capture.session;

import io.tapedeck.capture.session.SdpWishes.Trait;
import io.tapedeck.contracts.captures.MediaStream.Side;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Our ports, by media line. Not thread-safe. */
final class CallLines {

    private final RelayedCall relay;
    private final List<@Nullable LinePorts> ports = new ArrayList<>();
    /** How often a line was opened: who had it before means nothing to who has it now. */
    private int opened;

    /** Lines that are or were encrypted. */
    private final Set<Integer> secured = new HashSet<>();

    CallLines(RelayedCall relay) {
        this.relay = relay;
    }

    /** Null where a line was never opened, or is closed. */
    List<@Nullable LinePorts> ports() {
        return Collections.unmodifiableList(ports);
    }

    int opened() {
        return opened;
    }

    /** Opens what the offer needs. A line that was refused may come back as another one, so it starts afresh. */
    void open(List<LineTerms> offer, Side writer, PlaceWishes places, CallParties before) throws OutOfPortsException {
        for (int i = 0; i < offer.size(); i++) {
            if (i == ports.size()) {
                ports.add(null);
            }
            if (isRefused(i, before)) {
                close(i);
            }
            if (ports.get(i) == null && !offer.get(i).rejected()) {
                MediaPlace own = places.writer(offer.get(i));
                MediaPlace other = places.receiver(offer.get(i));
                ports.set(i, writer == Side.CALLER ? relay.addLine(i, own, other) : relay.addLine(i, other, own));
                opened++;
            }
        }
    }

    private static boolean isRefused(int index, CallParties parties) {
        LineTerms caller = parties.terms(Side.CALLER, index);
        LineTerms callee = parties.terms(Side.CALLEE, index);
        return (caller != null && caller.rejected()) || (callee != null && callee.rejected());
    }

    /** Closes what the offer took away and the answer agreed to. What an answer alone refuses, another fork may take. */
    void closeRemoved(CallParties parties, Side offerer) {
        for (int i = 0; i < ports.size(); i++) {
            LineTerms offer = parties.terms(offerer, i);
            if (offer != null && offer.rejected()) {
                close(i);
            }
        }
    }

    private void close(int index) {
        if (ports.get(index) != null) {
            relay.removeLine(index);
            ports.set(index, null);
        }
    }

    void aim(Side side, List<LineTerms> terms, MediaProposal proposal, MuxRule mux) {
        boolean fromSignalling = proposal.wishes().traits().contains(Trait.SIGNALLING_ADDRESS);
        String host = fromSignalling ? proposal.receivedFrom() : null;
        for (int i = 0; i < Math.min(terms.size(), ports.size()); i++) {
            if (ports.get(i) != null) {
                LineTerms line = terms.get(i);
                relay.aim(
                        i,
                        side,
                        new Aim(
                                at(host, line.rtp()),
                                at(host, line.rtcp()),
                                mux.multiplexes(i),
                                proposal.receivedFrom(),
                                proposal.wishes().traits()));
            }
        }
    }

    private static MediaAddress at(@Nullable String host, MediaAddress signalled) {
        return host == null || signalled.isUnspecified() ? signalled : new MediaAddress(host, signalled.port());
    }

    void multiplex(Side side, MuxRule mux) {
        for (int i = 0; i < ports.size(); i++) {
            if (ports.get(i) != null) {
                relay.multiplex(i, side, mux.multiplexes(i));
            }
        }
    }

    /** Says what is encrypted, and with what; nothing for lines that never were. */
    void protect(CallProtection protection) {
        for (int i = 0; i < ports.size(); i++) {
            for (Side sender : Side.values()) {
                Protection wanted = protection.of(sender, i);
                boolean known = ports.get(i) == null || wanted.isPlain() && !secured.contains(i);
                if (!known) {
                    secured.add(i);
                    relay.protect(i, sender, wanted);
                }
            }
        }
    }

    /** Says which lines carry RTP; other datagrams are passed on as they are. */
    void carry(List<LineTerms> agreed) {
        for (int i = 0; i < Math.min(agreed.size(), ports.size()); i++) {
            if (ports.get(i) != null) {
                relay.carry(i, agreed.get(i).carriesRtp());
            }
        }
    }

    /** Whether a party's RTCP goes over its RTP port, by line. */
    @FunctionalInterface
    interface MuxRule {
        boolean multiplexes(int index);
    }
}
