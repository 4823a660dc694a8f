package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.tapedeck.contracts.UserId;
import io.tapedeck.proxy.policy.RecordingPolicy;
import io.tapedeck.proxy.routing.Authentication;
import io.tapedeck.proxy.routing.Authenticator;
import io.tapedeck.proxy.routing.Route;
import io.tapedeck.proxy.routing.Router;
import io.tapedeck.proxy.routing.Target;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sip.address.SipURI;
import javax.sip.header.Header;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** Requests outside of a dialog: who sends them, and where they go. */
final class NewRequests {

    private static final List<String> ALLOWED = List.of(
            "INVITE",
            "ACK",
            "CANCEL",
            "BYE",
            "OPTIONS",
            "REGISTER",
            "PRACK",
            "UPDATE",
            "INFO",
            "MESSAGE",
            "REFER",
            "NOTIFY",
            "SUBSCRIBE",
            "PUBLISH");

    /** Beside INVITE, what begins a dialog and therefore has to come back this way. */
    private static final Set<String> DIALOGS = Set.of(Request.SUBSCRIBE, Request.REFER);

    private final Plumbing plumbing;
    private final RequestGate gate;
    private final Authenticator authenticator;
    private final Router router;
    private final Registration registration;
    private final NewCalls newCalls;
    private final Joins joins;
    private final ControlRequests controls;
    private final SipMetrics metrics;
    private final RecordingPolicy policy;

    NewRequests(
            Plumbing plumbing,
            RequestGate gate,
            Authenticator authenticator,
            Router router,
            Registration registration,
            NewCalls newCalls,
            Joins joins,
            ControlRequests controls,
            SipMetrics metrics,
            RecordingPolicy policy) {
        this.plumbing = plumbing;
        this.gate = gate;
        this.authenticator = authenticator;
        this.router = router;
        this.registration = registration;
        this.newCalls = newCalls;
        this.joins = joins;
        this.controls = controls;
        this.metrics = metrics;
        this.policy = policy;
    }

    void handle(Inbound in, Mailbox mailbox, @Nullable PendingInvite pending) {
        if (in.method().equals(Request.OPTIONS) && gate.isForUs(in.request())) {
            plumbing.replies().send(in, capabilities(in.request()));
            return;
        }
        if (pending != null) {
            plumbing.replies().trying(in);
        }
        Optional<Refusal> refused = gate.check(in.request());
        if (refused.isPresent()) {
            plumbing.replies().send(in, refused.get());
            return;
        }
        boolean registers = in.method().equals(Request.REGISTER);
        switch (authenticate(in, registers)) {
            case Authentication.Challenge(var challenges) ->
                plumbing.replies().send(in, challenge(challenges, registers));
            case Authentication.Refused(int status, String reason, var failure) -> {
                metrics.notAuthenticated(in.method(), failure);
                plumbing.replies().send(in, new Refusal(status, reason));
            }
            case Authentication.Device device -> admitted(in, device, registers, mailbox, pending);
            case Authentication.Trunk trunk -> admitted(in, trunk, registers, mailbox, pending);
        }
    }

    private Authentication authenticate(Inbound in, boolean registers) {
        List<String> authorization = Headers.values(in.request(), registers ? "Authorization" : "Proxy-Authorization");
        return authenticator.authenticate(new Authenticator.Credentials(in.method(), in.source(), authorization));
    }

    private static Refusal challenge(List<String> challenges, boolean registers) {
        String name = registers ? "WWW-Authenticate" : "Proxy-Authenticate";
        List<Header> headers =
                challenges.stream().map(value -> Headers.of(name, value)).toList();
        return registers
                ? new Refusal(401, "Unauthorized", headers)
                : new Refusal(407, "Proxy Authentication Required", headers);
    }

    private void admitted(
            Inbound in, Authentication sender, boolean registers, Mailbox mailbox, @Nullable PendingInvite pending) {
        plumbing.edge().connections().trust(in.source().address());
        if (registers) {
            registration.handle(in, sender);
            return;
        }
        if (controls.isMediaControl(in)) {
            controls.outOfDialog(in, sender);
            return;
        }
        if (pending != null) {
            invite(in, sender, pending);
            return;
        }
        switch (route(in, sender, (SipURI) in.request().getRequestURI())) {
            case Route.Refused refused -> plumbing.replies().send(in, Refusal.of(refused));
            case Route.Forward forward -> forward(in, sender, forward.targets(), mailbox);
        }
    }

    private void invite(Inbound in, Authentication sender, PendingInvite pending) {
        var uri = (SipURI) in.request().getRequestURI();
        switch (joins.find(in, sender)) {
            case Joins.Finding.Newcomer _ -> newcomer(in, sender, uri, pending);
            case Joins.Finding.Turned(var away) -> plumbing.replies().send(in, away);
            case Joins.Finding.Belongs(var join) ->
                joins.begin(join, in, sender, pending, () -> routeOf(join, in, sender, uri));
        }
    }

    private void newcomer(Inbound in, Authentication sender, SipURI uri, PendingInvite pending) {
        String dialled = Headers.orEmpty(uri.getUser()).replace("%23", "#"); // no # stands in a URI (RFC 3261, 25.1)
        policy.callerRecording(sender, dialled, Headers.orEmpty(uri.getHost()))
                .ifPresentOrElse(
                        wanted -> newCalls.tape(in, sender, wanted, dialled, pending),
                        () -> newCalls.begin(
                                in,
                                sender,
                                DiversionLoop.broken(route(in, sender, uri), in, sender),
                                pending,
                                other -> targetsOf(in, sender, other)));
    }

    /** A transferred party from outside reaches whom the transferor has sent it to, and whom that one may call. */
    private Route routeOf(Join join, Inbound in, Authentication sender, SipURI uri) {
        UserId transferor = join.redirectedBy();
        PendingTransfer transfer = join.transfer();
        if (transferor == null || transfer == null || !(sender instanceof Authentication.Trunk)) {
            return route(in, sender, uri);
        }
        return router.onBehalf(transferor, Ends.party(in, sender), transfer.number(), transfer.host());
    }

    private Route route(Inbound in, Authentication sender, SipURI uri) {
        return router.route(
                sender,
                Headers.orEmpty(uri.getUser()),
                Headers.orEmpty(uri.getHost()),
                in.fromUser(),
                in.fromDisplayName());
    }

    private List<Target> targetsOf(Inbound in, Authentication sender, SipURI uri) {
        return route(in, sender, uri) instanceof Route.Forward forward ? forward.targets() : List.of();
    }

    private void forward(Inbound in, Authentication sender, List<Target> targets, Mailbox mailbox) {
        var requests = new TargetRequests(
                plumbing.forwarding(),
                in,
                sender,
                flow -> DIALOGS.contains(in.method())
                        ? new RouteToken(
                                null,
                                null,
                                "",
                                in.fromTag(),
                                NatRule.flowBackTo(in, sender),
                                flow,
                                RouteToken.dialogOf(in.callId()),
                                plumbing.clock().instant())
                        : null);
        new ResponseContext(plumbing, in, mailbox, new Plain(requests)).fork(targets);
    }

    private static SIPResponse capabilities(SIPRequest request) {
        SIPResponse response = Replies.build(request, 200, "OK");
        ALLOWED.forEach(method -> response.addHeader(Headers.of("Allow", method)));
        response.addHeader(Headers.of("Accept", "application/sdp"));
        return response;
    }

    /** Nothing of the request concerns us but where it goes. */
    private record Plain(TargetRequests requests) implements Exchange {

        @Override
        public Outbound requestFor(Target target) throws UnknownHostException {
            return requests.prepare(target, _ -> {});
        }
    }
}
