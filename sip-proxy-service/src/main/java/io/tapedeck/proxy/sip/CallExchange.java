package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.message.SIPResponse;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.proxy.dialog.CallEffect;
import io.tapedeck.proxy.dialog.CallLifecycle.Step;
import io.tapedeck.proxy.dialog.CallSignal;
import io.tapedeck.proxy.dialog.Directions;
import io.tapedeck.proxy.policy.Conversation;
import io.tapedeck.proxy.policy.RecordingPolicy;
import io.tapedeck.proxy.recording.MediaUnavailable;
import io.tapedeck.proxy.recording.SdpRefused;
import io.tapedeck.proxy.routing.Authentication;
import io.tapedeck.proxy.routing.Target;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
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
    private final TargetMedia media;
    private final KnownDialog dialog;
    private final Onwards onwards;
    private final Function<SipURI, List<Target>> resolver;

    /** Whom each target belongs to, by its number. */
    private final Map<Integer, Target> targets = new HashMap<>();

    private final StartOfRecordings start;

    /** This INVITE has made the call. */
    private boolean connected;

    /** The targets of which nothing final is known. */
    private final Set<Integer> pending = new HashSet<>();

    /** Of the call to where the phone that is about to fail has sent it. */
    private @Nullable Direction deflection;

    /**
     * @param dialog the one that this INVITE makes
     * @param onwards where it goes when nobody takes it
     * @param resolver finds the targets of an address to which a phone redirects
     */
    CallExchange(
            CallSession call,
            Clock clock,
            TargetRequests requests,
            RecordingPolicy policy,
            TargetMedia media,
            KnownDialog dialog,
            Onwards onwards,
            Function<SipURI, List<Target>> resolver) {
        this.call = call;
        this.clock = clock;
        this.requests = requests;
        this.policy = policy;
        this.media = media;
        this.dialog = dialog;
        this.onwards = onwards;
        this.resolver = resolver;
        this.start = new StartOfRecordings(call.recording(), call.agreement());
    }

    @Override
    public Outbound requestFor(Target target) throws UnknownHostException {
        return requests.prepare(target, copy -> {
            media.offerIn(copy);
            copy.setHeader(Headers.of(Headers.SESSION_ID, call.id().toString()));
        });
    }

    @Override
    public void called(int number, Target target) {
        pending.add(number);
        DirectoryEvent.Trunk trunk = target.trunk();
        targets.put(number, target);
        onwards.called(number, target);
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
        String tag = heard(number, copy);
        media.early(tag, copy, () -> start.of(orders(number, answering(number), tag, copy), tag));
        onwards.rang(number);
        call.signal(new CallSignal.TargetRang(number, clock.instant()));
    }

    /** @return its tag */
    private String heard(int number, SIPResponse copy) {
        String tag = Headers.orEmpty(copy.getToTag());
        Target target = targets.get(number);
        if (target != null) {
            dialog.heard(tag, Ends.ofResponder(target, copy));
        }
        return tag;
    }

    @Override
    public Optional<Refusal> success(int number, SIPResponse copy) {
        copy.setHeader(Headers.of(Headers.SESSION_ID, call.id().toString()));
        String tag = heard(number, copy);
        if (call.isConnected()) {
            media.another(number, tag, copy).ifPresent(call::alsoAnswered);
            media.repeat(tag, copy);
            return Optional.empty();
        }
        if (call.isOver()) {
            return Optional.of(new Refusal(481, "Call/Transaction Does Not Exist"));
        }
        Party answering = answering(number);
        List<RecordingOrder> orders = start.known(orders(number, answering, tag, copy));
        Step answer = call.answer(number, orders, clock.instant());
        try {
            media.connect(tag, copy, start.startingNow(ordersIn(answer)));
        } catch (MediaUnavailable e) {
            return refused(
                    e.getMessage(), Refusal.retryAfter(e.statusCode(), "Service Unavailable", e.retryAfterSeconds()));
        } catch (SdpRefused e) {
            return refused(e.getMessage(), new Refusal(e.statusCode(), "Not Acceptable Here"));
        }
        dialog.answered(tag);
        call.controls().answeredBy(answering, media.agreed(tag, copy));
        start.settle(orders);
        connected = true;
        call.connected(answer, tag, answering);
        call.greet(answering);
        return Optional.empty();
    }

    private static List<RecordingOrder> ordersIn(Step step) {
        return step.effects().stream()
                .flatMap(effect ->
                        effect instanceof CallEffect.StartRecordings start ? start.orders().stream() : Stream.empty())
                .toList();
    }

    private Party answering(int number) {
        Target target = targets.get(number);
        return target == null ? call.identity().callee() : target.party();
    }

    /** Now it is known which phone it is, and what the parties agreed on. */
    private List<RecordingOrder> orders(int number, Party answering, String tag, SIPResponse copy) {
        CallIdentity identity = call.identity();
        Target target = targets.get(number);
        List<UserId> redirectedBy = target == null ? List.of() : target.divertedBy();
        return policy.orders(new Conversation(
                identity.tenant(), identity.caller(), answering, redirectedBy, media.agreed(tag, copy)));
    }

    private Optional<Refusal> refused(@Nullable String why, Refusal refusal) {
        LOG.warn("call {}: the answer cannot be connected: {}", call.id(), why);
        return Optional.of(refusal);
    }

    @Override
    public Optional<Duration> patience() {
        return onwards.patience();
    }

    @Override
    public Onward unanswered(int statusCode) {
        Onward next = onwards.next(statusCode);
        if (!next.targets().isEmpty()) {
            Direction direction = directionTo(next.targets());
            for (int number : onwards.leave()) {
                call.signal(new CallSignal.TargetDiverted(number, direction, clock.instant()));
            }
        }
        return next;
    }

    private Direction directionTo(List<Target> next) {
        return Directions.after(
                call.direction(), call.identity().caller(), next.getFirst().party());
    }

    /** Only where the directory knows the way: a phone must not lead calls to places its user may not call. */
    @Override
    public Onward redirected(Target by, SIPResponse response) {
        var instead = new ArrayList<Target>();
        Refusal refusal = null;
        if (response.getContactHeaders() != null) {
            for (Contact contact : response.getContactHeaders()) {
                if (contact.getAddress().getURI() instanceof SipURI uri && !uri.isSecure()) {
                    Onward way = deflected(by, uri);
                    instead.addAll(way.targets());
                    refusal = way.refusal() == null ? refusal : way.refusal();
                }
            }
        }
        deflection = instead.isEmpty() ? null : directionTo(instead);
        return new Onward(instead, instead.isEmpty() ? refusal : null);
    }

    /** A user's phone forwards with the user's rights. */
    private Onward deflected(Target by, SipURI uri) {
        return onwards.deflect(by, Headers.orEmpty(uri.getUser()), Headers.orEmpty(uri.getHost()))
                .orElseGet(() -> isOwn(by) ? Onward.to(resolver.apply(uri)) : Onward.NOWHERE);
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
        pending.remove(number);
        if (deflection != null && pending.isEmpty()) { // else another phone may still take it where it is
            call.signal(new CallSignal.TargetDiverted(number, deflection, clock.instant()));
        }
        deflection = null;
    }

    @Override
    public void whenOver(Runnable forget) {
        call.atEnd(forget);
    }

    @Override
    public void rejected(int statusCode) {
        call.signal(
                connected
                        ? new CallSignal.BrokenOff(clock.instant())
                        : new CallSignal.Failed(statusCode, clock.instant()));
    }
}
