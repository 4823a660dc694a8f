package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.message.SIPRequest;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.protocol.uuid.TimeOrderedUuid;
import io.tapedeck.proxy.dialog.CallSignal;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.recording.MediaAnchor;
import io.tapedeck.proxy.recording.MediaAnchor.MediaDialog;
import io.tapedeck.proxy.recording.MediaUnavailable;
import io.tapedeck.proxy.recording.RecordingPolicy;
import io.tapedeck.proxy.recording.SdpRefused;
import io.tapedeck.proxy.routing.Authentication;
import io.tapedeck.proxy.routing.Flow;
import io.tapedeck.proxy.routing.Route;
import io.tapedeck.proxy.routing.Target;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Function;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The INVITE that begins a call: policy, capture node, offer, and off to the targets. */
final class NewCalls {

    private static final Logger LOG = LoggerFactory.getLogger(NewCalls.class);

    private final Plumbing plumbing;
    private final Calls calls;
    private final RecordingPolicy policy;
    private final MediaAnchor anchor;
    private final SecureRandom random = new SecureRandom();

    NewCalls(Plumbing plumbing, Calls calls, RecordingPolicy policy, MediaAnchor anchor) {
        this.plumbing = plumbing;
        this.calls = calls;
        this.policy = policy;
        this.anchor = anchor;
    }

    void begin(
            Inbound in,
            Authentication sender,
            Route.Forward route,
            PendingInvite pending,
            Function<SipURI, List<Target>> resolver) {
        var id = new SessionId(TimeOrderedUuid.of(plumbing.clock().millis(), random));
        CallSession call = null;
        try {
            call = start(in, route, pending, id, anchor.chooseNode(id));
            var scratch = (SIPRequest) in.request().clone();
            MediaDialog offer = call.media().request(Side.CALLER, in.fromTag(), "", scratch);
            String offered = SdpBody.of(scratch).orElse("");
            connect(in, sender, route, pending, new Offered(call, offer, offered), resolver);
        } catch (MediaUnavailable e) {
            refuse(
                    in,
                    call == null ? start(in, route, pending, id, "") : call,
                    e.getMessage(),
                    Refusal.retryAfter(e.statusCode(), "Service Unavailable", e.retryAfterSeconds()));
        } catch (SdpRefused e) {
            refuse(
                    in,
                    call == null ? start(in, route, pending, id, "") : call,
                    e.getMessage(),
                    new Refusal(e.statusCode(), "Not Acceptable Here"));
        }
    }

    private CallSession start(Inbound in, Route.Forward route, PendingInvite pending, SessionId id, String node) {
        var identity = new CallIdentity(id, node, route.tenant().id(), in.callId(), route.caller(), route.callee());
        CallSession call = calls.create(identity, pending.mailbox);
        call.begin(record(in, route, id));
        return call;
    }

    private CallRecord record(Inbound in, Route.Forward route, SessionId id) {
        List<RecordingOrder> orders = policy.orders(route.tenant(), route.caller(), route.callee(), route.direction());
        boolean leaves = route.targets().stream().anyMatch(target -> target.trunk() != null);
        return new CallRecord(
                id,
                1,
                route.tenant().id(),
                route.tenant().name(),
                in.callId(),
                route.direction(),
                route.caller(),
                route.callee(),
                route.didNumber(),
                leaves ? in.fromUser() : "",
                route.trunkName(),
                plumbing.clock().instant(),
                null,
                null,
                null,
                null,
                0,
                "",
                List.of(),
                orders);
    }

    private void connect(
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
                        identity.session(), identity.tenant(), identity.node(), in.fromTag(), back, flow));
        var exchange =
                new CallExchange(offered.call, plumbing.clock(), requests, offered.dialog, offered.sdp, resolver);
        var context = new ResponseContext(plumbing, in, pending.mailbox, exchange);
        pending.proceedsIn(context);
        context.fork(route.targets());
    }

    private void refuse(Inbound in, CallSession call, @Nullable String why, Refusal refusal) {
        LOG.warn("call {} is refused with {}: {}", call.id(), refusal.statusCode(), why);
        plumbing.replies().send(in, refusal);
        call.signal(new CallSignal.Failed(refusal.statusCode(), plumbing.clock().instant()));
    }

    /**
     * @param dialog null when the INVITE has no SDP
     */
    private record Offered(CallSession call, @Nullable MediaDialog dialog, String sdp) {}
}
