package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.calls.TimelineEntry;
import io.tapedeck.contracts.calls.TimelineEntry.Means;
import io.tapedeck.contracts.calls.TimelineEntry.Result;
import io.tapedeck.proxy.dialog.CallSignal;
import io.tapedeck.proxy.policy.Question;
import io.tapedeck.proxy.recording.MediaAnchor;
import io.tapedeck.proxy.recording.MediaAnchor.MediaDialog;
import io.tapedeck.proxy.recording.MediaUnavailable;
import io.tapedeck.proxy.recording.SdpRefused;
import io.tapedeck.proxy.routing.Flow;
import io.tapedeck.proxy.sip.Asking.Answer;
import io.tapedeck.proxy.voice.Voices;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what a caller is asked before the INVITE that asks for a call, and sees to it that this goes on in any case. */
final class Questions {

    private static final Logger LOG = LoggerFactory.getLogger(Questions.class);
    private static final Refusal TERMINATED = new Refusal(487, "Request Terminated");

    private final Plumbing plumbing;
    private final MediaAnchor anchor;
    private final @Nullable Voices voices;

    /**
     * @param voices null when nothing can be said
     */
    Questions(Plumbing plumbing, MediaAnchor anchor, @Nullable Voices voices) {
        this.plumbing = plumbing;
        this.anchor = anchor;
        this.voices = voices;
    }

    /**
     * An INVITE of whose recording the caller decides.
     *
     * @param offer null when the INVITE has no SDP
     * @param told what the targets are going to be offered
     * @param placing lets the call go on
     */
    record Waiting(
            CallSession call,
            Inbound invite,
            @Nullable Flow back,
            PendingInvite pending,
            @Nullable MediaDialog offer,
            String told,
            Runnable placing) {}

    /** Asks, and lets the call go on when it is answered; at once when the caller cannot be asked. */
    void put(Question question, Waiting waiting) {
        Optional<String> answer = NobodysSdp.answerTo(waiting.told);
        if (voices == null || waiting.offer == null || answer.isEmpty()) {
            LOG.info("call {}: the caller cannot be asked about its recording", waiting.call.id());
            goOn(question, waiting, Answer.NOTHING);
            return;
        }
        try {
            ask(question, waiting, voices, waiting.offer, answer.get());
        } catch (MediaUnavailable | SdpRefused e) {
            LOG.warn("call {}: the caller cannot be asked: {}", waiting.call.id(), e.getMessage());
            goOn(question, waiting, Answer.NOTHING);
        }
    }

    private void ask(Question question, Waiting waiting, Voices speaking, MediaDialog offer, String answer)
            throws MediaUnavailable, SdpRefused {
        CallSession call = waiting.call;
        var end = new PlatformEnd(plumbing, call, waiting.invite, waiting.back);
        String told = end.connect(offer, answer, List.of());
        call.meets(end);
        Runnable again = () -> {
            if (!end.isReliable()) { // the first one may have been lost
                end.progress(told);
            }
        };
        var asking = new Asking(call, speaking, question, plumbing.timers(), again, said -> {
            end.acknowledged();
            goOn(question, waiting, said);
        });
        Runnable leaving = () -> leave(waiting, end, asking);
        waiting.pending.proceedsIn(leaving);
        call.whileAsked(leaving);
        call.atEnd(asking::stop);
        end.progress(told);
        asking.begin(anchor, waiting.invite.fromTag());
    }

    /** The caller has hung up before anybody was called. */
    private void leave(Waiting waiting, PlatformEnd end, Asking asking) {
        if (waiting.call.isOver()) {
            return;
        }
        asking.stop();
        Instant now = plumbing.clock().instant();
        end.refuse(TERMINATED);
        waiting.call.signal(new CallSignal.Cancelled(now));
        waiting.call.signal(new CallSignal.Failed(TERMINATED.statusCode(), now));
    }

    private void goOn(Question question, Waiting waiting, Answer answer) {
        CallSession call = waiting.call;
        call.whileAsked(null);
        boolean agreed = answer == Answer.YES || answer == Answer.NOTHING && question.recordUnanswered();
        if (!agreed) {
            call.agreement().declines(question.owners());
        }
        try {
            note(call, answer, agreed);
            waiting.placing.run();
        } catch (RuntimeException e) {
            var all = new Thorough(e);
            all.attempt(() -> plumbing.replies().lastWord(waiting.invite, Refusal.MISTAKE));
            all.attempt(
                    () -> call.signal(new CallSignal.BrokenOff(plumbing.clock().instant())));
            all.attempt(waiting.pending::cancel); // phones may ring already
            LOG.error("call {} could not be placed after its caller was asked", call.id(), e);
        }
    }

    private void note(CallSession call, Answer answer, boolean agreed) {
        var caller = call.identity().caller().userId();
        boolean said = answer != Answer.NOTHING && caller != null;
        var entry = new TimelineEntry(
                plumbing.clock().instant(),
                agreed ? "recording.accept" : "recording.decline",
                said ? String.valueOf(caller) : null,
                said ? Means.DTMF : Means.RULES,
                Result.DONE);
        call.signal(new CallSignal.Noted(entry, List.of()));
    }
}
