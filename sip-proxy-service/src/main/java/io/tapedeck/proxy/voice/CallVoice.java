package io.tapedeck.proxy.voice;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.proxy.control.Alarms;
import io.tapedeck.proxy.control.RecordingChange;
import io.tapedeck.proxy.control.RecordingListener;
import io.tapedeck.proxy.control.RecordingState;
import io.tapedeck.proxy.policy.Speech;
import io.tapedeck.proxy.recording.MediaUnavailable;
import io.tapedeck.proxy.recording.Prompt;
import io.tapedeck.proxy.recording.Speaker.Listeners;
import io.tapedeck.proxy.voice.ShippedPrompts.Phrase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said in one session, one thing after the other, and beeps while nothing is. What is said of a start or an end
 * is said of the first recording that runs and of the last; who comes later hears of the start then. Nothing is said
 * before somebody has answered: the one who is called would not hear it, and many a caller neither. Belongs to the
 * mailbox of the session.
 */
public final class CallVoice implements RecordingListener {

    private static final Logger LOG = LoggerFactory.getLogger(CallVoice.class);

    /** Until the caller's phone has the answer and plays what it hears. */
    private static final Duration ANSWER_SETTLES = Duration.ofMillis(200);

    /** Between two things that are said, and before something ends of which it was said that it does. */
    private static final Duration GAP = Duration.ofMillis(150);

    private static final Set<Listeners> EVERYBODY = Set.of(Listeners.CALLER, Listeners.CALLEE);

    private final Voices voices;
    private final SessionId session;
    private final String node;
    private final TenantId tenant;
    private final Alarms alarms;
    private final Deque<Line> lines = new ArrayDeque<>();
    private final Map<RecordingId, RecordingOrder> running = new LinkedHashMap<>();

    /** Those who have not heard yet that there is a recording. */
    private final Set<Listeners> unaware = EnumSet.noneOf(Listeners.class);

    private List<Party> talking = List.of();
    private Speech speech = Speech.NONE;
    private boolean answered;
    private boolean paused;
    private boolean beeping;
    private @Nullable Future<?> next;

    CallVoice(Voices voices, SessionId session, String node, TenantId tenant, Alarms alarms) {
        this.voices = voices;
        this.session = session;
        this.node = node;
        this.tenant = tenant;
        this.alarms = alarms;
    }

    /** These are the parties from now on, of whom one may still ring. */
    public void parties(Party caller, Party callee) {
        talking = List.of(caller, callee);
        if (!running.isEmpty()) {
            speech = speechNow();
        }
    }

    /** The parties talk: who has called from outside hears what the tenant has to say first. */
    public void connected(Party caller, Party callee) {
        try {
            voices.policy()
                    .greeting(tenant, caller, callee)
                    .map(Prompt::of)
                    .ifPresent(prompt -> lines.addFirst(new Line(Listeners.CALLER, prompt)));
        } catch (IllegalArgumentException e) {
            LOG.error("session {}: the tenant's announcement cannot be read", session, e);
        }
        talks();
    }

    /** The parties talk, since whenever. */
    public void talks() {
        answered = true;
        speakSoon();
    }

    /** Somebody else has taken this place. */
    public void joined(Listeners newcomer) {
        if (!running.isEmpty()) {
            unaware.add(newcomer);
        }
        hush(); // beeps were for the phone that was there
        talks();
    }

    @Override
    public boolean announces(RecordingChange stop) {
        boolean last = !running.isEmpty()
                && stop.orders().stream()
                        .map(RecordingOrder::recordingId)
                        .toList()
                        .containsAll(running.keySet());
        return last && answered && speech.stopped();
    }

    @Override
    public Duration stopping(RecordingChange change) {
        if (!announces(change)) {
            return Duration.ZERO;
        }
        lines.clear();
        Duration heard = speak(line(Phrase.STOPPED));
        return heard.isZero() ? heard : heard.plus(GAP);
    }

    @Override
    public void changed(RecordingChange change) {
        switch (change.kind()) {
            case STARTED -> started(change.orders());
            case STOPPED -> stopped(change.orders());
            case PAUSED, RESUMED -> paused(change.state() == RecordingState.PAUSED);
        }
    }

    private void started(List<RecordingOrder> orders) {
        if (running.isEmpty()) {
            unaware.addAll(EVERYBODY);
        }
        orders.forEach(order -> running.put(order.recordingId(), order));
        speech = speechNow();
        speakSoon();
    }

    private void stopped(List<RecordingOrder> orders) {
        orders.forEach(order -> running.remove(order.recordingId()));
        if (running.isEmpty()) {
            unaware.clear();
            hush();
        } else {
            speech = speechNow();
        }
    }

    private void paused(boolean now) {
        if (paused == now) {
            return;
        }
        paused = now;
        lines.clear();
        hush();
        boolean startIsSaidInstead = !now && speech.started() && unaware.containsAll(EVERYBODY);
        if (now ? speech.paused() : speech.resumed() && !startIsSaidInstead) {
            lines.add(line(now ? Phrase.PAUSED : Phrase.RESUMED));
        }
        if (next == null) {
            goOn();
        }
    }

    private Speech speechNow() {
        return voices.policy().speech(List.copyOf(running.values()), talking);
    }

    private Line line(Phrase phrase) {
        return line(Listeners.ALL, phrase);
    }

    private Line line(Listeners listeners, Phrase phrase) {
        return new Line(listeners, voices.prompts().find(speech.language(), phrase));
    }

    private void speakSoon() {
        boolean silent = lines.isEmpty() && running.isEmpty();
        if (answered && !silent && next == null) {
            next = alarms.after(ANSWER_SETTLES, this::goOn);
        }
    }

    /** Nothing is being said just now. */
    private void goOn() {
        next = null;
        Line line = lines.isEmpty() ? start() : lines.poll();
        if (line != null) {
            Duration _ = speak(line);
        } else if (speech.beepSeconds() > 0 && !running.isEmpty() && !paused && !beeping) {
            beep();
        }
    }

    /** What those hear who know of no recording yet; null when there are none, or there is nothing to say. */
    private @Nullable Line start() {
        if (paused || unaware.isEmpty()) {
            return null;
        }
        Listeners all = unaware.containsAll(EVERYBODY)
                ? Listeners.ALL
                : unaware.iterator().next();
        unaware.clear();
        return speech.started() ? line(all, Phrase.STARTED) : null;
    }

    private Duration speak(Line line) {
        if (line.listeners() == Listeners.ALL) {
            beeping = false; // what is played takes the place of what was
        } else {
            hush();
        }
        Duration heard = Duration.ZERO;
        try {
            heard = voices.speaker().play(node, session, line.listeners(), line.prompt());
        } catch (MediaUnavailable e) {
            LOG.warn("session {}: {} is not heard: {}", session, line.prompt(), e.getMessage());
        }
        if (next != null) {
            next.cancel(false);
        }
        next = alarms.after(heard.plus(GAP), this::goOn);
        return heard;
    }

    private void beep() {
        try {
            voices.speaker().beepEvery(node, session, Duration.ofSeconds(speech.beepSeconds()));
            beeping = true;
        } catch (MediaUnavailable e) {
            LOG.warn("session {}: beeps are not heard: {}", session, e.getMessage());
        }
    }

    private void hush() {
        if (!beeping) {
            return;
        }
        beeping = false;
        try {
            voices.speaker().hush(node, session);
        } catch (MediaUnavailable e) {
            LOG.warn("session {}: beeps do not stop: {}", session, e.getMessage());
        }
    }

    /** Nobody is there to hear anything. */
    public void ended() {
        lines.clear();
        running.clear();
        unaware.clear();
        if (next != null) {
            next.cancel(false);
        }
    }

    private record Line(Listeners listeners, Prompt prompt) {}
}
