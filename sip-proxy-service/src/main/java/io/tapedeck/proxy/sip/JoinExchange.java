package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.message.SIPResponse;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.proxy.control.RecordingBoard.Recording;
import io.tapedeck.proxy.dialog.CallSignal;
import io.tapedeck.proxy.dialog.Directions;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.policy.Conversation;
import io.tapedeck.proxy.policy.RecordingPlan;
import io.tapedeck.proxy.policy.RecordingPolicy;
import io.tapedeck.proxy.recording.MediaAnchor.MediaDialog;
import io.tapedeck.proxy.recording.MediaUnavailable;
import io.tapedeck.proxy.recording.SdpRefused;
import io.tapedeck.proxy.routing.Target;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The INVITE by which another party takes the place of one. Its targets are numbered on after those of the session. */
final class JoinExchange implements Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(JoinExchange.class);

    private final Join join;
    private final CallSession call;
    private final Clock clock;
    private final TargetRequests requests;
    private final RecordingPolicy policy;
    private final TargetMedia media;
    private final KnownDialog dialog;
    private final Party joining;
    private final @Nullable MediaDialog offer;
    private final Onwards onwards;
    private final StartOfRecordings start;
    private final Consumer<CallSession> handOver;
    private final int before;
    private final Map<Integer, Target> targets = new HashMap<>();

    /** What was offered, by who sends the INVITE or else by those who answer. */
    private final Set<MediaDialog> trials = new HashSet<>();

    private boolean connected;
    private boolean over;

    /**
     * @param dialog the one that this INVITE makes
     * @param joining who sends it
     * @param offer null when it has no SDP
     * @param onwards where it goes when nobody takes it
     * @param handOver ends the call that was made to ask before the transfer
     */
    JoinExchange(
            Join join,
            Clock clock,
            TargetRequests requests,
            RecordingPolicy policy,
            TargetMedia media,
            KnownDialog dialog,
            Party joining,
            @Nullable MediaDialog offer,
            Onwards onwards,
            Consumer<CallSession> handOver) {
        this.join = join;
        this.call = join.session();
        this.clock = clock;
        this.requests = requests;
        this.policy = policy;
        this.media = media;
        this.dialog = dialog;
        this.joining = joining;
        this.offer = offer;
        this.onwards = onwards;
        this.start = new StartOfRecordings(call.recording(), call.agreement());
        this.handOver = handOver;
        this.before = call.targets();
        if (offer != null) {
            trials.add(offer);
        }
    }

    /** A phone that rings has nothing to replace and would refuse (RFC 3891, 3): it rings for this call instead. */
    @Override
    public Outbound requestFor(Target target) throws UnknownHostException {
        return requests.prepare(target, copy -> {
            media.offerIn(copy);
            copy.setHeader(Headers.of(Headers.SESSION_ID, call.id().toString()));
            if (join.destination() == null) {
                copy.removeHeader("Replaces");
            }
        });
    }

    @Override
    public void called(int number, Target target) {
        targets.put(number, target);
        onwards.called(number, target);
        DirectoryEvent.Trunk trunk = target.trunk();
        boolean pickup = !join.move().isTransfer();
        call.signal(new CallSignal.TargetCalled(
                before + number,
                newcomer(target).number(),
                TargetRequests.plain(pickup ? dialog.initiatorUri() : target.uri()),
                pickup || trunk == null ? "" : trunk.name(),
                pickup || trunk == null ? "" : joining.number(),
                clock.instant()));
    }

    /** Who picks up comes by itself; who is transferred brings the call to another. */
    private Party newcomer(Target target) {
        return join.move().isTransfer() ? target.party() : joining;
    }

    @Override
    public void progress(int number, SIPResponse copy) {
        copy.setHeader(Headers.of(Headers.SESSION_ID, call.id().toString()));
        media.early(heard(number, copy), copy, List::of);
        onwards.rang(number);
        call.signal(new CallSignal.TargetRang(before + number, clock.instant()));
    }

    private String heard(int number, SIPResponse copy) {
        String tag = Headers.orEmpty(copy.getToTag());
        Target target = targets.get(number);
        if (target != null) {
            dialog.heard(tag, Ends.ofResponder(target, copy));
        }
        if (offer == null && !connected && trials.add(lateOffer(tag))) {
            call.media().tryOut(lateOffer(tag));
        }
        return tag;
    }

    /** What the one with that tag offers where the INVITE did not. */
    private MediaDialog lateOffer(String tag) {
        return call.identity().offerOf(join.initiator().other(), tag);
    }

    @Override
    public Optional<Refusal> success(int number, SIPResponse copy) {
        copy.setHeader(Headers.of(Headers.SESSION_ID, call.id().toString()));
        String tag = heard(number, copy);
        Target target = targets.get(number);
        if (connected || target == null) {
            media.another(before + number, tag, copy).ifPresent(call::alsoAnswered);
            media.repeat(tag, copy);
            return Optional.empty();
        }
        if (over || call.isOver()) {
            return Optional.of(new Refusal(481, "Call/Transaction Does Not Exist"));
        }
        try {
            connect(number, target, tag, copy);
        } catch (MediaUnavailable e) {
            return refused(e, Refusal.retryAfter(e.statusCode(), "Service Unavailable", e.retryAfterSeconds()));
        } catch (SdpRefused e) {
            return refused(e, new Refusal(e.statusCode(), "Not Acceptable Here"));
        }
        return Optional.empty();
    }

    private Optional<Refusal> refused(Exception why, Refusal refusal) {
        LOG.warn("call {}: the answer cannot be connected: {}", call.id(), why.getMessage());
        return Optional.of(refusal);
    }

    /** What has to stop stops before the new party is told, but not before it is sure that there will be one. */
    private void connect(int number, Target target, String tag, SIPResponse copy) throws MediaUnavailable, SdpRefused {
        Parties now = partiesWith(target);
        RecordingPlan plan = call.agreement().afterMove(policy, call.parties(), conversation(now, tag, copy));
        media.connect(tag, copy, start.startingNow(plan.begin()));
        call.media().settle(offer == null ? lateOffer(tag) : offer);
        connected = true;
        start.settle(plan.begin());
        call.agreement().end(ending(plan));
        dialog.answered(tag);
        var joined = new CallSignal.JoinAnswered(
                before + number,
                join.move(),
                Directions.after(call.direction(), now.caller(), now.callee()),
                plan.begin(),
                clock.instant());
        call.joined(call.join(joined), tag, join.move().leaving(), now, media.agreed(tag, copy));
        CallSession consultation = join.consultation();
        if (consultation != null) {
            handOver.accept(consultation);
        }
    }

    private List<RecordingOrder> ending(RecordingPlan plan) {
        return plan.end().stream()
                .flatMap(id -> call.recording().board().find(id).stream())
                .map(Recording::order)
                .toList();
    }

    private Parties partiesWith(Target target) {
        Side initiator = join.initiator();
        return new Parties(joining, joining).with(initiator.other(), target.party());
    }

    /** Who is transferred calls; where somebody picks up it stays as it was. */
    private Conversation conversation(Parties now, String tag, SIPResponse copy) {
        Side source = join.move().isTransfer() ? join.initiator() : Side.CALLER;
        return new Conversation(
                call.identity().tenant(),
                now.at(source),
                now.at(source.other()),
                Stream.ofNullable(join.redirectedBy()).toList(),
                media.agreed(tag, copy));
    }

    @Override
    public Optional<Duration> patience() {
        return onwards.patience();
    }

    @Override
    public Onward unanswered(int statusCode) {
        Onward next = onwards.next(statusCode);
        if (!next.targets().isEmpty()) {
            for (int number : onwards.leave()) {
                call.signal(new CallSignal.TargetDiverted(before + number, call.direction(), clock.instant()));
            }
        }
        return next;
    }

    @Override
    public void failed(int number, int statusCode) {
        call.signal(new CallSignal.TargetFailed(before + number, statusCode, clock.instant()));
    }

    /** Whoever was there before is heard again. */
    @Override
    public void rejected(int statusCode) {
        over = true;
        var all = new Thorough();
        if (connected) {
            all.attempt(() -> call.signal(new CallSignal.BrokenOff(clock.instant())));
        } else {
            all.attempt(this::goBack);
            all.attempt(() -> call.joinFails(clock.instant()));
        }
        CallSession consultation = join.consultation();
        if (consultation != null) {
            consultation.mailbox().post(() -> consultation.signal(new CallSignal.ReferEnded(clock.instant())));
        }
        all.complain();
    }

    private void goBack() {
        call.forget(dialog);
        if (!call.isOver()) {
            try {
                call.media().giveUp(trials);
            } catch (MediaUnavailable | SdpRefused e) {
                LOG.warn("call {}: its parties do not hear each other again: {}", call.id(), e.getMessage());
            }
        }
    }
}
