package io.tapedeck.proxy.control;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.RecordingOrder.Start;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.calls.TimelineEntry;
import io.tapedeck.contracts.calls.TimelineEntry.Means;
import io.tapedeck.proxy.control.RecordingBoard.Phase;
import io.tapedeck.proxy.control.RecordingBoard.Recording;
import io.tapedeck.proxy.policy.ControlPolicy;
import io.tapedeck.proxy.policy.ControlRights;
import io.tapedeck.proxy.policy.Demand;
import io.tapedeck.proxy.policy.DemandedCall;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what parties and administrators want of the recordings of one session, and writes into its timeline what
 * became of it. Belongs to the mailbox of the session.
 */
public final class SessionControl {

    private static final int MOST_WAITING = 10;

    private final ControlPolicy policy;
    private final RecordingControl recording;
    private final InstantSource clock;
    private final Supplier<@Nullable DemandedCall> call;
    private final Consumer<TimelineEntry> timeline;
    private final List<Wish> waiting = new ArrayList<>();
    private final Set<Start> reached = EnumSet.noneOf(Start.class);

    /**
     * @param call as it is at the moment; null before somebody has answered
     */
    public SessionControl(
            ControlPolicy policy,
            RecordingControl recording,
            InstantSource clock,
            Supplier<@Nullable DemandedCall> call,
            Consumer<TimelineEntry> timeline) {
        this.policy = policy;
        this.recording = recording;
        this.clock = clock;
        this.call = call;
        this.timeline = timeline;
    }

    /** What a party of the call wants: its recordings are those that belong to its user. */
    public Verdict byParty(Party party, ControlAction action, Means how) {
        Optional<ControlRights> rights = policy.rights(party);
        String name = party.userId() == null ? party.number() : party.userId().toString();
        if (rights.isEmpty()) {
            return noted(action, name, how, Verdict.FORBIDDEN);
        }
        UserId user = rights.get().user();
        DemandedCall now = call.get();
        Verdict verdict = now == null
                ? Verdict.WRONG_STATE
                : switch (action.verb()) {
                    case START -> startFor(now.of(rights.get().tenant()), party, user);
                    case STOP -> stop(one -> user.equals(one.userId()), user);
                    case PAUSE -> pause(action, user, rights.get().resumeAfter());
                    case RESUME -> resume(action, user);
                };
        return noted(action, name, how, verdict);
    }

    /** Somebody of the house who is not on the call. */
    public Verdict byStranger(Party stranger, ControlAction action, Means how) {
        return noted(action, String.valueOf(stranger.userId()), how, Verdict.FORBIDDEN);
    }

    /** A user has one recording of a call at a time: what the rules have started for them is it already. */
    private Verdict startFor(DemandedCall now, Party party, UserId user) {
        boolean running = recording.board().in(Phase.RUNNING).stream().anyMatch(order -> user.equals(order.userId()));
        return running ? Verdict.WRONG_STATE : start(policy.demanded(now, party, Demand.NOTHING), user);
    }

    private Verdict start(Optional<RecordingOrder> order, @Nullable UserId by) {
        return order.map(wanted -> Verdict.of(recording.start(List.of(wanted), by)))
                .orElse(Verdict.WRONG_STATE);
    }

    private Verdict stop(Predicate<RecordingOrder> which, @Nullable UserId by) {
        List<RecordingOrder> going = recording.board().recordings().stream()
                .filter(one -> one.phase() != Phase.STOPPED)
                .map(Recording::order)
                .filter(which)
                .toList();
        return Verdict.of(recording.stop(going, by));
    }

    private Verdict pause(ControlAction action, @Nullable UserId by, @Nullable Duration resumeAfter) {
        return Verdict.of(recording.pause(action.media(), by, resumeAfter));
    }

    private Verdict resume(ControlAction action, @Nullable UserId by) {
        return Verdict.of(recording.resume(action.media(), by));
    }

    /** What somebody wants who is not on the call: theirs are the recordings of the tenant as a whole. */
    public Verdict byAdministrator(Wish wish) {
        return noted(wish.action(), wish.by(), Means.REST, carryOut(wish));
    }

    private Verdict carryOut(Wish wish) {
        ControlAction.Verb verb = wish.action().verb();
        if (verb == ControlAction.Verb.START && isToCome(wish.demand().start())) {
            return waitFor(wish);
        }
        DemandedCall now = call.get();
        if (verb == ControlAction.Verb.STOP && wish.only() == null && !waiting.isEmpty()) {
            return stopWaiting(now);
        }
        return now == null
                ? Verdict.WRONG_STATE
                : switch (verb) {
                    case START -> start(policy.demanded(now, null, wish.demand()), null);
                    case STOP -> stopOf(now, wish.only());
                    case PAUSE -> pause(wish.action(), null, resumeAfter(now, wish));
                    case RESUME -> resume(wish.action(), null);
                };
    }

    private @Nullable Duration resumeAfter(DemandedCall now, Wish wish) {
        Duration after = wish.resumeAfter() == null
                ? policy.resumeAfter(now.tenant()).orElse(Duration.ZERO)
                : wish.resumeAfter();
        return after.isZero() ? null : after;
    }

    private Verdict stopOf(DemandedCall now, @Nullable RecordingId only) {
        return stop(order -> isOf(now, order) && isMeant(order, only), null);
    }

    /** What waits for its start is stopped with what goes on, or neither is. */
    private Verdict stopWaiting(@Nullable DemandedCall now) {
        Verdict going = now == null ? Verdict.WRONG_STATE : stopOf(now, null);
        if (going == Verdict.UNAVAILABLE) {
            return going;
        }
        waiting.clear();
        recording.waits(false);
        return Verdict.DONE;
    }

    private boolean isToCome(@Nullable Start moment) {
        return moment != null && !reached.contains(moment);
    }

    private Verdict waitFor(Wish start) {
        if (waiting.size() >= MOST_WAITING) {
            return Verdict.UNAVAILABLE;
        }
        waiting.add(start);
        recording.waits(true);
        return Verdict.DONE;
    }

    /** What waits for the answer starts now; it stands in the timeline already, unless it cannot start after all. */
    public void answered() {
        reach(Start.ANSWER);
    }

    /** So does what waits until both parties know that they are connected. */
    public void bridged() {
        reach(Start.ANSWER); // of a call that was picked up while it rang
        reach(Start.BRIDGE);
    }

    /** The call was up before anybody here heard of it, so nothing can wait for it. */
    public void wasUp() {
        reached.addAll(EnumSet.of(Start.ANSWER, Start.BRIDGE));
    }

    private void reach(Start moment) {
        if (!reached.add(moment)) {
            return;
        }
        List<Wish> due =
                waiting.stream().filter(one -> one.demand().start() == moment).toList();
        waiting.removeAll(due);
        due.forEach(this::startNow);
        recording.waits(!waiting.isEmpty());
    }

    private void startNow(Wish due) {
        DemandedCall now = call.get();
        Verdict verdict = now == null ? Verdict.WRONG_STATE : start(policy.demanded(now, null, due.demand()), null);
        if (verdict != Verdict.DONE) {
            Verdict _ = noted(ControlAction.START, due.by(), Means.REST, verdict);
        }
    }

    /** A call may be recorded by the other party's tenant as well, which is nobody else's business. */
    private static boolean isOf(DemandedCall call, RecordingOrder order) {
        return order.tenantId().equals(call.tenant());
    }

    private static boolean isMeant(RecordingOrder order, @Nullable RecordingId only) {
        return only == null ? order.userId() == null : order.recordingId().equals(only);
    }

    private Verdict noted(ControlAction action, String by, Means how, Verdict verdict) {
        timeline.accept(new TimelineEntry(clock.instant(), action.name(), by, how, verdict.result()));
        return verdict;
    }

    /** What the platform did by itself, or could not yet: a time limit was reached, or a pause ended. */
    public void byItself(ControlAction action, Outcome outcome) {
        timeline.accept(new TimelineEntry(
                clock.instant(),
                action.name(),
                null,
                Means.RULES,
                Verdict.of(outcome).result()));
    }
}
