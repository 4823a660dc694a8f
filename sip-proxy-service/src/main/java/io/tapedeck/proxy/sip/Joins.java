package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.message.SIPRequest;
import io.tapedeck.contracts.Party;
import io.tapedeck.proxy.dialog.CallSignal;
import io.tapedeck.proxy.dialog.Move;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.policy.RecordingPolicy;
import io.tapedeck.proxy.recording.MediaAnchor.MediaDialog;
import io.tapedeck.proxy.recording.MediaUnavailable;
import io.tapedeck.proxy.recording.SdpRefused;
import io.tapedeck.proxy.routing.Authentication;
import io.tapedeck.proxy.routing.Flow;
import io.tapedeck.proxy.routing.Route;
import io.tapedeck.proxy.routing.Router;
import io.tapedeck.proxy.routing.Target;
import io.tapedeck.proxy.sip.KnownDialog.Replaced;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** New INVITEs that belong to a session that is up: those of transferred parties, and those with Replaces. */
final class Joins {

    private static final Logger LOG = LoggerFactory.getLogger(Joins.class);

    private final Plumbing plumbing;
    private final KnownDialogs dialogs;
    private final Transfers transfers;
    private final RecordingPolicy policy;
    private final Router router;

    Joins(Plumbing plumbing, KnownDialogs dialogs, Transfers transfers, RecordingPolicy policy, Router router) {
        this.plumbing = plumbing;
        this.dialogs = dialogs;
        this.transfers = transfers;
        this.policy = policy;
        this.router = router;
    }

    /** What a new INVITE is. */
    sealed interface Finding {

        /** The beginning of a session. */
        record Newcomer() implements Finding {}

        record Belongs(Join join) implements Finding {}

        record Turned(Refusal away) implements Finding {}
    }

    Finding find(Inbound in, Authentication sender) {
        Optional<PendingTransfer> transfer =
                transfers.take(in, sender, plumbing.clock().instant());
        Finding found = find(in, sender, transfer);
        if (found instanceof Finding.Turned) {
            transfer.ifPresent(this::nothingComesOf);
        }
        return found;
    }

    /** Its call waits no longer. */
    private void nothingComesOf(PendingTransfer transfer) {
        tell(transfer.session(), new CallSignal.ReferEnded(plumbing.clock().instant()));
    }

    private Finding find(Inbound in, Authentication sender, Optional<PendingTransfer> transfer) {
        List<String> replaces = Headers.values(in.request(), "Replaces");
        if (replaces.isEmpty()) {
            return transfer.<Finding>map(one -> new Finding.Belongs(Join.of(one, null)))
                    .orElseGet(Finding.Newcomer::new);
        }
        Optional<ReplacesHeader> wanted = ReplacesHeader.of(in);
        if (replaces.size() > 1 || wanted.isEmpty()) {
            return new Finding.Turned(new Refusal(400, "Bad Replaces"));
        }
        return dialogs.find(wanted.get())
                .map(replaced -> replacing(replaced, transfer.orElse(null), sender))
                .or(() ->
                        transfer.map(one -> new Finding.Belongs(Join.of(one, null)))) // who asked has given up already
                .orElseGet(() -> new Finding.Turned(new Refusal(481, "Call/Transaction Does Not Exist")));
    }

    private static Finding replacing(Replaced replaced, @Nullable PendingTransfer transfer, Authentication sender) {
        CallSession session = replaced.session();
        if (transfer == null || transfer.session() == session) {
            return mayTouch(sender, replaced) ? new Finding.Belongs(Join.pickup(replaced, transfer)) : forbidden();
        }
        return transfer.leadsTo(replaced) || mayTouch(sender, replaced)
                ? new Finding.Belongs(Join.of(transfer, replaced))
                : forbidden();
    }

    private static Finding forbidden() {
        return new Finding.Turned(new Refusal(403, "Forbidden"));
    }

    /** Calls of the own tenant, and those in which somebody of the own tenant talks. */
    private static boolean mayTouch(Authentication sender, Replaced replaced) {
        CallSession session = replaced.session();
        return switch (sender) {
            case Authentication.Device(var tenant, var _, var _) ->
                session.identity().tenant().equals(tenant.id())
                        || isOf(tenant.domain(), replaced.staying().party());
            case Authentication.Trunk(var trunk) -> session.identity().tenant().equals(trunk.tenantId());
            case Authentication.Challenge _, Authentication.Refused _ -> false;
        };
    }

    private static boolean isOf(String domain, Party party) {
        return party.network() == Party.Network.ONNET && party.domain().equals(domain);
    }

    /**
     * Goes on in the mailbox of the session.
     *
     * @param way finds the targets where they are not known yet
     */
    void begin(Join join, Inbound in, Authentication sender, PendingInvite pending, Way way) {
        Mailbox mailbox = join.session().mailbox();
        if (mailbox.post(() -> start(join, in, sender, pending, way))) {
            pending.movesTo(mailbox); // not before: its CANCEL must not get there first
            return;
        }
        plumbing.replies().send(in, Refusal.overloaded());
        PendingTransfer transfer = join.transfer();
        if (transfer != null) {
            transfers.expectAgain(transfer);
        }
    }

    private void start(Join join, Inbound in, Authentication sender, PendingInvite pending, Way way) {
        CallSession call = join.session();
        if (call.isOver()) {
            plumbing.replies().send(in, new Refusal(481, "Call/Transaction Does Not Exist"));
            return;
        }
        if (call.moves() >= Referrals.MOST_MOVES) {
            plumbing.replies().send(in, new Refusal(482, "Loop Detected"));
            call.signal(new CallSignal.ReferEnded(plumbing.clock().instant()));
            return;
        }
        try {
            call.joinBegins(join.move(), plumbing.clock().instant());
            proceed(join, in, sender, pending, way);
        } catch (MediaUnavailable e) {
            fail(call, in, e, Refusal.retryAfter(e.statusCode(), "Service Unavailable", e.retryAfterSeconds()));
        } catch (SdpRefused e) {
            fail(call, in, e, new Refusal(e.statusCode(), "Not Acceptable Here"));
        } catch (RuntimeException e) {
            LOG.error("call {}: INVITE {} could not be handled", call.id(), in.callId(), e);
            fail(call, in, e, new Refusal(500, "Server Internal Error"));
        }
    }

    private void proceed(Join join, Inbound in, Authentication sender, PendingInvite pending, Way way)
            throws MediaUnavailable, SdpRefused {
        switch (route(join, way)) {
            case Found.Nothing(Refusal refusal) -> refuse(join.session(), in, refusal);
            case Found.Places(List<Target> targets) -> fork(join, in, sender, pending, targets);
        }
    }

    private static Found route(Join join, Way way) {
        KnownDialog.End known = join.destination();
        if (known != null) {
            return new Found.Places(List.of(known.target()));
        }
        return switch (way.route()) {
            case Route.Refused refused -> new Found.Nothing(Refusal.of(refused));
            case Route.Forward(var _, var targets) ->
                leadsBack(join, targets)
                        ? new Found.Nothing(new Refusal(482, "Loop Detected"))
                        : new Found.Places(targets);
        };
    }

    /** Who was transferred to itself would call itself. */
    private static boolean leadsBack(Join join, List<Target> targets) {
        var transferee = join.session().party(join.initiator()).userId();
        return transferee != null
                && targets.stream()
                        .allMatch(target -> transferee.equals(target.party().userId()));
    }

    private void fork(Join join, Inbound in, Authentication sender, PendingInvite pending, List<Target> targets)
            throws MediaUnavailable, SdpRefused {
        CallSession call = join.session();
        var scratch = (SIPRequest) in.request().clone();
        MediaDialog offer = call.media().request(join.initiator(), in.fromTag(), "", scratch);
        if (offer != null) {
            call.media().tryOut(offer);
        }
        Party joining = Ends.party(in, sender);
        var end = Ends.ofInitiator(in, sender, joining);
        var dialog = new KnownDialog(call, in.callId(), in.fromTag(), join.initiator(), end);
        call.remember(dialog);
        var media = new TargetMedia(
                call, join.initiator().other(), offer, SdpBody.of(scratch).orElse(""));
        var exchange = new JoinExchange(
                join,
                plumbing.clock(),
                requests(join, in, sender),
                policy,
                media,
                dialog,
                joining,
                offer,
                new Onwards(router, joining),
                this::handOver);
        var context = new ResponseContext(plumbing, in, call.mailbox(), exchange);
        pending.proceedsIn(context);
        CallSession consultation = join.consultation();
        if (consultation != null) {
            prepare(join, consultation);
        }
        context.fork(targets);
    }

    /**
     * Before the INVITE goes out: the BYE or CANCEL of the consultation may come before the answer is connected. Who was
     * asked and rings still is about to be given up by who asked.
     */
    private void prepare(Join join, CallSession consultation) {
        if (join.destination() == null) {
            handOver(consultation);
            return;
        }
        Side leaving = Objects.requireNonNull(join.replaced(), "its destination is known")
                .leaving();
        var move = new Move(Move.Kind.PICKUP, leaving);
        tell(consultation, new CallSignal.Referred(move, plumbing.clock().instant()));
    }

    private TargetRequests requests(Join join, Inbound in, Authentication sender) {
        CallIdentity identity = join.session().identity();
        Flow back = NatRule.flowBackTo(in, sender);
        boolean byCaller = join.initiator() == Side.CALLER;
        return new TargetRequests(
                plumbing.forwarding(),
                in,
                sender,
                flow -> new RouteToken(
                        identity.session(),
                        identity.tenant(),
                        identity.node(),
                        in.fromTag(),
                        join.initiator(),
                        byCaller ? back : flow,
                        byCaller ? flow : back,
                        RouteToken.dialogOf(in.callId()),
                        plumbing.clock().instant(),
                        false));
    }

    private void handOver(CallSession consultation) {
        tell(consultation, new CallSignal.HandedOver(plumbing.clock().instant()));
    }

    private static void tell(CallSession consultation, CallSignal signal) {
        consultation.mailbox().post(() -> consultation.signal(signal));
    }

    private void fail(CallSession call, Inbound in, Exception why, Refusal refusal) {
        LOG.warn("call {}: nobody joins: {}", call.id(), why.getMessage());
        refuse(call, in, refusal);
    }

    private void refuse(CallSession call, Inbound in, Refusal refusal) {
        plumbing.replies().send(in, refusal);
        call.joinFails(plumbing.clock().instant());
    }

    /** Where the INVITE would go if it began a session. */
    @FunctionalInterface
    interface Way {

        Route route();
    }

    private sealed interface Found {

        record Places(List<Target> targets) implements Found {}

        record Nothing(Refusal refusal) implements Found {}
    }
}
