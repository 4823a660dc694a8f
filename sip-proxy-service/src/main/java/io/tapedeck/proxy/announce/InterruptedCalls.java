package io.tapedeck.proxy.announce;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.calls.CallEvent.CallEnded;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.CallTarget;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.proxy.recording.MediaAnchor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls that were up when the proxy stopped without a word. One that its capture node still relays is adopted: watched
 * until its media ends. All others are over, and it is said so, so that no call stays in progress for ever. A call that
 * nobody had answered cannot be answered any more.
 */
public final class InterruptedCalls implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(InterruptedCalls.class);
    private static final int QUESTIONS_AT_A_TIME = 64;

    private final DiskJournal journal;
    private final CallEventJson events;
    private final MediaAnchor anchor;
    private final InstantSource clock;
    private final AdoptionSettings settings;
    private final Semaphore questions = new Semaphore(QUESTIONS_AT_A_TIME);
    private final ExecutorService watchers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("adopted-call-", 0).factory());

    public InterruptedCalls(
            DiskJournal journal,
            CallEventJson events,
            MediaAnchor anchor,
            InstantSource clock,
            AdoptionSettings settings) {
        this.journal = journal;
        this.events = events;
        this.anchor = anchor;
        this.clock = clock;
        this.settings = settings;
    }

    /** How often an adopted call is looked after, and for how long at most. */
    public record AdoptionSettings(Duration checkEvery, Duration atMost) {

        public AdoptionSettings {
            if (!checkEvery.isPositive() || !atMost.isPositive()) {
                throw new IllegalArgumentException("adoption needs times: " + checkEvery + ", " + atMost);
            }
        }
    }

    /** Begins to look after the sessions that the journal has found open. Returns at once. */
    public void start() {
        List<OpenSession> orphans = List.copyOf(journal.recovered().values());
        if (!orphans.isEmpty()) {
            log.info("{} calls were up when the proxy stopped; asking their capture nodes", orphans.size());
        }
        orphans.forEach(orphan -> watchers.execute(() -> watch(orphan)));
    }

    private void watch(OpenSession orphan) {
        CallEvent last = events.read(orphan.lastEntry().event()).data();
        if (last == null) {
            return;
        }
        String node = orphan.lastEntry().node();
        CallRecord call = last.call();
        try {
            Instant ended = call.answeredAt() == null || node.isEmpty()
                    ? orphan.lastSign()
                    : lastSeen(node, call.sessionId(), orphan.lastSign());
            if (ended != null) {
                end(node, call, ended);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closed; the next start looks again
        }
    }

    /**
     * Waits until the node knows the session no more.
     *
     * @return when it was last seen; null when somebody else has announced its end
     */
    private @Nullable Instant lastSeen(String node, SessionId session, Instant lastSign) throws InterruptedException {
        Instant seen = lastSign;
        Instant deadline = clock.instant().plus(settings.atMost());
        while (isAlive(node, session)) {
            seen = clock.instant();
            if (seen.isAfter(deadline)) {
                return seen;
            }
            TimeUnit.NANOSECONDS.sleep(settings.checkEvery().toNanos());
            if (!journal.isOpen(session)) {
                return null;
            }
        }
        return journal.isOpen(session) ? seen : null; // it may have been announced while the node was asked
    }

    private boolean isAlive(String node, SessionId session) throws InterruptedException {
        questions.acquire();
        try {
            return anchor.alive(node, session);
        } finally {
            questions.release();
        }
    }

    private void end(String node, CallRecord call, Instant at) {
        if (!node.isEmpty()) {
            anchor.delete(node, call.sessionId());
        }
        // Meanwhile somebody may have hung up.
        if (journal.publishIfOpen(node, new CallEnded(interrupted(call, at)))) {
            log.info("session {} was interrupted; it ended at {}", call.sessionId(), at);
        }
    }

    private static CallRecord interrupted(CallRecord call, Instant at) {
        return new CallRecord(
                call.sessionId(),
                call.revision() + 1,
                call.tenantId(),
                call.tenantName(),
                call.callId(),
                call.direction(),
                call.caller(),
                call.callee(),
                call.didNumber(),
                call.outboundCallerId(),
                call.trunkName(),
                call.startedAt(),
                call.ringingAt(),
                call.answeredAt(),
                at,
                EndedReason.INTERRUPTED,
                call.statusCode(),
                call.userData(),
                call.targets().stream().map(target -> interrupted(target, at)).toList(),
                call.orders(),
                call.timeline());
    }

    private static CallTarget interrupted(CallTarget target, Instant at) {
        if (target.endedAt() != null) {
            return target;
        }
        return new CallTarget(
                target.id(),
                target.callType(),
                target.caller(),
                target.callee(),
                target.destination(),
                target.trunkName(),
                target.outboundCallerId(),
                target.startedAt(),
                target.ringingAt(),
                target.answeredAt(),
                at,
                EndedReason.INTERRUPTED,
                target.statusCode());
    }

    @Override
    public void close() {
        watchers.shutdownNow();
        watchers.close();
    }
}
