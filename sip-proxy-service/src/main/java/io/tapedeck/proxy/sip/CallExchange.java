package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.message.SIPResponse;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.proxy.dialog.CallLifecycle.Step;
import io.tapedeck.proxy.dialog.CallSignal;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.policy.RecordingPolicy;
import io.tapedeck.proxy.recording.MediaAnchor.MediaDialog;
import io.tapedeck.proxy.recording.MediaUnavailable;
import io.tapedeck.proxy.recording.SdpRefused;
import io.tapedeck.proxy.routing.Authentication;
import io.tapedeck.proxy.routing.Target;
import io.tapedeck.proxy.sip.CallMedia.OtherAnswer;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The INVITE that begins a call. */
final class CallExchange implements Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(CallExchange.class);

    private final CallSession call;
    private final Clock clock;
    private final TargetRequests requests;
    private final RecordingPolicy policy;
    private final @Nullable MediaDialog offer;
    private final String offeredSdp;
    private final Function<SipURI, List<Target>> resolver;

    /** What every callee, by its tag, said last, and what the caller was told. */
    private final Map<String, Negotiated> negotiated = new HashMap<>();

    /** Whom each target belongs to, by its number. */
    private final Map<Integer, Party> parties = new HashMap<>();

    private String connectedSdp = "";

    /**
     * @param offer null when the INVITE has no SDP
     * @param offeredSdp what the targets are offered; empty likewise
     * @param resolver finds the targets of an address to which a phone redirects
     */
    CallExchange(
            CallSession call,
            Clock clock,
            TargetRequests requests,
            RecordingPolicy policy,
            @Nullable MediaDialog offer,
            String offeredSdp,
            Function<SipURI, List<Target>> resolver) {
        this.call = call;
        this.clock = clock;
        this.requests = requests;
        this.policy = policy;
        this.offer = offer;
        this.offeredSdp = offeredSdp;
        this.resolver = resolver;
    }

    @Override
    public Outbound requestFor(Target target) throws UnknownHostException {
        return requests.prepare(target, copy -> {
            SdpBody.replace(copy, offeredSdp);
            copy.setHeader(Headers.of(Headers.SESSION_ID, call.id().toString()));
        });
    }

    @Override
    public void called(int number, Target target) {
        DirectoryEvent.Trunk trunk = target.trunk();
        parties.put(number, target.party());
        call.signal(new CallSignal.TargetCalled(
                number,
                target.party().number(),
                TargetRequests.plain(target.uri()),
                trunk == null ? "" : trunk.name(),
                trunk == null ? "" : call.identity().caller().number(),
                clock.instant()));
    }

    @Override
    public void progress(int number, SIPResponse copy) {
        copy.setHeader(Headers.of(Headers.SESSION_ID, call.id().toString()));
        String tag = Headers.orEmpty(copy.getToTag());
        SdpBody.of(copy).ifPresent(sdp -> {
            try {
                negotiate(tag, copy, sdp, List.of());
            } catch (MediaUnavailable | SdpRefused e) {
                LOG.warn("call {}: early media of target {} is not relayed: {}", call.id(), number, e.getMessage());
                copy.removeContent();
            }
        });
        call.signal(new CallSignal.TargetRang(number, clock.instant()));
    }

    @Override
    public Optional<Refusal> success(int number, SIPResponse copy) {
        copy.setHeader(Headers.of(Headers.SESSION_ID, call.id().toString()));
        String tag = Headers.orEmpty(copy.getToTag());
        if (call.isConnected()) {
            if (offer != null) {
                SdpBody.of(copy).ifPresent(sdp -> call.alsoAnswered(new OtherAnswer(number, offer, tag, sdp)));
            }
            repeat(tag, copy);
            return Optional.empty();
        }
        Step answer = call.answer(number, orders(number, tag, copy), clock.instant());
        try {
            connect(tag, copy, CallSession.ordersIn(answer));
        } catch (MediaUnavailable e) {
            return refused(
                    e.getMessage(), Refusal.retryAfter(e.statusCode(), "Service Unavailable", e.retryAfterSeconds()));
        } catch (SdpRefused e) {
            return refused(e.getMessage(), new Refusal(e.statusCode(), "Not Acceptable Here"));
        }
        call.connected(answer, tag);
        return Optional.empty();
    }

    /** Now it is known which phone it is, and what the parties agreed on. */
    private List<RecordingOrder> orders(int number, String tag, SIPResponse copy) {
        CallIdentity identity = call.identity();
        Negotiated early = negotiated.get(tag);
        String sdp = SdpBody.of(copy).orElseGet(() -> early == null ? "" : early.said);
        Party answering = parties.getOrDefault(number, identity.callee());
        return policy.orders(identity.tenant(), identity.caller(), answering, AgreedMedia.in(sdp));
    }

    private Optional<Refusal> refused(@Nullable String why, Refusal refusal) {
        LOG.warn("call {}: the answer cannot be connected: {}", call.id(), why);
        return Optional.of(refusal);
    }

    private void connect(String tag, SIPResponse copy, List<RecordingOrder> orders)
            throws MediaUnavailable, SdpRefused {
        Optional<String> sdp = SdpBody.of(copy);
        Negotiated early = negotiated.get(tag);
        if (sdp.isPresent()) {
            negotiate(tag, copy, sdp.get(), orders);
        } else if (early != null && offer != null) {
            // The answer was in a reliable provisional response (RFC 3262, 5); recording begins now.
            call.media().response(offer, Side.CALLEE, copy, early.said, orders);
        } else if (offer == null) {
            call.media().recordLate(tag, orders);
        }
        Negotiated now = negotiated.get(tag);
        connectedSdp = now == null ? "" : now.told;
    }

    /** A retransmission, or the 2xx of a second callee, which the caller is going to hang up (13.2.2.4). */
    private void repeat(String tag, SIPResponse copy) {
        Negotiated known = negotiated.get(tag);
        SdpBody.replace(copy, known == null ? connectedSdp : known.told);
    }

    private void negotiate(String tag, SIPResponse copy, String sdp, List<RecordingOrder> orders)
            throws MediaUnavailable, SdpRefused {
        Negotiated before = negotiated.get(tag);
        if (before != null && before.said.equals(sdp) && orders.isEmpty()) {
            SdpBody.replace(copy, before.told);
            return;
        }
        call.media().response(offer, Side.CALLEE, copy, sdp, orders);
        negotiated.put(tag, new Negotiated(sdp, SdpBody.of(copy).orElse("")));
    }

    /** Only where the directory knows the way: a phone must not lead calls to places its user may not call. */
    @Override
    public List<Target> redirected(Target by, SIPResponse response) {
        var targets = new ArrayList<Target>();
        if (isOwn(by) && response.getContactHeaders() != null) {
            for (Contact contact : response.getContactHeaders()) {
                if (contact.getAddress().getURI() instanceof SipURI uri && !uri.isSecure()) {
                    targets.addAll(resolver.apply(uri));
                }
            }
        }
        return targets;
    }

    /** What a phone says instead is dialled with the caller's rights, so only a phone of the caller's own tenant may. */
    private boolean isOwn(Target by) {
        if (by.trunk() != null) {
            return false;
        }
        return switch (requests.sender()) {
            case Authentication.Device device ->
                by.party().network() == Party.Network.ONNET
                        && by.party().domain().equals(device.tenant().domain());
            case Authentication.Trunk(var trunk) -> trunk.tenantId() != null; // it leads to that tenant's phones only
            case Authentication.Challenge _, Authentication.Refused _ -> false;
        };
    }

    @Override
    public void cancelled() {
        call.signal(new CallSignal.Cancelled(clock.instant()));
    }

    @Override
    public void failed(int number, int statusCode) {
        call.signal(new CallSignal.TargetFailed(number, statusCode, clock.instant()));
    }

    @Override
    public void rejected(int statusCode) {
        call.signal(new CallSignal.Failed(statusCode, clock.instant()));
    }

    private record Negotiated(String said, String told) {}
}
