package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.proxy.dialog.CallLifecycle.Step;
import io.tapedeck.proxy.dialog.CallSignal;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.policy.CallerRecording;
import io.tapedeck.proxy.recording.MediaAnchor;
import io.tapedeck.proxy.recording.MediaAnchor.MediaDialog;
import io.tapedeck.proxy.recording.MediaUnavailable;
import io.tapedeck.proxy.recording.SdpRefused;
import io.tapedeck.proxy.recording.Speaker.Listeners;
import io.tapedeck.proxy.voice.Voices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records a caller who speaks to nobody: answers, beeps, and listens until the caller hangs up, presses {@code #}, says
 * nothing more or has spoken for too long. Belongs to the mailbox of the call.
 */
final class CallerTape {

    private static final Logger LOG = LoggerFactory.getLogger(CallerTape.class);
    private static final char END = '#';
    private static final int TARGET = 1;

    /** Until the caller's phone has the answer and plays what it hears. */
    private static final Duration SETTLES = Duration.ofMillis(200);

    /** No sooner than this the node is asked again. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

    private final Plumbing plumbing;
    private final MediaAnchor anchor;
    private final @Nullable Voices voices;
    private final CallSession call;
    private final CallerRecording wanted;
    private final PlatformEnd end;
    private final List<Future<?>> timers = new ArrayList<>();

    CallerTape(
            Plumbing plumbing,
            MediaAnchor anchor,
            @Nullable Voices voices,
            CallSession call,
            CallerRecording wanted,
            PlatformEnd end) {
        this.plumbing = plumbing;
        this.anchor = anchor;
        this.voices = voices;
        this.call = call;
        this.wanted = wanted;
        this.end = end;
    }

    /**
     * @param told the caller's offer as somebody called would get it
     * @throws SdpRefused when the caller offers no sound that could be heard
     */
    void begin(MediaDialog offer, String told) throws MediaUnavailable, SdpRefused {
        String sdp = NobodysSdp.answerTo(told).orElseThrow(() -> new SdpRefused("no sound that could be heard"));
        List<RecordingOrder> orders = List.of(wanted.order());
        call.signal(new CallSignal.TargetCalled(
                TARGET,
                call.identity().callee().number(),
                "sip:" + call.identity().callee().number() + "@"
                        + wanted.tenant().domain(),
                "",
                "",
                plumbing.clock().instant()));
        Step answer = call.answer(TARGET, orders, plumbing.clock().instant());
        String said = end.connect(offer, sdp, orders);
        call.meets(end);
        call.atEnd(this::stop);
        call.connected(answer, end.tag(), call.identity().callee());
        end.answer(said, this::hangUp);
        try {
            listen(offer.fromTag());
            after(SETTLES, this::beep);
            after(wanted.limit(), this::hangUp);
        } catch (RuntimeException e) {
            end.hangUp(); // the caller is connected, and nobody else would tell it
            throw e;
        }
    }

    private void listen(String callerTag) {
        CallIdentity identity = call.identity();
        var keys = new KeyGate(call.mailbox(), callerTag, key -> pressed(callerTag, key));
        anchor.hearDigits(identity.node(), identity.session(), List.of(callerTag), keys);
        try {
            anchor.listenForSpeech(identity.node(), identity.session(), callerTag);
        } catch (MediaUnavailable e) {
            LOG.warn("call {}: silence will not end it: {}", call.id(), e.getMessage());
        }
    }

    private void beep() {
        Duration heard = Duration.ZERO;
        try {
            heard = voices == null
                    ? heard
                    : voices.speaker().beep(call.identity().node(), call.id(), Listeners.CALLER);
        } catch (MediaUnavailable e) {
            LOG.warn("call {}: the caller hears no beep: {}", call.id(), e.getMessage());
        }
        if (wanted.silence().isPositive()) {
            after(heard.plus(wanted.silence()), this::listenForSilence);
        }
    }

    private void listenForSilence() {
        try {
            Optional<Duration> silent = anchor.callerSilentFor(call.identity().node(), call.id());
            if (silent.isEmpty()) {
                return; // nothing can be heard in that codec
            }
            Duration left = wanted.silence().minus(silent.get());
            if (left.isPositive()) {
                after(left.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : left, this::listenForSilence);
            } else {
                hangUp();
            }
        } catch (MediaUnavailable e) {
            LOG.debug("call {}: the node does not tell how long it is silent", call.id(), e);
            after(wanted.silence(), this::listenForSilence);
        }
    }

    private void pressed(String callerTag, char key) {
        if (key != END || call.isOver()) {
            return;
        }
        try {
            anchor.maskDigits(call.identity().node(), call.id(), callerTag, String.valueOf(END));
        } catch (MediaUnavailable e) {
            LOG.warn("call {}: the last key stays in the recording: {}", call.id(), e.getMessage());
        }
        hangUp();
    }

    private void hangUp() {
        if (call.isOver()) {
            return;
        }
        var all = new Thorough();
        all.attempt(end::hangUp);
        all.attempt(() ->
                call.signal(new CallSignal.HungUp(Side.CALLEE, plumbing.clock().instant())));
        all.complain();
    }

    private void after(Duration delay, Runnable task) {
        timers.removeIf(Future::isDone);
        timers.add(plumbing.timers().after(delay, call.mailbox(), () -> {
            if (!call.isOver()) {
                task.run();
            }
        }));
    }

    private void stop() {
        timers.forEach(timer -> timer.cancel(false));
        end.acknowledged();
    }
}
