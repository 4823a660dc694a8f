package io.tapedeck.proxy.control;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.proxy.control.RecordingBoard.Phase;
import io.tapedeck.proxy.control.RecordingChange.Kind;
import io.tapedeck.proxy.policy.Medium;
import io.tapedeck.proxy.recording.MediaAnchor;
import io.tapedeck.proxy.recording.MediaUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recordings of one session: does on the capture node what is asked for, keeps the board and tells the listener.
 * Everything but {@link #board} belongs to the mailbox of the session, which is what serialises two who want something
 * at the same instant: the first wins, the second finds the state that the first has left.
 */
public final class RecordingControl {

    private static final Logger LOG = LoggerFactory.getLogger(RecordingControl.class);

    /** Longer than anything that is said of an end. */
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final SessionId session;
    private final String node;
    private final TenantId tenant;
    private final MediaAnchor anchor;
    private final RecordingListener listener;
    private final TimeLimits limits;
    private final PauseEnds pauseEnds;
    private final InstantSource clock;
    private volatile RecordingBoard board = RecordingBoard.EMPTY;
    private volatile Instant since;
    /** Whether a pause goes on although its end has come: the node was away. */
    private boolean isLate;

    private BiConsumer<ControlAction, Outcome> byItself = (_, _) -> {};

    /**
     * @param node capture node of the session; empty when it has none, and nothing is ever recorded
     * @param listener is told after the fact, in the mailbox
     */
    public RecordingControl(
            SessionId session,
            String node,
            TenantId tenant,
            MediaAnchor anchor,
            Alarms alarms,
            InstantSource clock,
            RecordingListener listener) {
        this.session = session;
        this.node = node;
        this.tenant = tenant;
        this.anchor = anchor;
        this.clock = clock;
        this.since = clock.instant();
        this.listener = listener;
        this.limits = new TimeLimits(alarms, this::reachedLimit);
        this.pauseEnds = new PauseEnds(alarms, this::endPause);
    }

    /** From any thread. */
    public RecordingBoard board() {
        return board;
    }

    /** Since when the recording has stood as it does. From any thread. */
    public Instant since() {
        return since;
    }

    /** Is told what happens without anybody wanting it: a time limit, the end of a pause, or that this could not be yet. */
    public void whenByItself(BiConsumer<ControlAction, Outcome> witness) {
        byItself = witness;
    }

    /** They started with an answer that the capture node has taken. */
    public void startedWithAnswer(List<RecordingOrder> orders) {
        if (!orders.isEmpty()) {
            hasStarted(orders, null);
        }
    }

    /** They go on since before the proxy was restarted, which nobody needs to be told. */
    public void goOn(List<RecordingOrder> orders) {
        board = board.started(orders, null);
    }

    /** Whether somebody has asked for recordings that have no order yet. */
    void waits(boolean now) {
        if (board.waits() != now) {
            board = board.waiting(now);
            since = clock.instant();
        }
    }

    /** They will start with {@link #startExpected}. */
    public void expect(List<RecordingOrder> orders) {
        board = board.expecting(orders, null);
    }

    /** The parties are connected. */
    public Outcome startExpected() {
        List<RecordingOrder> waiting = board.in(Phase.PENDING);
        return waiting.isEmpty() ? Outcome.WRONG_STATE : start(waiting, null);
    }

    /**
     * Starts these recordings now, whatever else is recorded already.
     *
     * @param by the user who asked for it; null for the rules
     */
    public Outcome start(List<RecordingOrder> orders, @Nullable UserId by) {
        List<RecordingOrder> fresh = orders.stream()
                .filter(order -> board.find(order.recordingId())
                        .filter(known -> known.phase() != Phase.PENDING)
                        .isEmpty())
                .toList();
        if (fresh.isEmpty()) {
            return Outcome.WRONG_STATE;
        }
        try {
            Set<RecordingId> refused = anchor.startRecording(node, session, fresh);
            List<RecordingOrder> taken = fresh.stream()
                    .filter(order -> !refused.contains(order.recordingId()))
                    .toList();
            if (taken.isEmpty()) {
                return Outcome.NO_ROOM;
            }
            hasStarted(taken, by);
            return Outcome.DONE;
        } catch (MediaUnavailable e) {
            return away("start", e);
        }
    }

    private void hasStarted(List<RecordingOrder> orders, @Nullable UserId by) {
        board = board.started(orders, by);
        orders.forEach(limits::watch);
        tell(Kind.STARTED, orders, by);
    }

    /**
     * Stops those of these recordings that go on, or that wait for their start.
     *
     * @param by the user who asked for it; null for the rules
     */
    public Outcome stop(List<RecordingOrder> orders, @Nullable UserId by) {
        List<RecordingOrder> going = orders.stream()
                .filter(order -> board.find(order.recordingId())
                        .filter(known -> known.phase() != Phase.STOPPED)
                        .isPresent())
                .toList();
        if (going.isEmpty()) {
            return Outcome.WRONG_STATE;
        }
        var ending = new RecordingChange(session, node, tenant, Kind.STOPPED, going, by, board.state());
        List<RecordingOrder> done = new ArrayList<>();
        List<RecordingOrder> agreed = new ArrayList<>();
        try {
            if (isAnnounced(ending)) {
                agreeToStop(going, agreed);
            }
            Duration rest = rest(ending);
            for (RecordingOrder order : going) {
                anchor.stopRecording(node, session, order.recordingId(), rest);
                limits.forget(order.recordingId());
                board = board.stopped(List.of(order));
                done.add(order);
            }
        } catch (MediaUnavailable e) {
            agreed.removeAll(done);
            agreed.forEach(this::endAnyway);
            done.addAll(agreed);
            if (!done.isEmpty()) {
                tell(Kind.STOPPED, done, by);
            }
            return away("stop", e);
        }
        tell(Kind.STOPPED, done, by);
        return Outcome.DONE;
    }

    private boolean isAnnounced(RecordingChange ending) {
        try {
            return listener.announces(ending);
        } catch (RuntimeException e) {
            LOG.error("session {}: a listener failed with the end of a recording", session, e);
            return false;
        }
    }

    /** Who hears that it stops has to be right, so the node has to take the stop first. */
    private void agreeToStop(List<RecordingOrder> orders, List<RecordingOrder> agreed) throws MediaUnavailable {
        for (RecordingOrder order : orders) {
            anchor.stopRecording(node, session, order.recordingId(), LONGEST_REST);
            agreed.add(order);
        }
    }

    /** The node has taken its end, which comes later if it cannot come now. */
    private void endAnyway(RecordingOrder order) {
        try {
            anchor.stopRecording(node, session, order.recordingId(), Duration.ZERO);
        } catch (MediaUnavailable e) {
            LOG.warn("session {}: a recording goes on for {}: {}", session, LONGEST_REST, e.getMessage());
        }
        limits.forget(order.recordingId());
        board = board.stopped(List.of(order));
    }

    private Duration rest(RecordingChange ending) {
        try {
            return listener.stopping(ending);
        } catch (RuntimeException e) {
            LOG.error("session {}: a listener failed with the end of a recording", session, e);
            return Duration.ZERO;
        }
    }

    /**
     * Keeps these media of all recordings from the disk. Where they are held already, and longer by this, that is done
     * too.
     *
     * @param resumeAfter then it goes on by itself; null for never
     */
    public Outcome pause(Set<Medium> media, @Nullable UserId by, @Nullable Duration resumeAfter) {
        if (board.in(Phase.RUNNING).isEmpty()) {
            return Outcome.WRONG_STATE;
        }
        Set<Medium> before = board.held();
        if (before.containsAll(media)) {
            return pauseEnds.pause(media, before, resumeAfter) ? Outcome.DONE : Outcome.WRONG_STATE;
        }
        try {
            anchor.pauseRecording(node, session, media);
        } catch (MediaUnavailable e) {
            return away("pause", e);
        }
        board = board.holding(media);
        boolean _ = pauseEnds.pause(media, before, resumeAfter);
        if (board.held().contains(Medium.AUDIO)) {
            limits.pause();
        }
        tell(Kind.PAUSED, board.in(Phase.RUNNING), by);
        return Outcome.DONE;
    }

    private void endPause(Set<Medium> due) {
        var action = new ControlAction(ControlAction.Verb.RESUME, due);
        switch (resume(due, null)) {
            case DONE -> byItself.accept(action, Outcome.DONE);
            case NODE_AWAY -> {
                pauseEnds.askAgain(due);
                if (!isLate) {
                    isLate = true;
                    byItself.accept(action, Outcome.NODE_AWAY);
                }
            }
            case WRONG_STATE, NO_ROOM -> pauseEnds.forget(due); // somebody else has resumed
        }
    }

    /** Lifts the pause of these media. */
    public Outcome resume(Set<Medium> media, @Nullable UserId by) {
        var lifted = EnumSet.noneOf(Medium.class);
        lifted.addAll(board.held());
        lifted.retainAll(media);
        if (lifted.isEmpty()) {
            return Outcome.WRONG_STATE;
        }
        try {
            anchor.resumeRecording(node, session, lifted);
        } catch (MediaUnavailable e) {
            return away("resume", e);
        }
        board = board.releasing(lifted);
        pauseEnds.forget(lifted);
        isLate = false;
        if (lifted.contains(Medium.AUDIO)) {
            limits.resume();
        }
        tell(Kind.RESUMED, board.in(Phase.RUNNING), by);
        return Outcome.DONE;
    }

    /** The call is over, and with it all recordings. */
    public void ended() {
        pauseEnds.forget(EnumSet.allOf(Medium.class));
        limits.forgetAll();
        board = board.stopped(board.recordings().stream()
                        .map(RecordingBoard.Recording::order)
                        .toList())
                .releasing(EnumSet.allOf(Medium.class));
    }

    private void reachedLimit(RecordingId recording) {
        board.find(recording).ifPresent(known -> {
            switch (stop(List.of(known.order()), null)) {
                case DONE -> byItself.accept(ControlAction.STOP, Outcome.DONE);
                case NODE_AWAY -> limits.askAgain(recording);
                case WRONG_STATE, NO_ROOM -> {} // somebody else has stopped it
            }
        });
    }

    private void tell(Kind kind, List<RecordingOrder> orders, @Nullable UserId by) {
        since = clock.instant();
        try {
            listener.changed(new RecordingChange(session, node, tenant, kind, orders, by, board.state()));
        } catch (RuntimeException e) {
            LOG.error("session {}: a listener failed with what became of a recording ({})", session, kind, e);
        }
    }

    private Outcome away(String what, MediaUnavailable e) {
        LOG.warn("session {}: the capture node did not {} recording: {}", session, what, e.getMessage());
        return Outcome.NODE_AWAY;
    }
}
