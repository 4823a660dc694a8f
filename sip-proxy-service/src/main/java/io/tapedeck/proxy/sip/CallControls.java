package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.calls.TimelineEntry;
import io.tapedeck.contracts.calls.TimelineEntry.Means;
import io.tapedeck.proxy.control.ControlAction;
import io.tapedeck.proxy.control.ControlRules;
import io.tapedeck.proxy.control.Outcome;
import io.tapedeck.proxy.control.RecordingBoard.Phase;
import io.tapedeck.proxy.control.RecordingControl;
import io.tapedeck.proxy.control.SessionControl;
import io.tapedeck.proxy.control.SpokenDigits;
import io.tapedeck.proxy.control.Verdict;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.policy.DemandedCall;
import io.tapedeck.proxy.policy.Medium;
import io.tapedeck.proxy.recording.MediaAnchor;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who is on the call and controls its recordings, by whatever means. Belongs to the mailbox of the call. */
final class CallControls {

    /** Makes the controls of a call, which tell what they did. */
    @FunctionalInterface
    interface Making {
        CallControls of(CallMedia media, Mailbox mailbox, Consumer<TimelineEntry> timeline);
    }

    /** More than anybody presses while the mailbox is busy, and far less than it holds. */
    private static final int MOST_WAITING_KEYS = 32;

    private final CallIdentity identity;
    private final MediaAnchor anchor;
    private final Mailbox mailbox;
    private final RecordingControl recording;
    private final SessionControl control;
    private final SpokenDigits digits;
    private final AtomicInteger waitingKeys = new AtomicInteger();
    private volatile @Nullable DemandedCall talk;
    private String bridge = "";

    /**
     * @param timeline is told what was done, or refused
     */
    CallControls(
            CallIdentity identity,
            MediaAnchor anchor,
            Mailbox mailbox,
            RecordingControl recording,
            ControlRules rules,
            InstantSource clock,
            Consumer<TimelineEntry> timeline) {
        this.identity = identity;
        this.anchor = anchor;
        this.mailbox = mailbox;
        this.recording = recording;
        this.control = new SessionControl(rules.policy(), recording, clock, () -> talk, timeline);
        this.digits = new SpokenDigits(
                identity.session(), identity.node(), anchor, rules.policy(), control, rules.longestPause());
        recording.whenByItself(control::byItself);
    }

    SessionControl control() {
        return control;
    }

    /** Somebody answered. */
    void answeredBy(Party callee, Set<Medium> media) {
        talk = new DemandedCall(identity.tenant(), identity.caller(), callee, media);
    }

    /** A party has taken the place of another, or of one that rang. */
    void nowTalk(Party caller, Party callee, Set<Medium> media) {
        talk = new DemandedCall(identity.tenant(), caller, callee, media);
        nobodyTalks();
    }

    /** A phone that was not the only one to answer. */
    void left(@Nullable String tag) {
        digits.ignore(tag);
    }

    /** A conversation has ended: nobody is listened to until the next one is acknowledged. */
    void nobodyTalks() {
        digits.listenToNobody();
    }

    /** The call is over: whatever somebody still wants of it comes too late. */
    void ended() {
        talk = null;
    }

    /**
     * Both parties know that they are connected.
     *
     * @param from who has called the other
     */
    void bridged(Side from, String fromTag, String toTag) {
        String tags = fromTag + " " + toTag;
        if (talk == null || bridge.equals(tags)) {
            return; // a repeated ACK
        }
        bridge = tags;
        control.bridged();
        if (!recording.board().in(Phase.PENDING).isEmpty()) {
            Outcome _ = recording.startExpected();
        }
        listen(from, fromTag, toTag);
    }

    private void listen(Side from, String fromTag, String toTag) {
        List<String> heard = new ArrayList<>();
        if (digits.listenTo(fromTag, party(from))) {
            heard.add(fromTag);
        }
        if (digits.listenTo(toTag, party(from.other()))) {
            heard.add(toTag);
        }
        if (!heard.isEmpty()) {
            anchor.hearDigits(identity.node(), identity.session(), heard, this::pressed);
        }
    }

    /** From the thread that all calls of a node share. What is too much is the flood's own loss, never that of a BYE. */
    private void pressed(String tag, char key) {
        long now = System.nanoTime();
        if (waitingKeys.incrementAndGet() > MOST_WAITING_KEYS || !mailbox.post(() -> heard(tag, key, now))) {
            waitingKeys.decrementAndGet();
        }
    }

    private void heard(String tag, char key, long nanoTime) {
        waitingKeys.decrementAndGet();
        digits.pressed(tag, key, nanoTime);
    }

    Party party(Side side) {
        DemandedCall now = talk;
        if (now == null) {
            return side == Side.CALLER ? identity.caller() : identity.callee();
        }
        return side == Side.CALLER ? now.caller() : now.callee();
    }

    /** The party that is this user; empty when the user is not on the call. */
    Optional<Party> partyOf(Party user) {
        return List.of(Side.values()).stream()
                .map(this::party)
                .filter(party -> party.userId() != null && party.userId().equals(user.userId()))
                .findFirst();
    }

    Verdict byParty(Side side, ControlAction action, Means how) {
        return control.byParty(party(side), action, how);
    }

    /** Whether that party has a recording of its own that goes on. */
    boolean isRecordedFor(Side side) {
        Party party = party(side);
        return party.userId() != null
                && recording.board().in(Phase.RUNNING).stream()
                        .anyMatch(order -> party.userId().equals(order.userId()));
    }
}
