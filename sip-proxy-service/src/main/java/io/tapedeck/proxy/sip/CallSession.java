package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.CallTarget;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.calls.TimelineEntry;
import io.tapedeck.proxy.announce.CallJournal;
import io.tapedeck.proxy.control.RecordingBoard.Phase;
import io.tapedeck.proxy.control.RecordingControl;
import io.tapedeck.proxy.dialog.CallEffect;
import io.tapedeck.proxy.dialog.CallLifecycle;
import io.tapedeck.proxy.dialog.CallLifecycle.Step;
import io.tapedeck.proxy.dialog.CallSignal;
import io.tapedeck.proxy.dialog.CallState;
import io.tapedeck.proxy.dialog.Move;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.policy.Medium;
import io.tapedeck.proxy.recording.MediaUnavailable;
import io.tapedeck.proxy.recording.SdpRefused;
import io.tapedeck.proxy.recording.Speaker.Listeners;
import io.tapedeck.proxy.sip.CallMedia.OtherAnswer;
import io.tapedeck.proxy.voice.CallVoice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call: carries out what {@link CallLifecycle} decides. A call that began before the proxy was restarted has no
 * state here (the journal knows its record); its requests are routed and its media is led all the same. Everything runs
 * in the call's mailbox.
 */
final class CallSession {

    private static final Logger LOG = LoggerFactory.getLogger(CallSession.class);
    private static final int SERVER_ERROR = 500;

    /** More than ever answer at the same instant. */
    private static final int MOST_OTHERS = 16;

    /** Of a dialog that was connected before the proxy was restarted: the first that anything is heard of. */
    private static final String UNKNOWN_TAG = "";

    private final CallIdentity identity;
    private final CallMedia media;
    private final Agreement agreement;
    private final @Nullable CallVoice voice;
    private final CallJournal journal;
    private final Mailbox mailbox;
    private final Runnable onEnd;
    private final CallControls controls;
    private volatile @Nullable CallState state;
    private volatile @Nullable String connectedTag;

    /** Of {@link System#nanoTime()}. */
    private volatile long lastSignal = System.nanoTime();

    /** Further phones that answered, by tag. */
    private final Map<String, OtherAnswer> others = new HashMap<>();

    /** Those of them whose dialog the caller has acknowledged and nobody has ended. */
    private final Set<String> acknowledged = new LinkedHashSet<>();

    private final Set<String> endedTags = new HashSet<>();

    private volatile Parties parties;

    /** Dialogs in which the session was until a party was replaced. */
    private final Set<String> formerTags = new HashSet<>();

    private final List<KnownDialog> dialogs = new ArrayList<>();
    private final KnownDialogs known;
    private int moves;
    private final List<Runnable> atEnd = new ArrayList<>();
    private @Nullable PlatformEnd platform;
    private @Nullable Runnable leaving;
    private Runnable lastWord = () -> {};

    /** INVITEs under way that would make another party talk. */
    private int joins;

    /**
     * @param voice null when nothing is said in calls
     */
    CallSession(
            CallIdentity identity,
            CallMedia media,
            @Nullable CallVoice voice,
            CallJournal journal,
            Mailbox mailbox,
            KnownDialogs known,
            CallControls.Making controls,
            Runnable onEnd) {
        this.voice = voice;
        this.identity = identity;
        this.media = media;
        this.agreement = new Agreement(media.recording());
        this.journal = journal;
        this.mailbox = mailbox;
        this.known = known;
        this.onEnd = onEnd;
        parties = new Parties(identity.caller(), identity.callee());
        nowTalk(parties);
        this.controls = controls.of(media, mailbox, this::note);
    }

    /** The platform itself is the caller's other end, until somebody else is. */
    void meets(PlatformEnd end) {
        platform = end;
        atEnd(end::acknowledged);
    }

    @Nullable
    PlatformEnd platform() {
        return platform;
    }

    /** Is run when it turns out that the INVITE was never answered, and nobody will. */
    void whenForgotten(Runnable refusal) {
        lastWord = refusal;
    }

    /** Is run when the call is over. */
    void atEnd(Runnable task) {
        atEnd.add(task);
    }

    /**
     * @param onLeaving what it means that the caller hangs up now; null when the call has been placed
     */
    void whileAsked(@Nullable Runnable onLeaving) {
        leaving = onLeaving;
    }

    /** BYE of a caller who has no other dialog than one with the platform, which asks. */
    void leavesBeforeAnswer() {
        if (leaving != null && !isOver()) {
            leaving.run();
        }
    }

    Agreement agreement() {
        return agreement;
    }

    /** Who wants to take the place of somebody in this dialog may refer to it as long as the call lasts. */
    void remember(KnownDialog dialog) {
        dialogs.add(dialog);
        known.add(dialog);
    }

    /** Nothing has come of it. */
    void forget(KnownDialog dialog) {
        dialogs.remove(dialog);
        known.forget(dialog);
    }

    Parties parties() {
        return parties;
    }

    Party party(Side side) {
        return parties.at(side);
    }

    /** How many targets there are in the call's record. */
    int targets() {
        return begun().call().targets().size();
    }

    Direction direction() {
        return begun().call().direction();
    }

    /** How often a party was replaced. */
    int moves() {
        return moves;
    }

    /** Whether this dialog is the conversation, so that its parties can be transferred. */
    boolean talksIn(String responderTag) {
        return responderTag.equals(connectedTag)
                && (state instanceof CallState.Talking || state instanceof CallState.Moving);
    }

    /** Whether the session has gone on in another dialog. */
    boolean hasLeft(String responderTag) {
        return formerTags.contains(responderTag)
                || formerTags.contains(UNKNOWN_TAG) && !responderTag.equals(connectedTag);
    }

    /** Whether who asks there is on the call, or may yet be. Of a dialog from before a restart nobody knows. */
    boolean isControlledIn(String responderTag) {
        String now = connectedTag;
        boolean hungUp = state instanceof CallState.Moving moving && moving.left() != null;
        return !hungUp && (now == null || now.equals(UNKNOWN_TAG) || now.equals(responderTag));
    }

    /** The conversation has ended, and the one that a party was referred to has not begun. */
    boolean waitsForTransfer() {
        return state instanceof CallState.Moving moving && !moving.joining() && moving.left() != null;
    }

    /** Whether there is nothing left that a party could join. */
    boolean isOver() {
        return state == null || state instanceof CallState.Ended;
    }

    /** Whether it is known to have ended; a call from before a restart of the proxy is not. */
    boolean hasEnded() {
        return state instanceof CallState.Ended;
    }

    private void note(TimelineEntry entry) {
        signal(new CallSignal.Noted(entry, recording().board().in(Phase.RUNNING)));
    }

    CallControls controls() {
        return controls;
    }

    /** From any thread; null for a call that began before the proxy was restarted. */
    @Nullable
    CallState state() {
        return state;
    }

    CallIdentity identity() {
        return identity;
    }

    SessionId id() {
        return identity.session();
    }

    CallMedia media() {
        return media;
    }

    RecordingControl recording() {
        return media.recording();
    }

    Mailbox mailbox() {
        return mailbox;
    }

    /** A new call, of which this is the first anybody hears. */
    void begin(CallRecord call) {
        carryOut(CallLifecycle.begin(call));
    }

    /** A call that was up when the proxy was restarted, as the journal has it. */
    void resume(CallRecord call, Parties talking) {
        if (state != null) {
            return;
        }
        int target = call.targets().stream()
                .filter(one -> one.answeredAt() != null)
                .mapToInt(CallTarget::id)
                .findFirst()
                .orElse(0);
        state = new CallState.Talking(call, target);
        connectedTag = UNKNOWN_TAG;
        nowTalk(talking);
        if (voice != null) {
            voice.talks();
        }
        controls.control().wasUp();
        recording().goOn(call.orders());
    }

    void signal(CallSignal signal) {
        lastSignal = System.nanoTime();
        CallState before = state;
        if (before != null) {
            carryOut(CallLifecycle.next(before, signal));
        }
    }

    /** What an answer would bring about; nothing has changed yet. */
    Step answer(int target, List<RecordingOrder> orders, Instant at) {
        return CallLifecycle.next(begun(), new CallSignal.TargetAnswered(target, orders, at));
    }

    /**
     * @param calleeTag names the dialog that the call now is
     * @param answering who has answered
     */
    void connected(Step answer, String calleeTag, Party answering) {
        connectedTag = calleeTag;
        nowTalk(parties.with(Side.CALLEE, answering));
        carryOut(answer);
        controls.control().answered();
    }

    private void nowTalk(Parties now) {
        parties = now;
        if (voice != null) {
            voice.parties(now.caller(), now.callee());
        }
    }

    /** An INVITE is on its way that makes another party talk. */
    void joinBegins(Move move, Instant at) {
        joins++;
        signal(new CallSignal.JoinBegun(move, at));
    }

    /** Nothing comes of it. The call goes back to what it was unless another one is under way. */
    void joinFails(Instant at) {
        joins = Math.max(0, joins - 1);
        if (joins == 0) {
            signal(new CallSignal.JoinFailed(at));
        }
    }

    /** What it would bring about that another party is connected; nothing has changed yet. */
    Step join(CallSignal.JoinAnswered joined) {
        return CallLifecycle.next(begun(), joined);
    }

    /**
     * @param responderTag names the dialog that the call now is
     * @param newcomer where somebody else talks from now on
     * @param agreed media of that dialog
     */
    void joined(Step step, String responderTag, Side newcomer, Parties now, Set<Medium> agreed) {
        boolean first = connectedTag == null;
        if (connectedTag != null) {
            formerTags.add(connectedTag);
        }
        connectedTag = responderTag;
        others.clear();
        acknowledged.clear();
        nowTalk(now);
        hearsOfRecording(newcomer);
        if (first) {
            greet(now.callee());
        }
        controls.nowTalk(now.at(Side.CALLER), now.at(Side.CALLEE), agreed);
        moves++;
        joins = Math.max(0, joins - 1);
        carryOut(step);
    }

    /** Whoever answered is this party. */
    void greet(Party answering) {
        if (voice != null) {
            voice.connected(parties.caller(), answering);
        }
    }

    private void hearsOfRecording(Side newcomer) {
        if (voice != null) {
            voice.joined(newcomer == Side.CALLER ? Listeners.CALLER : Listeners.CALLEE);
        }
    }

    /** From any thread. */
    Duration silentFor() {
        return Duration.ofNanos(System.nanoTime() - lastSignal);
    }

    /** No timer has ended a call that nobody has answered; a mistake of ours, which must not keep it for ever. */
    void forgotten(Instant at) {
        if (!isConnected()) {
            var all = new Thorough();
            all.attempt(() -> signal(new CallSignal.Failed(SERVER_ERROR, at)));
            all.attempt(onEnd);
            all.attempt(lastWord);
            all.complain();
        }
    }

    /** From any thread. */
    boolean isConnected() {
        return state == null || connectedTag != null;
    }

    /** Another phone answered as well: the call goes on with it should the caller keep that one (RFC 3261, 13.2.2.4). */
    void alsoAnswered(OtherAnswer other) {
        if (!other.tag().equals(connectedTag) && others.size() < MOST_OTHERS) {
            others.putIfAbsent(other.tag(), other);
        }
    }

    /** ACK for the 2xx of that callee. */
    void acknowledged(String calleeTag) {
        if (others.containsKey(calleeTag) && !endedTags.contains(calleeTag)) {
            acknowledged.add(calleeTag);
        }
    }

    /** Who sent the INVITE knows that it is connected, and so does the one who answered, now. */
    void bridged(Side from, String fromTag, String toTag) {
        if (!isOver() && toTag.equals(connectedTag)) {
            controls.bridged(from, fromTag, toTag);
        }
    }

    /** BYE in the dialog with that callee. */
    void hungUp(String calleeTag, CallSignal.HungUp bye) {
        if (state == null) {
            media.release();
            onEnd.run();
            return;
        }
        acknowledged.remove(calleeTag);
        if (others.containsKey(calleeTag) || calleeTag.equals(connectedTag)) {
            endedTags.add(calleeTag);
        }
        if (UNKNOWN_TAG.equals(connectedTag)) {
            connectedTag = calleeTag;
        }
        if (!calleeTag.equals(connectedTag)) {
            return; // the call is the dialog with another one
        }
        acknowledged.stream().findFirst().map(others::get).ifPresentOrElse(kept -> turnTo(kept, bye), () -> {
            controls.nobodyTalks();
            signal(bye);
        });
    }

    private void turnTo(OtherAnswer kept, CallSignal.HungUp bye) {
        controls.left(connectedTag);
        connectedTag = kept.tag();
        acknowledged.remove(kept.tag());
        try {
            media.turnTo(kept);
            hearsOfRecording(Side.CALLEE);
        } catch (MediaUnavailable | SdpRefused e) {
            LOG.warn("call {}: the phone that the caller keeps is not heard: {}", id(), e.getMessage());
        }
        signal(new CallSignal.TargetKept(kept.target(), bye.by(), bye.at()));
    }

    /** Whether the call can get media: it is not over, whoever has seen its end. */
    boolean hasMedia() {
        return !media.isReleased() && (state != null || media.alive());
    }

    /** The capture node no longer knows the call, so its BYE will never come. */
    void mediaLost(Instant at) {
        if (state == null) {
            onEnd.run();
        } else {
            signal(new CallSignal.MediaLost(at));
        }
    }

    private CallState begun() {
        CallState now = state;
        if (now == null) {
            throw new IllegalStateException("call " + id() + " did not begin here");
        }
        return now;
    }

    private void carryOut(Step step) {
        state = step.state();
        boolean over = state instanceof CallState.Ended;
        var all = new Thorough();
        if (voice != null && over) {
            all.attempt(voice::ended);
        }
        step.effects().forEach(effect -> all.attempt(() -> carryOut(effect)));
        if (over) {
            all.attempt(controls::ended);
            List.copyOf(atEnd).forEach(all::attempt);
            atEnd.clear();
            dialogs.forEach(known::forget);
            onEnd.run();
        }
        all.complain();
    }

    private void carryOut(CallEffect effect) {
        switch (effect) {
            case CallEffect.Publish(var event) -> journal.publish(identity.node(), event);
            case CallEffect.StartRecordings _ -> {} // they went to the node with the answer's SDP
            case CallEffect.ReleaseMedia _ -> media.release();
        }
    }
}
