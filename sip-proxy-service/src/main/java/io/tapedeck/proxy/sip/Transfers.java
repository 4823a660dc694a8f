package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.proxy.routing.Authentication;
import io.tapedeck.proxy.sip.TransferMarks.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sip.address.SipURI;

/**
 * The transfers that phones have been asked for, one per session: the last. An INVITE is known by our mark in its
 * request URI; where a phone drops that, by who sends it and whom it calls. Safe for any thread.
 */
final class Transfers {

    /** As long as a phone may take to ask its user, if it does. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    static final String MARK = "tdt";

    private final TransferMarks marks;
    private final InterruptedTransfers interrupted;
    private final Map<SessionId, PendingTransfer> pending = new ConcurrentHashMap<>();

    /** @param interrupted knows those that were asked for before a restart of the proxy */
    Transfers(TransferMarks marks, InterruptedTransfers interrupted) {
        this.marks = marks;
        this.interrupted = interrupted;
    }

    int size() {
        return pending.size();
    }

    /** Those whose INVITE did not come in time and whose timer has missed them. Called regularly. */
    void sweep(Instant now) {
        Instant oldest = now.minus(PATIENCE.multipliedBy(2));
        pending.values().removeIf(one -> one.session().isOver() || one.since().isBefore(oldest));
    }

    /** @return the mark for its Refer-To */
    String expect(PendingTransfer transfer) {
        pending.values().removeIf(one -> one.session().isOver());
        pending.put(transfer.session().id(), transfer);
        CallSession call = transfer.session();
        var mark = new Mark(call.id(), transfer.move().leaving(), call.targets(), transfer.since());
        return marks.write(mark, transfer.number());
    }

    /** Its INVITE came to nothing for reasons of ours and may come again, as long as nothing newer is waited for. */
    void expectAgain(PendingTransfer transfer) {
        pending.putIfAbsent(transfer.session().id(), transfer);
    }

    /** @return whether it was still being waited for */
    boolean forget(PendingTransfer transfer) {
        return pending.remove(transfer.session().id(), transfer);
    }

    Optional<PendingTransfer> of(SessionId session) {
        return Optional.ofNullable(pending.get(session));
    }

    /** The transfer that this INVITE carries out; it is not waited for any longer. */
    Optional<PendingTransfer> take(Inbound invite, Authentication sender, Instant now) {
        var uri = (SipURI) invite.request().getRequestURI();
        String dialled = Headers.orEmpty(uri.getUser());
        Optional<Mark> mark = marks.read(uri.getParameter(MARK), dialled);
        return waitedFor(mark, invite, dialled, sender, now)
                .or(() -> mark.filter(one -> !pending.containsKey(one.session()))
                        .flatMap(one -> interrupted.take(one, invite, sender, now)));
    }

    private Optional<PendingTransfer> waitedFor(
            Optional<Mark> mark, Inbound invite, String dialled, Authentication sender, Instant now) {
        return mark.map(Mark::session)
                .flatMap(this::of)
                .filter(one -> one.number().equals(dialled)) // and not to where an earlier REFER led
                .or(() -> like(invite, dialled, sender))
                .filter(one -> one.isAskedOf(sender) && now.isBefore(one.since().plus(PATIENCE)))
                .filter(one -> !one.session().isOver())
                .filter(this::forget);
    }

    private Optional<PendingTransfer> like(Inbound invite, String dialled, Authentication sender) {
        return pending.values().stream()
                .filter(one -> one.isAskedOf(sender) && one.looksLike(invite, dialled))
                .max(Comparator.comparing(PendingTransfer::since));
    }
}
