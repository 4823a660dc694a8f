package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.CallTarget;
import io.tapedeck.proxy.announce.CallJournal.OpenCall;
import io.tapedeck.proxy.dialog.Move;
import io.tapedeck.proxy.routing.Authentication;
import io.tapedeck.proxy.sip.TransferMarks.Mark;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sip.address.SipURI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transfers that were asked for before a restart of the proxy. The mark that comes back with the INVITE says of which session it
 * is, and the journal how that one stood; the capture node has it still. Attended ones are not among them: the dialog that
 * they lead to is not known any more. Nor are those of parties outside, which are led on with the rights of who transfers: the
 * domain of the REFER, which alone may be dialled with them, is forgotten.
 */
final class InterruptedTransfers {

    private static final Logger LOG = LoggerFactory.getLogger(InterruptedTransfers.class);

    private final Calls calls;

    InterruptedTransfers(Calls calls) {
        this.calls = calls;
    }

    /** The transfer that this INVITE carries out, whose session is then up again. */
    Optional<PendingTransfer> take(Mark mark, Inbound invite, Authentication sender, Instant now) {
        boolean inTime = now.isBefore(mark.issued().plus(Transfers.PATIENCE));
        boolean attended = !Headers.values(invite.request(), "Replaces").isEmpty();
        boolean fromOutside = !(sender instanceof Authentication.Device);
        if (!inTime || attended || fromOutside) {
            return Optional.empty();
        }
        return calls.interrupted(mark.session())
                .filter(open -> open.call().targets().size() == mark.targets())
                .flatMap(open -> partiesIn(open.call()).flatMap(parties -> take(open, parties, mark, invite, sender)));
    }

    private Optional<PendingTransfer> take(
            OpenCall open, Parties parties, Mark mark, Inbound invite, Authentication sender) {
        Party transferee = parties.at(mark.leaving().other());
        if (!PendingTransfer.isOf(transferee, sender)) {
            return Optional.empty();
        }
        SessionId session = mark.session();
        LOG.info("session {} goes on with the transfer that was asked for before the proxy was restarted", session);
        var uri = (SipURI) invite.request().getRequestURI();
        return Optional.of(new PendingTransfer(
                calls.resume(open, parties),
                new Move(Move.Kind.BLIND, mark.leaving()),
                transferee,
                parties.at(mark.leaving()),
                Headers.orEmpty(uri.getUser()),
                Headers.orEmpty(uri.getHost()),
                "",
                invite.referredBy(),
                mark.issued()));
    }

    /** Those of whom it is sure that they talk: of a call that was moved or led elsewhere before, the record does not tell. */
    private static Optional<Parties> partiesIn(CallRecord call) {
        List<CallTarget> answered = call.targets().stream()
                .filter(target -> target.answeredAt() != null)
                .toList();
        boolean sure = answered.size() == 1
                && answered.getFirst().callee().equals(call.callee().number());
        return sure ? Optional.of(new Parties(call.caller(), call.callee())) : Optional.empty();
    }
}
