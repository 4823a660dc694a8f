package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.proxy.announce.CallJournal;
import io.tapedeck.proxy.announce.CallJournal.OpenCall;
import io.tapedeck.proxy.control.Alarms;
import io.tapedeck.proxy.control.ControlRules;
import io.tapedeck.proxy.control.RecordingChange;
import io.tapedeck.proxy.control.RecordingControl;
import io.tapedeck.proxy.control.RecordingListener;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.recording.MediaAnchor;
import io.tapedeck.proxy.voice.CallVoice;
import io.tapedeck.proxy.voice.Voices;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The calls in progress. Safe for any thread. */
final class Calls {

    /** More than can end while a capture node is told of it. */
    private static final int MOST_REMEMBERED = 10_000;

    private final Map<SessionId, CallSession> sessions = new ConcurrentHashMap<>();
    private final KnownDialogs dialogs = new KnownDialogs();

    /** Those that ended last, while their nodes may not know it yet. */
    private final Set<SessionId> ended = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SessionId, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    }));

    private final MediaAnchor anchor;
    private final CallJournal journal;
    private final Executor executor;
    private final Timers timers;
    private final RecordingListener listener;
    private final ControlRules rules;
    private final InstantSource clock;
    private final @Nullable Voices voices;

    /**
     * @param rules by which those who are on a call control its recording
     * @param listener is told what becomes of the recordings, in the mailbox of their call
     * @param voices null when nothing is said in calls
     */
    Calls(
            MediaAnchor anchor,
            CallJournal journal,
            Executor executor,
            Timers timers,
            ControlRules rules,
            InstantSource clock,
            RecordingListener listener,
            @Nullable Voices voices) {
        this.voices = voices;
        this.anchor = anchor;
        this.journal = journal;
        this.executor = executor;
        this.timers = timers;
        this.rules = rules;
        this.clock = clock;
        this.listener = listener;
    }

    boolean knows(SessionId session) {
        return sessions.containsKey(session);
    }

    /** What an INVITE with Replaces may refer to. */
    KnownDialogs dialogs() {
        return dialogs;
    }

    Optional<CallSession> find(SessionId session) {
        return Optional.ofNullable(sessions.get(session));
    }

    int size() {
        return sessions.size();
    }

    CallSession create(CallIdentity identity, Mailbox mailbox) {
        return create(identity, mailbox, voices);
    }

    /** One in which nothing is said of recordings: the caller knows. */
    CallSession createQuiet(CallIdentity identity, Mailbox mailbox) {
        return create(identity, mailbox, null);
    }

    private CallSession create(CallIdentity identity, Mailbox mailbox, @Nullable Voices speaking) {
        CallSession call = session(identity, mailbox, speaking);
        sessions.put(identity.session(), call);
        return call;
    }

    /** The call that a request in its dialog belongs to; one that began before a restart is known by the token alone. */
    CallSession of(SessionId session, TenantId tenant, RouteToken token, Inbound in) {
        return sessions.computeIfAbsent(
                session, id -> session(identity(id, tenant, token, in), new Mailbox(executor), voices));
    }

    /** A call that was answered before a restart of the proxy and that is not over, of which nothing is known here. */
    Optional<OpenCall> interrupted(SessionId session) {
        boolean known = find(session).filter(call -> call.state() != null).isPresent();
        return known || ended.contains(session)
                ? Optional.empty()
                : journal.open(session)
                        .filter(open -> open.call().answeredAt() != null)
                        .filter(open -> !open.node().isEmpty());
    }

    /**
     * Goes on with such a call as if it had begun here.
     *
     * @param parties who talk in it
     */
    CallSession resume(OpenCall open, Parties parties) {
        CallRecord record = open.call();
        var identity = new CallIdentity(
                record.sessionId(), open.node(), record.tenantId(), record.callId(), record.caller(), record.callee());
        CallSession call =
                sessions.computeIfAbsent(record.sessionId(), _ -> session(identity, new Mailbox(executor), voices));
        call.mailbox().insist(() -> call.resume(record, parties));
        return call;
    }

    /** The capture node knows the parties from the first offer; here they only have to be named. */
    private static CallIdentity identity(SessionId session, TenantId tenant, RouteToken token, Inbound in) {
        Party from = Party.offnet(in.fromUser());
        Party to = Party.offnet(in.toUser());
        boolean byCaller = token.sideOf(in.fromTag()) == Side.CALLER;
        return new CallIdentity(session, token.node(), tenant, in.callId(), byCaller ? from : to, byCaller ? to : from);
    }

    private CallSession session(CallIdentity identity, Mailbox mailbox, @Nullable Voices speaking) {
        Alarms alarms = (delay, task) -> timers.after(delay, mailbox, task);
        CallVoice voice =
                speaking == null ? null : speaking.open(identity.session(), identity.node(), identity.tenant(), alarms);
        var recording = new RecordingControl(
                identity.session(),
                identity.node(),
                identity.tenant(),
                anchor,
                alarms,
                clock,
                voice == null ? listener : new Audience(voice, listener));
        var media = new CallMedia(anchor, identity, recording);
        if (ended.contains(identity.session())) {
            media.stayReleased();
        }
        return new CallSession(
                identity,
                media,
                voice,
                journal,
                mailbox,
                dialogs,
                (led, box, timeline) ->
                        new CallControls(identity, anchor, box, led.recording(), rules, clock, timeline),
                () -> end(identity.session()));
    }

    private void end(SessionId session) {
        ended.add(session);
        sessions.remove(session);
    }

    /** What is said in the call comes first: it may put off the end of a recording. */
    private record Audience(CallVoice voice, RecordingListener others) implements RecordingListener {

        @Override
        public boolean announces(RecordingChange stop) {
            return voice.announces(stop);
        }

        @Override
        public Duration stopping(RecordingChange change) {
            return voice.stopping(change);
        }

        @Override
        public void changed(RecordingChange change) {
            others.changed(change);
            voice.changed(change);
        }
    }

    /** Those that are up at the moment. */
    List<CallSession> all() {
        return List.copyOf(sessions.values());
    }
}
