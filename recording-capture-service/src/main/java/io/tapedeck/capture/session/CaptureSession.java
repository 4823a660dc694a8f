package io.tapedeck.capture.session;

import io.tapedeck.capture.session.CallEvent.DigitPressed;
import io.tapedeck.capture.session.CallEvent.RecordingChanged;
import io.tapedeck.capture.session.CaptureLifecycle.Step;
import io.tapedeck.capture.session.CaptureState.Draining;
import io.tapedeck.capture.session.CaptureState.Finished;
import io.tapedeck.capture.session.CaptureState.Paused;
import io.tapedeck.capture.session.CaptureState.Recording;
import io.tapedeck.capture.session.CaptureState.Relaying;
import io.tapedeck.capture.session.CaptureState.Stopped;
import io.tapedeck.capture.session.Effect.KeepPackets;
import io.tapedeck.capture.session.Effect.OpenCapture;
import io.tapedeck.capture.session.Effect.ReleaseMedia;
import io.tapedeck.capture.session.Effect.Seal;
import io.tapedeck.capture.session.Effect.WithholdPackets;
import io.tapedeck.capture.session.Signal.ClockTicked;
import io.tapedeck.capture.session.Signal.HungUp;
import io.tapedeck.capture.session.Signal.MediaLost;
import io.tapedeck.capture.session.Signal.NodeStopping;
import io.tapedeck.capture.session.Signal.OrderGiven;
import io.tapedeck.capture.session.Signal.OrdersWithdrawn;
import io.tapedeck.capture.session.Signal.PauseWanted;
import io.tapedeck.capture.session.Signal.ResumeWanted;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PressedKey;
import io.tapedeck.contracts.captures.SealReason;
import io.tapedeck.protocol.sdp.SdpException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call. Carries out what {@link CaptureLifecycle} decides. All methods but {@link #callId} and {@link #isDue} are
 * called in the call's own order, see {@link CaptureSessions#inOrder}.
 */
public final class CaptureSession {

    private final String callId;
    private final CaptureSessions.Surroundings surroundings;
    private final CaptureLifecycle lifecycle;
    private final RelayedCall relay;
    private final CallMedia media;
    private final CallCopies copies;
    private final CallSound sound;
    private final Instant createdAt;
    /** Of what has to go on when somebody sets the system's clock. */
    private final CaptureClock time;

    private CallIdentity identity;
    private CaptureState state;
    private @Nullable ActiveCapture capture;
    private @Nullable Instant hungUpAt;
    private Instant lastSignalAt;
    private HeldMedia held = HeldMedia.NOTHING;

    private final EarlyOrders early = new EarlyOrders();

    private final CallPatience patience;

    CaptureSession(String callId, CallIdentity identity, CaptureSessions.Surroundings surroundings) {
        this.callId = callId;
        this.identity = identity;
        this.surroundings = surroundings;
        this.lifecycle = new CaptureLifecycle(surroundings.rules().drainTime());
        this.state = lifecycle.begin();
        this.relay = surroundings.relay().open(callId);
        this.media = new CallMedia(relay);
        this.copies = new CallCopies(relay, media);
        this.sound = new CallSound(relay.controls(), media, this::followMedia);
        this.createdAt = surroundings.clock().instant();
        this.lastSignalAt = createdAt;
        this.time = new CaptureClock(createdAt, surroundings.nanoTime().getAsLong());
        this.patience = new CallPatience(surroundings.rules(), surroundings.nanoTime());
    }

    public String callId() {
        return callId;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant lastSignalAt() {
        return lastSignalAt;
    }

    public CallIdentity identity() {
        return identity;
    }

    /** What later messages know better about the parties. */
    public void identify(CallIdentity better) {
        identity = better;
    }

    /** @return the SDP for the other party */
    public String offer(MediaProposal proposal) throws SdpException, OutOfPortsException {
        String sdp = signalled(
                proposal, () -> media.offer(proposal, surroundings.clock().instant()));
        patience.offered();
        return sdp;
    }

    /** @return the SDP for the party that made the offer */
    public String answer(MediaProposal proposal) throws SdpException, OutOfPortsException {
        String sdp = signalled(
                proposal, () -> media.answer(proposal, surroundings.clock().instant()));
        patience.answered(isNobodys(proposal));
        followMedia();
        if (early.wanted()) {
            startRecording(early.take());
        }
        return sdp;
    }

    /** A party that was there before and has no address any more is on hold. */
    private boolean isNobodys(MediaProposal answer) {
        return patience.awaitsSomebody()
                && media.quiet()
                && answer.wishes().replace().contains(SdpWishes.Replacement.ZERO_ADDRESS);
    }

    /** @return the SDP for a party that only sends, for whoever subscribes */
    public String publish(MediaProposal proposal) throws SdpException, OutOfPortsException {
        String sdp = signalled(
                proposal, () -> media.publish(proposal, surroundings.clock().instant()));
        patience.published();
        return sdp;
    }

    /** Third parties that get copies. */
    public @Nullable CopyOffer subscribe(String subscriber, Set<Side> sides) throws SdpException, OutOfPortsException {
        return copies.offer(subscriber, sides);
    }

    /** @return false when nobody of that name subscribed */
    public boolean answerSubscriber(String subscriber, String sdp) throws SdpException {
        return copies.answer(subscriber, sdp);
    }

    /** @return false when nobody of that name subscribed */
    public boolean unsubscribe(String subscriber) {
        return copies.close(subscriber);
    }

    private String signalled(MediaProposal proposal, Negotiation negotiation) throws SdpException, OutOfPortsException {
        lastSignalAt = surroundings.clock().instant();
        String sdp = negotiation.run();
        sound.detect(proposal);
        sound.follow();
        // waits for the relay, so that all it was told of is in force when the reply goes out
        relay.agree(media.streams().stream().map(StreamDescription::stream).toList());
        patience.signalled(media.quiet());
        return sdp;
    }

    private void followMedia() {
        ActiveCapture active = capture;
        if (active == null || !active.follow(streams())) {
            return;
        }
        if (state instanceof Recording) {
            Instant _ = active.keepPackets(relay, held);
        }
        describe(active);
    }

    private List<StreamDescription> streams() {
        List<StreamDescription> all = new ArrayList<>(media.streams());
        all.addAll(sound.streams());
        return all;
    }

    /**
     * Starts the given orders; those known already go on as they are. Without orders: records all the same. Before the
     * answer it is remembered until then. While paused nothing is kept all the same, see {@link #resumeRecording}.
     */
    public void startRecording(List<RecordingOrder> orders) {
        lastSignalAt = surroundings.clock().instant();
        if (!media.answered()) {
            early.add(orders);
            return;
        }
        Instant switched = take(new OrderGiven());
        ActiveCapture active = capture;
        if (active == null || state instanceof Finished) {
            return;
        }
        active.start(orders, switched != null ? switched : now(active), held);
        describe(active);
    }

    /** Whether a recording without an order of its own would be nobody's: nothing is active, paused or wanted. */
    public boolean wantsOrder() {
        return switch (state) {
            case Relaying _, Stopped _ -> !early.wanted();
            case Recording _, Paused _, Draining _, Finished _ -> false;
        };
    }

    /** Whether this order goes on already, or waits for the answer. */
    public boolean hasOrder(RecordingId recording) {
        ActiveCapture active = capture;
        return early.has(recording) || active != null && active.book().isActive(recording);
    }

    /** @param recording null for all of them */
    public void stopRecording(@Nullable RecordingId recording) {
        lastSignalAt = surroundings.clock().instant();
        early.forget(recording);
        ActiveCapture active = capture;
        if (active == null) {
            return;
        }
        boolean last = recording == null || active.book().isOnlyActive(recording);
        Instant switched = last ? take(new OrdersWithdrawn()) : null;
        Instant at = switched != null ? switched : now(active);
        if (recording == null) {
            active.book().stopAll(at);
        } else {
            active.book().stop(recording, at);
        }
        describe(active);
    }

    /** Lifts a pause, also one from before there was anything to record; changes nothing without one. */
    public void resumeRecording(HeldMedia released) {
        HeldMedia before = held;
        held = held.without(released);
        hold(before.isEverything() && !held.isEverything() ? take(new ResumeWanted()) : null);
    }

    /** Not one packet of it reaches the disk until recording is resumed, whatever orders come or go meanwhile. */
    public void pauseRecording(HeldMedia more) {
        held = held.and(more);
        hold(held.isEverything() ? take(new PauseWanted()) : null);
    }

    private void hold(@Nullable Instant switched) {
        lastSignalAt = surroundings.clock().instant();
        ActiveCapture active = capture;
        if (active != null && (state instanceof Recording || state instanceof Paused)) {
            boolean parts = switched == null && state instanceof Recording;
            Instant now = parts ? active.keepPackets(relay, held) : now(active);
            active.book().hold(held, switched != null ? switched : now);
            describe(active);
        }
    }

    /** The call is over. What is in flight is still taken; {@link #tick} ends that. */
    public void hangUp() {
        Instant now = time.at(surroundings.nanoTime().getAsLong());
        ActiveCapture active = capture;
        hungUpAt = active == null ? now : now(active);
        Instant _ = take(new HungUp(now));
    }

    /** The call goes on for so long, unless a party is heard of before. */
    public void hangUpAfter(Duration delay) {
        patience.leaveAfter(delay);
    }

    /** Whether the time given with {@link #hangUpAfter} is over. Callable from any thread. */
    boolean hasToLeave(long nanoTime) {
        return patience.hasToLeave(nanoTime);
    }

    void stopNode() {
        Instant _ = take(new NodeStopping());
    }

    /** @return whether the call is over and gone */
    boolean tick() {
        long now = surroundings.nanoTime().getAsLong();
        Instant _ = take(isDue(now) && !(state instanceof Draining) ? new MediaLost() : new ClockTicked(time.at(now)));
        return state instanceof Finished;
    }

    boolean isDraining() {
        return state instanceof Draining;
    }

    /** Whether the call has been without media, or without an answer, for too long. Callable from any thread. */
    boolean isDue(long nanoTime) {
        return patience.isOver(nanoTime, relay.lastPacketNanos());
    }

    /** @return when the relay began or ceased to keep packets for it; null when it did neither */
    private @Nullable Instant take(Signal signal) {
        CallEvent.Recording before = state.recording();
        Step step = lifecycle.next(state, signal);
        state = step.state();
        Instant switched = null;
        for (Effect effect : step.effects()) {
            switched = perform(effect, switched);
        }
        if (state.recording() != before) {
            Instant now = surroundings.clock().instant();
            surroundings.events().happened(new RecordingChanged(callId, now, state.recording()));
        }
        return switched;
    }

    private @Nullable Instant perform(Effect effect, @Nullable Instant switched) {
        return switch (effect) {
            case KeepPackets _ -> required().keepPackets(relay, held);
            case WithholdPackets _ -> required().withholdPackets(relay, hungUpAt);
            case OpenCapture _ -> {
                openCapture();
                yield switched;
            }
            case Seal(var reason) -> {
                seal(required(), reason, switched);
                yield switched;
            }
            case ReleaseMedia _ -> {
                relay.close();
                yield switched;
            }
        };
    }

    /** What was being kept ends where it was cut; a pause, when the call does. */
    private void seal(ActiveCapture active, SealReason reason, @Nullable Instant cut) {
        Instant end = cut != null ? cut : hungUpAt != null ? hungUpAt : now(active);
        Instant ended = reason == SealReason.STOPPED ? active.stoppedAt() : end;
        active.measured(relay.statistics());
        active.seal(identity, surroundings.rules().node(), media, reason, ended);
    }

    private Instant now(ActiveCapture active) {
        return active.at(surroundings.nanoTime().getAsLong());
    }

    private void openCapture() {
        var id = new CaptureId(surroundings.newId());
        var clock = new CaptureClock(
                surroundings.clock().instant(), surroundings.nanoTime().getAsLong());
        var opened = new ActiveCapture(id, clock, surroundings.spool().begin(id, clock, comment()));
        opened.follow(streams());
        capture = opened;
    }

    private String comment() {
        return "session " + identity.sessionId() + ", Call-ID " + identity.sipCallId() + ", caller "
                + identity.caller().number() + ", callee " + identity.callee().number();
    }

    private ActiveCapture required() {
        ActiveCapture active = capture;
        if (active == null) {
            throw new IllegalStateException("no capture is open in state " + state);
        }
        return active;
    }

    private void describe(ActiveCapture active) {
        if (state instanceof Finished) {
            return; // it is sealed; controllers go on for a while
        }
        if (relay.lastPacketNanos() != RelayedCall.NO_PACKET) { // else the loop would be asked for nothing but zeros
            active.measured(relay.statistics());
        }
        active.describe(identity, surroundings.rules().node(), media);
    }

    public Optional<CaptureId> captureId() {
        return Optional.ofNullable(capture).map(ActiveCapture::id);
    }

    /** The party as signalled; empty before it said anything. */
    public Optional<SignalledParty> party(Side side) {
        return Optional.ofNullable(media.parties().get(side))
                .map(party -> new SignalledParty(party.tag(), party.label(), party.since(), party.sdp()));
    }

    /** A controller was told of a key by SIP. */
    public void press(Side side, char digit, Duration duration, int volume) {
        var pressed = new DigitPressed(
                callId,
                surroundings.clock().instant(),
                side,
                digit,
                duration,
                volume,
                PressedKey.Source.SIP,
                sound.withholdsKeys(side));
        noticed(pressed);
        surroundings.events().happened(pressed);
    }

    /** What the capture has to tell of an event; one that was noticed already changes nothing. */
    public void noticed(CallEvent event) {
        ActiveCapture active = capture;
        if (event instanceof DigitPressed pressed
                && !pressed.withheld()
                && active != null
                && state instanceof Recording
                && !held.holds("audio") // a card number is no secret if its digits are written down
                && active.keep(pressed.key())
                && pressed.source() == PressedKey.Source.SIP) {
            describe(active); // the others can be found in the raw file again
        }
    }

    /** The last keys of that party were this code, which is to be in no recording. */
    public void mask(Side side, String code) {
        ActiveCapture active = capture;
        if (active != null && active.mask(side, code)) {
            describe(active);
        }
    }

    /** What is played into the call, and what of it is kept from the parties. */
    public CallSound sound() {
        return sound;
    }

    /** Our address on a line, as the party sees it; empty when the line is not open. */
    public Optional<String> localHost(Side side, int mediaIndex) {
        List<@Nullable LinePorts> ports = media.ports();
        return mediaIndex < ports.size()
                ? Optional.ofNullable(ports.get(mediaIndex))
                        .map(line -> line.towards(side).host())
                : Optional.empty();
    }

    public List<StreamStatistics> statistics() {
        return relay.statistics();
    }

    /** How much of everything there is, for whoever sets limits. */
    public CallContents contents() {
        Set<RecordingId> recordings = early.recordings();
        RecordingBook book = capture == null ? new RecordingBook() : capture.book();
        book.orders().forEach(order -> recordings.add(order.recordingId()));
        int intervals = book.closedIntervals().size() + book.openIntervals().size();
        return new CallContents(media.parties().tags(), recordings, intervals, copies.subscribers());
    }

    /** What a message for these tags is about; a fork that lost takes nothing of the call with it. */
    public Addressed addressed(@Nullable String fromTag, @Nullable String toTag) {
        if (fromTag != null && !media.parties().isCurrent(fromTag)) {
            return media.parties().isFormer(fromTag) ? Addressed.LOST_FORK : Addressed.NOBODY;
        }
        if (toTag == null || media.parties().isCurrent(toTag) || !media.answered()) {
            return Addressed.CALL;
        }
        return media.parties().isFormer(toTag) ? Addressed.LOST_FORK : Addressed.NOBODY;
    }

    @FunctionalInterface
    private interface Negotiation {
        String run() throws SdpException, OutOfPortsException;
    }
}
