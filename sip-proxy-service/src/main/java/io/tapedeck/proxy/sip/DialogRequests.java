package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.tapedeck.proxy.dialog.CallSignal;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.recording.MediaAnchor.MediaDialog;
import io.tapedeck.proxy.recording.MediaUnavailable;
import io.tapedeck.proxy.recording.SdpRefused;
import io.tapedeck.proxy.routing.Target;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sip.SipException;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests within a dialog: they go where the Routes and our token say, are not asked for passwords (the signed token is
 * proof that they belong to a call we let through), and their SDP goes through the capture node.
 */
final class DialogRequests {

    private static final Logger LOG = LoggerFactory.getLogger(DialogRequests.class);

    /** Whose SDP offers or answers (RFC 6337, 2.1); in all others, as in the 200 to OPTIONS, it only informs. */
    private static final Set<String> MEDIA = Set.of(Request.INVITE, Request.ACK, Request.PRACK, Request.UPDATE);

    /** The session's ports are those of another dialog now. */
    private static final Refusal MOVED = new Refusal(488, "Not Acceptable Here");

    private static final Refusal NO_DIALOG = new Refusal(481, "Call/Transaction Does Not Exist");

    private final Plumbing plumbing;
    private final RequestGate gate;
    private final Referrals referrals;
    private final ControlRequests controls;
    private final PlatformRequests platform;

    DialogRequests(Plumbing plumbing, RequestGate gate, Referrals referrals, ControlRequests controls) {
        this.plumbing = plumbing;
        this.gate = gate;
        this.referrals = referrals;
        this.controls = controls;
        this.platform = new PlatformRequests(plumbing, controls);
    }

    /**
     * @param call null for a dialog that is no call
     * @param pending set for a re-INVITE
     */
    void handle(
            Inbound in,
            RouteToken token,
            @Nullable CallSession call,
            Mailbox mailbox,
            @Nullable PendingInvite pending) {
        Optional<Refusal> refused = gate.check(in.request());
        if (refused.isPresent()) {
            plumbing.replies().send(in, refused.get());
            return;
        }
        if (call != null && plumbing.forwarding().endsHere(in.request(), token)) {
            platform.handle(in, call);
            return;
        }
        if (call != null && (plumbing.forwarding().endsNowhere(in.request()) || comesTooLate(in, call))) {
            decline(in);
            return;
        }
        Side from = token.sideOf(in.fromTag());
        String responderTag = token.responderTag(in.fromTag(), in.toTag());
        if (call != null && controls.answered(in, from, responderTag, call)) {
            return;
        }
        SIPRequest copy = plumbing.forwarding().copy(in.request());
        Outbound outbound;
        try {
            outbound = plumbing.forwarding().prepare(in, copy, token.flowTo(from.other()), null);
        } catch (UnknownHostException e) {
            LOG.debug("{} of {} cannot be forwarded", in.method(), in.callId(), e);
            unreachable(in, call, token, from, copy);
            return;
        }
        Optional<Refusal> unwanted = call == null ? Optional.empty() : follow(call, token, from, in, copy);
        if (unwanted.isPresent()) {
            plumbing.replies().send(in, unwanted.get());
            return;
        }
        try {
            CallSession media = MEDIA.contains(in.method()) ? call : null;
            MediaDialog offer = media == null ? null : lead(media, from, in, copy);
            if (in.method().equals(Request.ACK)) {
                plumbing.edge().sendWithoutTransaction(outbound.request(), outbound.hop());
                if (call != null) {
                    call.bridged(from, in.fromTag(), in.toTag());
                }
                return;
            }
            forward(in, outbound, mailbox, exchange(call, media, from.other(), offer, in), pending);
            if (call != null) {
                controls.overhear(in, responderTag, call);
            }
        } catch (SdpRefused e) {
            plumbing.replies().send(in, new Refusal(e.statusCode(), "Not Acceptable Here"));
        } catch (MediaUnavailable e) {
            plumbing.replies()
                    .send(in, Refusal.retryAfter(e.statusCode(), "Service Unavailable", e.retryAfterSeconds()));
        } catch (SipException e) {
            LOG.debug("an ACK of {} cannot be forwarded", in.callId(), e);
        }
    }

    /** Nobody has that name. Who hangs up has done so all the same; a transfer nobody can be asked for is none. */
    private void unreachable(Inbound in, @Nullable CallSession call, RouteToken token, Side from, SIPRequest copy) {
        if (call != null && !in.method().equals(Request.REFER)) {
            var _ = follow(call, token, from, in, copy);
        }
        if (!in.method().equals(Request.ACK)) {
            plumbing.replies().send(in, new Refusal(404, "Not Found"));
        }
    }

    private void decline(Inbound in) {
        if (!in.method().equals(Request.ACK)) {
            plumbing.replies().send(in, NO_DIALOG);
        }
    }

    /** An offer in a call that is over would get media again, of which there would be neither recording nor record. */
    private boolean comesTooLate(Inbound in, CallSession call) {
        boolean offers = in.method().equals(Request.INVITE)
                || MEDIA.contains(in.method())
                        && !in.method().equals(Request.ACK)
                        && SdpBody.of(in.request()).isPresent();
        if (!offers || call.hasMedia()) {
            return false;
        }
        if (call.state() == null) {
            call.mediaLost(plumbing.clock().instant());
        }
        return true;
    }

    /** Nobody can be told that an ACK was refused, and without one the call ends: it goes on as it is. */
    private static @Nullable MediaDialog lead(CallSession call, Side from, Inbound in, SIPRequest copy)
            throws MediaUnavailable, SdpRefused {
        try {
            return call.media().request(from, in.fromTag(), in.toTag(), copy);
        } catch (MediaUnavailable | SdpRefused e) {
            if (!in.method().equals(Request.ACK)) {
                throw e;
            }
            LOG.warn("call {}: an ACK passes without the relay: {}", call.id(), e.getMessage());
            return null;
        }
    }

    private void forward(
            Inbound in, Outbound outbound, Mailbox mailbox, Exchange exchange, @Nullable PendingInvite pending) {
        var context = new ResponseContext(plumbing, in, mailbox, exchange);
        if (pending != null) {
            plumbing.replies().trying(in);
            pending.proceedsIn(context);
        }
        context.forward(outbound);
    }

    /**
     * What the request means for the call.
     *
     * @return why it goes nowhere
     */
    private Optional<Refusal> follow(CallSession call, RouteToken token, Side from, Inbound in, SIPRequest copy) {
        String responderTag = token.responderTag(in.fromTag(), in.toTag());
        switch (in.method()) {
            case Request.BYE -> hangUp(call, responderTag, from, in);
            case Request.ACK -> call.acknowledged(in.toTag());
            case Request.NOTIFY -> referrals.notified(call, in);
            case Request.REFER -> {
                return call.talksIn(responderTag) ? referrals.refer(call, from, in, copy) : Optional.empty();
            }
            case Request.INVITE, Request.UPDATE -> {
                boolean late = call.hasLeft(responderTag) && SdpBody.of(copy).isPresent();
                return late ? Optional.of(MOVED) : Optional.empty();
            }
            default -> {}
        }
        return Optional.empty();
    }

    /** A mistake of ours must not keep the other party in the call. */
    private void hangUp(CallSession call, String responderTag, Side by, Inbound in) {
        try {
            call.hungUp(responderTag, new CallSignal.HungUp(by, plumbing.clock().instant()));
            if (call.waitsForTransfer()) {
                referrals.hungUp(call);
            }
        } catch (RuntimeException e) {
            LOG.error("call {}: the BYE of {} ends it for its parties only", call.id(), in.callId(), e);
        }
    }

    private Exchange exchange(
            @Nullable CallSession call,
            @Nullable CallSession media,
            Side responder,
            @Nullable MediaDialog offer,
            Inbound in) {
        boolean refers = in.method().equals(Request.REFER);
        return new InDialog(media, responder, offer, call == null || !refers ? () -> {} : refusalOf(call));
    }

    private Runnable refusalOf(CallSession call) {
        return () -> referrals.refused(call);
    }

    /** One request and its responses, of which the same answer may come several times. */
    private static final class InDialog implements Exchange {

        private final @Nullable CallSession call;
        private final Side responder;
        private final @Nullable MediaDialog offer;
        private final Runnable onRefusal;

        /** What the responder said and the other side was told, last. */
        private String said = "";

        private String told = "";

        /**
         * @param call null when the SDP of the request, if any, is nobody's business
         * @param responder who answers the request
         * @param offer what the request offered; null when it had no SDP
         */
        InDialog(@Nullable CallSession call, Side responder, @Nullable MediaDialog offer, Runnable onRefusal) {
            this.call = call;
            this.responder = responder;
            this.offer = offer;
            this.onRefusal = onRefusal;
        }

        @Override
        public Outbound requestFor(Target target) {
            throw new IllegalStateException("a request in a dialog has one destination, found by its Route");
        }

        @Override
        public void progress(int number, SIPResponse copy) {
            edit(copy);
        }

        @Override
        public Optional<Refusal> success(int number, SIPResponse copy) {
            boolean late = call != null
                    && call.media().isReleased()
                    && copy.getCSeq().getMethod().equals(Request.INVITE);
            edit(copy);
            return late ? Optional.of(NO_DIALOG) : Optional.empty();
        }

        @Override
        public void rejected(int statusCode) {
            var all = new Thorough();
            all.attempt(onRefusal);
            all.attempt(this::takeBack);
            all.complain();
        }

        private void takeBack() {
            if (call == null || offer == null) {
                return;
            }
            try {
                call.media().refused(offer);
            } catch (MediaUnavailable | SdpRefused e) {
                LOG.warn("call {}: its media is not as it was before: {}", call.id(), e.getMessage());
            }
        }

        /** A node that fails in the middle of a call harms the media; breaking the signalling as well helps nobody. */
        private void edit(SIPResponse copy) {
            Optional<String> sdp = SdpBody.of(copy);
            if (call == null || sdp.isEmpty()) {
                return;
            }
            if (sdp.get().equals(said)) {
                SdpBody.replace(copy, told);
                return;
            }
            try {
                call.media().response(offer, responder, copy, sdp.get(), List.of());
                said = sdp.get();
                told = SdpBody.of(copy).orElse("");
            } catch (MediaUnavailable | SdpRefused e) {
                LOG.warn("call {}: an answer passes without the relay: {}", call.id(), e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("call {}: an answer passes without the relay", call.id(), e);
            }
        }
    }
}
