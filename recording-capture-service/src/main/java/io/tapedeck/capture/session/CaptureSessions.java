package io.tapedeck.capture.session;

import io.tapedeck.capture.session.CallEvent.MediaTimedOut;
import io.tapedeck.protocol.uuid.TimeOrderedUuid;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The calls of this node. What concerns one call runs in order, see {@link #inOrder}. */
public final class CaptureSessions {

    /** All calls are looked at, and what they wait for takes seconds. */
    private static final long BETWEEN_LOOKS = Duration.ofMillis(200).toNanos();

    private final ConcurrentHashMap<String, CaptureSession> calls = new ConcurrentHashMap<>();
    /** Over for the controller, not yet sealed. */
    private final Set<CaptureSession> ending = ConcurrentHashMap.newKeySet();

    private final Surroundings surroundings;
    private final SerialTasks tasks;
    private long lookedAtCalls;
    private final CallTotals totals = new CallTotals();

    /**
     * @param tasks runs what concerns one call in order
     */
    public CaptureSessions(Surroundings surroundings, SerialTasks tasks) {
        this.surroundings = surroundings;
        this.tasks = tasks;
        this.lookedAtCalls = surroundings.nanoTime().getAsLong() - BETWEEN_LOOKS;
    }

    /** @return false when the node has more to do than it can remember */
    public boolean inOrder(String callId, Runnable task) {
        return tasks.execute(callId, task);
    }

    public Optional<CaptureSession> find(String callId) {
        return Optional.ofNullable(calls.get(callId));
    }

    /** Called in the call's order. */
    public CaptureSession findOrOpen(String callId, Supplier<CallIdentity> identity) {
        CaptureSession known = calls.get(callId);
        if (known != null) {
            return known;
        }
        var opened = new CaptureSession(callId, identity.get(), surroundings);
        calls.put(callId, opened);
        return opened;
    }

    /** Ends a call; called in the call's order. Returns at once, what is in flight is taken in the background. */
    public void hangUp(CaptureSession session) {
        calls.remove(session.callId(), session);
        count(session, session.statistics());
        session.hangUp();
        if (session.isDraining()) {
            ending.add(session);
        }
    }

    /** Lets time pass: ends drains and calls without media. Called regularly, see {@link #TICK}, by one thread. */
    public void tick() {
        long now = surroundings.nanoTime().getAsLong();
        for (CaptureSession session : ending) {
            inOrder(session.callId(), () -> {
                if (session.tick()) {
                    ending.remove(session);
                }
            });
        }
        if (now - lookedAtCalls >= BETWEEN_LOOKS) {
            lookedAtCalls = now;
            lookAtCalls(now);
        }
    }

    private void lookAtCalls(long now) {
        for (CaptureSession session : calls.values()) {
            if (session.hasToLeave(now)) {
                inOrder(session.callId(), () -> leave(session));
            }
            if (session.isDue(now)) {
                inOrder(session.callId(), () -> expire(session));
            }
        }
    }

    /** Unless a party was heard of meanwhile. */
    private void leave(CaptureSession session) {
        if (session.hasToLeave(surroundings.nanoTime().getAsLong())) {
            hangUp(session);
        }
    }

    private void expire(CaptureSession session) {
        List<StreamStatistics> statistics = session.statistics();
        if (session.tick() && calls.remove(session.callId(), session)) {
            totals.timedOut();
            count(session, statistics);
            surroundings
                    .events()
                    .happened(new MediaTimedOut(
                            session.callId(), surroundings.clock().instant()));
        }
    }

    /** A call without ports never was one. */
    private void count(CaptureSession session, List<StreamStatistics> statistics) {
        if (!statistics.isEmpty()) {
            totals.ended(
                    Duration.between(session.createdAt(), surroundings.clock().instant()), statistics);
        }
    }

    /** What became of the calls that are over. */
    public CallTotals totals() {
        return totals;
    }

    /** How often {@link #tick} wants to be called. */
    public static final Duration TICK = Duration.ofMillis(20);

    public int size() {
        return calls.size();
    }

    public List<String> callIds(int limit) {
        return calls.keySet().stream().limit(limit).toList();
    }

    public UUID newId() {
        return surroundings.newId();
    }

    /** Seals what is open and closes every socket. Waits at most this long. */
    public void stop(Duration limit) {
        List<CaptureSession> all =
                Stream.concat(calls.values().stream(), ending.stream()).toList();
        var done = new CountDownLatch(all.size());
        for (CaptureSession session : all) {
            boolean accepted = inOrder(session.callId(), () -> {
                session.stopNode();
                done.countDown();
            });
            if (!accepted) {
                done.countDown();
            }
        }
        try {
            boolean _ = done.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        calls.clear();
        ending.clear();
    }

    /** What every call needs around it. */
    public record Surroundings(
            SessionRules rules,
            MediaRelay relay,
            Spool spool,
            InstantSource clock,
            LongSupplier nanoTime,
            RandomGenerator random,
            CallEvents events) {

        /** A UUID of version 7 (RFC 9562, 5.7). */
        UUID newId() {
            return TimeOrderedUuid.of(clock.millis(), random);
        }
    }
}
