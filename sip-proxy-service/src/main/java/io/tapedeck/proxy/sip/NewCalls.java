package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.protocol.uuid.TimeOrderedUuid;
import io.tapedeck.proxy.dialog.CallSignal;
import io.tapedeck.proxy.dialog.Directions;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.policy.CallerRecording;
import io.tapedeck.proxy.policy.Conversation;
import io.tapedeck.proxy.policy.Question;
import io.tapedeck.proxy.policy.RecordingPolicy;
import io.tapedeck.proxy.recording.MediaAnchor;
import io.tapedeck.proxy.recording.MediaAnchor.MediaDialog;
import io.tapedeck.proxy.recording.MediaUnavailable;
import io.tapedeck.proxy.recording.SdpRefused;
import io.tapedeck.proxy.routing.Authentication;
import io.tapedeck.proxy.routing.Diversion;
import io.tapedeck.proxy.routing.Flow;
import io.tapedeck.proxy.routing.Route;
import io.tapedeck.proxy.routing.Router;
import io.tapedeck.proxy.routing.Target;
import io.tapedeck.proxy.voice.Voices;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The INVITE that begins a call: capture node, offer, and off to the targets; or its refusal. */
final class NewCalls {

    private static final Logger LOG = LoggerFactory.getLogger(NewCalls.class);

    private final Plumbing plumbing;
    private final Calls calls;
    private final RecordingPolicy policy;
    private final MediaAnchor anchor;
    private final Router router;
    private final SecureRandom random = new SecureRandom();
    private final @Nullable Voices voices;
    private final Questions questions;

    /**
     * @param voices null when nothing is said in calls
     */
    NewCalls(
            Plumbing plumbing,
            Calls calls,
            RecordingPolicy policy,
            MediaAnchor anchor,
            Router router,
            @Nullable Voices voices) {
        this.voices = voices;
        this.questions = new Questions(plumbing, anchor, voices);
        this.plumbing = plumbing;
        this.calls = calls;
        this.policy = policy;
        this.anchor = anchor;
        this.router = router;
    }

    /** Whatever comes of it, a call attempt of a tenant leaves its record. */
    void begin(
            Inbound in,
            Authentication sender,
            Route route,
            PendingInvite pending,
            Function<SipURI, List<Target>> resolver) {
        var id = new SessionId(TimeOrderedUuid.of(plumbing.clock().millis(), random));
        switch (route) {
            case Route.Forward forward ->
                anchor(
                        in,
                        forwarded(in, forward, id),
                        record -> start(in, record, pending, anchor.chooseNode(id)),
                        pending,
                        offered -> connect(in, sender, forward, pending, offered, resolver));
            case Route.Refused refused -> turnAway(in, refused, pending, id);
        }
    }

    /**
     * Somebody calls to be recorded, and nobody else.
     *
     * @param dialled for it
     */
    void tape(Inbound in, Authentication sender, CallerRecording wanted, String dialled, PendingInvite pending) {
        var id = new SessionId(TimeOrderedUuid.of(plumbing.clock().millis(), random));
        anchor(
                in,
                record(in, attempt(in, sender, wanted, dialled), id, ""),
                record -> begun(
                        calls.createQuiet(identity(in, record, anchor.chooseNode(id)), pending.mailbox()),
                        record,
                        in,
                        pending),
                pending,
                offered -> tape(in, sender, wanted, offered));
    }

    private static Route.Attempt attempt(Inbound in, Authentication sender, CallerRecording wanted, String dialled) {
        var nobody = new Party(Party.Network.ONNET, dialled, "", wanted.tenant().domain(), null, null, null);
        var trunk = sender instanceof Authentication.Trunk(var from) ? from : null;
        return new Route.Attempt(
                wanted.tenant(),
                Ends.party(in, sender),
                nobody,
                trunk == null ? Direction.INTERNAL : Direction.IN,
                trunk == null ? "" : dialled,
                trunk == null ? "" : trunk.name());
    }

    private void tape(Inbound in, Authentication sender, CallerRecording wanted, Offered offered)
            throws MediaUnavailable, SdpRefused {
        if (offered.dialog == null) {
            throw new SdpRefused("an offer in the answer would be nobody's");
        }
        var end = new PlatformEnd(plumbing, offered.call, in, NatRule.flowBackTo(in, sender));
        new CallerTape(plumbing, anchor, voices, offered.call, wanted, end).begin(offered.dialog, offered.sdp);
    }

    private void turnAway(Inbound in, Route.Refused route, PendingInvite pending, SessionId id) {
        if (route.attempt() == null) {
            plumbing.replies().send(in, Refusal.of(route));
            return;
        }
        CallRecord record = record(in, route.attempt(), id, "");
        end(in, start(in, record, pending, ""), Refusal.of(route));
    }

    private void anchor(Inbound in, CallRecord record, Opening opening, PendingInvite pending, Next next) {
        CallSession call = null;
        try {
            call = opening.open(record);
            String sdp = SdpBody.of(in.request()).orElse("");
            MediaDialog offer = sdp.isEmpty() ? null : call.identity().offerOf(Side.CALLER, in.fromTag());
            String offered = offer == null ? "" : call.media().offer(offer, sdp);
            next.go(new Offered(call, offer, offered));
        } catch (MediaUnavailable e) {
            refuse(
                    in,
                    call == null ? start(in, record, pending, "") : call,
                    e.getMessage(),
                    Refusal.retryAfter(e.statusCode(), "Service Unavailable", e.retryAfterSeconds()));
        } catch (SdpRefused e) {
            refuse(
                    in,
                    call == null ? start(in, record, pending, "") : call,
                    e.getMessage(),
                    new Refusal(e.statusCode(), "Not Acceptable Here"));
        } catch (RuntimeException e) {
            if (call != null) {
                breakOff(call, pending, e);
            }
            throw e; // whoever has the INVITE logs and answers it
        }
    }

    /** A mistake of ours ends the call at once, so that neither place nor ports nor an open record is left behind. */
    private void breakOff(CallSession call, PendingInvite pending, RuntimeException mistake) {
        var all = new Thorough(mistake);
        all.attempt(() -> call.signal(new CallSignal.BrokenOff(plumbing.clock().instant())));
        all.attempt(pending::cancel);
    }

    private CallSession start(Inbound in, CallRecord record, PendingInvite pending, String node) {
        return begun(calls.create(identity(in, record, node), pending.mailbox()), record, in, pending);
    }

    private CallSession begun(CallSession call, CallRecord record, Inbound in, PendingInvite pending) {
        call.whenForgotten(() -> {
            plumbing.replies().lastWord(in, Refusal.MISTAKE);
            pending.cancel(); // phones may ring still
        });
        try {
            call.begin(record);
            return call;
        } catch (RuntimeException e) {
            breakOff(call, pending, e);
            throw e;
        }
    }

    private static CallIdentity identity(Inbound in, CallRecord record, String node) {
        return new CallIdentity(
                record.sessionId(), node, record.tenantId(), in.callId(), record.caller(), record.callee());
    }

    private CallRecord forwarded(Inbound in, Route.Forward route, SessionId id) {
        Route.Attempt attempt = route.attempt();
        boolean leaves = route.targets().stream().anyMatch(target -> target.trunk() != null);
        return record(in, attempt, id, leaves ? in.fromUser() : "");
    }

    private CallRecord record(Inbound in, Route.Attempt attempt, SessionId id, String outboundCallerId) {
        return FirstRecord.of(
                in.callId(), attempt, id, outboundCallerId, plumbing.clock().instant());
    }

    private void connect(
            Inbound in,
            Authentication sender,
            Route.Forward route,
            PendingInvite pending,
            Offered offered,
            Function<SipURI, List<Target>> resolver) {
        CallSession call = offered.call;
        Target first = route.targets().getFirst();
        Optional<Question> question = policy.question(new Conversation(
                call.identity().tenant(),
                call.identity().caller(),
                first.party(),
                first.divertedBy(),
                AgreedMedia.in(offered.sdp)));
        Runnable placing = () -> place(in, sender, route, pending, offered, resolver);
        Flow back = NatRule.flowBackTo(in, sender);
        question.ifPresentOrElse(
                asked -> questions.put(
                        asked, new Questions.Waiting(call, in, back, pending, offered.dialog, offered.sdp, placing)),
                placing);
    }

    private void place(
            Inbound in,
            Authentication sender,
            Route.Forward route,
            PendingInvite pending,
            Offered offered,
            Function<SipURI, List<Target>> resolver) {
        CallIdentity identity = offered.call.identity();
        Flow back = NatRule.flowBackTo(in, sender);
        var requests = new TargetRequests(
                plumbing.forwarding(),
                in,
                sender,
                flow -> new RouteToken(
                        identity.session(),
                        identity.tenant(),
                        identity.node(),
                        in.fromTag(),
                        back,
                        flow,
                        RouteToken.dialogOf(in.callId()),
                        plumbing.clock().instant()));
        var end = Ends.ofInitiator(in, sender, identity.caller());
        var dialog = new KnownDialog(offered.call, in.callId(), in.fromTag(), Side.CALLER, end);
        offered.call.remember(dialog);
        var media = new TargetMedia(offered.call, Side.CALLEE, offered.dialog, offered.sdp);
        var onwards = new Onwards(router, identity.caller());
        var exchange = new CallExchange(
                offered.call,
                plumbing.clock(),
                requests,
                offered.call.agreement().with(policy),
                media,
                dialog,
                onwards,
                resolver);
        var context = new ResponseContext(plumbing, in, pending.mailbox(), exchange);
        pending.proceedsIn(context);
        List<Diversion> diversions = route.targets().getFirst().diversions();
        diversions.forEach(one -> diverted(offered.call, one, route.targets().getFirst()));
        context.fork(route.targets(), diversions.size());
    }

    /** Who has sent the call on without being called at all stands in the record as a target. */
    private void diverted(CallSession call, Diversion diversion, Target next) {
        int number = call.targets() + 1;
        Party by = diversion.by();
        Instant now = plumbing.clock().instant();
        String address = "sip:" + by.number() + "@" + by.domain();
        call.signal(new CallSignal.TargetCalled(number, by.number(), address, "", "", now));
        Direction direction = Directions.after(call.direction(), call.identity().caller(), next.party());
        call.signal(new CallSignal.TargetDiverted(number, direction, now));
    }

    private void refuse(Inbound in, CallSession call, @Nullable String why, Refusal refusal) {
        LOG.warn("call {} is refused with {}: {}", call.id(), refusal.statusCode(), why);
        end(in, call, refusal);
    }

    private void end(Inbound in, CallSession call, Refusal refusal) {
        plumbing.replies().send(in, refusal);
        call.signal(new CallSignal.Failed(refusal.statusCode(), plumbing.clock().instant()));
    }

    /** What comes of the call once its media has a place. */
    @FunctionalInterface
    private interface Next {
        void go(Offered offered) throws MediaUnavailable, SdpRefused;
    }

    /** Makes the call, on a node that takes it. */
    @FunctionalInterface
    private interface Opening {
        CallSession open(CallRecord record) throws MediaUnavailable;
    }

    /**
     * @param dialog null when the INVITE has no SDP
     */
    private record Offered(CallSession call, @Nullable MediaDialog dialog, String sdp) {}
}
