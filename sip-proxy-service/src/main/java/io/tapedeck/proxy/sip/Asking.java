package io.tapedeck.proxy.sip;

import io.tapedeck.proxy.policy.Question;
import io.tapedeck.proxy.recording.MediaAnchor;
import io.tapedeck.proxy.recording.MediaUnavailable;
import io.tapedeck.proxy.recording.Prompt;
import io.tapedeck.proxy.recording.Speaker;
import io.tapedeck.proxy.recording.Speaker.Listeners;
import io.tapedeck.proxy.voice.ShippedPrompts.Phrase;
import io.tapedeck.proxy.voice.Voices;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a caller whether the call is recorded: 1 is yes, 0 is no. Asked again once, when nothing or another key was pressed.
 * Belongs to the mailbox of the call.
 */
final class Asking {

    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);
    private static final char YES = '1';
    private static final char NO = '0';

    /** Until the caller's phone plays what it hears. */
    private static final Duration SETTLES = Duration.ofMillis(200);

    private static final int MOST_TIMES = 2;
    private static final int MOST_FAILURES = 2;

    private final CallSession call;
    private final Speaker speaker;
    private final Prompt prompt;
    private final Duration thinking;
    private final Timers timers;
    private final Runnable repeating;
    private final Consumer<Answer> then;
    private int asked;
    private int failures;
    private int turn;
    private boolean over;
    private @Nullable Future<?> next;

    /** What the caller says. */
    enum Answer {
        YES,
        NO,
        NOTHING
    }

    /**
     * @param repeating what is to be done when it is asked again
     */
    Asking(
            CallSession call,
            Voices voices,
            Question question,
            Timers timers,
            Runnable repeating,
            Consumer<Answer> then) {
        this.call = call;
        this.speaker = voices.speaker();
        this.prompt = voices.prompts().find(question.language(), Phrase.ASK);
        this.thinking = voices.thinking();
        this.timers = timers;
        this.repeating = repeating;
        this.then = then;
    }

    /** The caller hears what is played now, and is heard. */
    void begin(MediaAnchor anchor, String callerTag) {
        CallIdentity identity = call.identity();
        var keys = new KeyGate(call.mailbox(), callerTag, this::pressed);
        anchor.hearDigits(identity.node(), identity.session(), List.of(callerTag), keys);
        after(SETTLES, this::ask);
    }

    private void ask() {
        if (asked == MOST_TIMES) {
            decide(Answer.NOTHING);
            return;
        }
        if (asked > 0) {
            repeating.run();
        }
        asked++;
        speak();
    }

    private void speak() {
        try {
            Duration heard = speaker.play(call.identity().node(), call.id(), Listeners.CALLER, prompt);
            after(heard.plus(thinking), this::ask);
        } catch (MediaUnavailable e) {
            LOG.warn("call {}: the caller cannot be asked: {}", call.id(), e.getMessage());
            failed();
        }
    }

    /** A node that has never said it before may have needed too long for it, and has it ready the next time. */
    private void failed() {
        failures++;
        if (failures == MOST_FAILURES) {
            decide(Answer.NOTHING);
        } else {
            after(SETTLES, this::speak);
        }
    }

    private void pressed(char key) {
        if (over) {
            return;
        }
        switch (key) {
            case YES -> decide(Answer.YES);
            case NO -> decide(Answer.NO);
            default -> carefully(this::askAgain);
        }
    }

    /** The second time a wrong key is not worth a question: the right one may come yet. */
    private void askAgain() {
        if (asked == 1) {
            stopWaiting();
            ask();
        }
    }

    private void decide(Answer answer) {
        stop();
        try {
            hush();
        } finally {
            then.accept(answer);
        }
    }

    private void hush() {
        try {
            speaker.hush(call.identity().node(), call.id());
        } catch (MediaUnavailable e) {
            LOG.warn("call {}: the question does not stop: {}", call.id(), e.getMessage());
        }
    }

    /** Nobody is there to be asked. */
    void stop() {
        over = true;
        stopWaiting();
    }

    /** What was to be done at another time is not, even when it waits for its turn already. */
    private void after(Duration delay, Runnable task) {
        stopWaiting();
        int mine = turn;
        next = timers.after(delay, call.mailbox(), () -> {
            if (!over && mine == turn) {
                carefully(task);
            }
        });
    }

    /** A mistake of ours must not keep the call from going on. */
    private void carefully(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("call {}: the caller cannot be asked", call.id(), e);
            if (!over) {
                decide(Answer.NOTHING);
            }
        }
    }

    private void stopWaiting() {
        turn++;
        if (next != null) {
            next.cancel(false);
            next = null;
        }
    }
}
