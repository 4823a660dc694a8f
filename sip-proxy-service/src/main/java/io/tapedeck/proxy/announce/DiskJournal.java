package io.tapedeck.proxy.announce;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.proxy.announce.JournalFrame.Kind;
import io.tapedeck.vital.VitalWork;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Call events in segments on disk, numbered from 0. Written once in order; read from any event on; a segment goes when
 * all its events are acknowledged. Each segment begins with the sessions that are open, so none is forgotten with its
 * segment. A start begins a new segment, so a torn tail is never written behind.
 *
 * <p>When the disk refuses to write, events wait in memory, bounded, and are written as soon as it does.
 */
public final class DiskJournal implements CallJournal, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DiskJournal.class);
    private static final int MOST_WAITING = 10_000;

    private final JournalSettings settings;
    private final CallEventJson events;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Map<SessionId, OpenSession> recovered;
    private final long firstNewEvent;

    // The lock guards everything below it.
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final List<Segment> segments;
    private final Map<SessionId, OpenSession> open;
    private final ArrayDeque<JournalEntry> waiting = new ArrayDeque<>();
    private SegmentWriter writer;
    private long nextEvent;
    private boolean failing;
    private boolean closed;

    private final VitalWork work = new VitalWork("call-journal");
    private final Thread keeper;
    private long nextBeat; // the keeper's thread

    /**
     * Reads what is there and begins a new segment.
     *
     * @throws IOException when the folder cannot be used; the operator has to act
     */
    public DiskJournal(JournalSettings settings, CallEventJson events, InstantSource clock, MeterRegistry meters)
            throws IOException {
        this.settings = settings;
        this.events = events;
        this.clock = clock;
        this.meters = meters;
        Files.createDirectories(settings.folder());
        JournalRecovery found = JournalRecovery.of(settings.folder(), events);
        recovered = Map.copyOf(found.open());
        open = found.open();
        segments = found.segments();
        nextEvent = found.nextEvent();
        firstNewEvent = nextEvent;
        writer = SegmentWriter.begin(settings.folder(), nextEvent, open.values());
        segments.removeIf(segment -> segment.firstEvent() == firstNewEvent); // it held no event and is replaced
        segments.add(writer.segment());
        nextBeat = System.nanoTime() + settings.heartbeatEvery().toNanos();
        keeper = work.start(Thread.ofVirtual(), this::keep);
    }

    /** Sessions that were open when the journal was opened, by id. */
    Map<SessionId, OpenSession> recovered() {
        return recovered;
    }

    /** Number of the first event that was not in the journal when it was opened. */
    long firstNewEvent() {
        return firstNewEvent;
    }

    @Override
    public void publish(String node, CallEvent event) {
        var entry = new JournalEntry(event.call().sessionId(), node, events.write(event));
        lock.lock();
        try {
            remember(entry, event);
            waiting.add(entry);
            if (waiting.size() > MOST_WAITING) {
                waiting.removeFirst();
                meters.counter("tapedeck.journal.lost").increment();
            }
            writeWaiting();
        } finally {
            lock.unlock();
        }
    }

    /** @return false when the session has ended, which nothing may follow */
    boolean publishIfOpen(String node, CallEvent event) {
        lock.lock(); // held from the question to the answer's use
        try {
            if (!isOpen(event.call().sessionId())) {
                return false;
            }
            publish(node, event);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void remember(JournalEntry entry, CallEvent event) {
        switch (event) {
            case CallEvent.CallEnded _ -> open.remove(entry.session());
            case CallEvent.CallStarted _, CallEvent.CallChanged _, CallEvent.CallAnswered _ ->
                open.put(entry.session(), new OpenSession(entry, clock.instant()));
        }
    }

    private void writeWaiting() {
        try {
            while (!waiting.isEmpty() && !closed) {
                if (writer.eventBytes() >= settings.segmentBytes()) {
                    rotate();
                }
                writer.append(new JournalFrame(Kind.EVENT, waiting.getFirst().encoded()));
                waiting.removeFirst();
                nextEvent++;
                grown.signalAll();
            }
            failing = false;
        } catch (IOException e) {
            meters.counter("tapedeck.journal.failures").increment();
            if (!failing) {
                log.error(
                        "call events cannot be written to {}: they wait in memory; check the disk ({})",
                        settings.folder(),
                        e.toString());
            }
            failing = true;
        }
    }

    private void rotate() throws IOException {
        SegmentWriter next = SegmentWriter.begin(settings.folder(), nextEvent, open.values());
        writer.close();
        writer = next;
        segments.add(next.segment());
    }

    @Override
    public Optional<OpenCall> open(SessionId session) {
        return Optional.ofNullable(lastOf(session)).flatMap(last -> {
            CallEvent event = events.read(last.event()).data();
            return event == null ? Optional.empty() : Optional.of(new OpenCall(last.node(), event.call()));
        });
    }

    private @Nullable JournalEntry lastOf(SessionId session) {
        lock.lock();
        try {
            OpenSession known = open.get(session);
            return known == null ? null : known.lastEntry();
        } finally {
            lock.unlock();
        }
    }

    boolean isOpen(SessionId session) {
        lock.lock();
        try {
            return open.containsKey(session);
        } finally {
            lock.unlock();
        }
    }

    /** Number of the event that will be written next. */
    long end() {
        lock.lock();
        try {
            return nextEvent;
        } finally {
            lock.unlock();
        }
    }

    /** The segment that begins with or holds the event; the oldest one when the event is gone already. */
    Segment segmentOf(long event) {
        lock.lock();
        try {
            Segment found = segments.getFirst();
            for (Segment segment : segments) {
                if (segment.firstEvent() <= event) {
                    found = segment;
                }
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Segment segmentAfter(Segment segment) {
        lock.lock();
        try {
            int index = segments.indexOf(segment);
            return index + 1 < segments.size() ? segments.get(index + 1) : null;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when there is an event with this number, or after the time. */
    void awaitEvent(long event, Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = atMost.toNanos();
            while (nextEvent <= event && left > 0 && !closed) {
                left = grown.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Removes the segments of which every event lies before this one. */
    void forgetBefore(long event) {
        var surplus = new ArrayList<Segment>();
        lock.lock();
        try {
            while (segments.size() > 1 && segments.get(1).firstEvent() <= event) {
                surplus.add(segments.removeFirst());
            }
        } finally {
            lock.unlock();
        }
        for (Segment segment : surplus) {
            try {
                Files.deleteIfExists(segment.file());
            } catch (IOException e) {
                log.warn("{} cannot be removed: {}", segment.file(), e.toString());
            }
        }
    }

    public VitalWork work() {
        return work;
    }

    private void keep() {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(settings.syncEvery().toNanos());
                boolean _ = work.attempt(this::tend);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void tend() {
        boolean isTimeToBeat = System.nanoTime() - nextBeat >= 0;
        if (isTimeToBeat) {
            nextBeat = System.nanoTime() + settings.heartbeatEvery().toNanos();
        }
        tended(isTimeToBeat).sync();
    }

    private SegmentWriter tended(boolean withHeartbeat) {
        lock.lock();
        try {
            writeWaiting();
            if (withHeartbeat && !open.isEmpty() && !closed) {
                beat(clock.instant());
            }
            return writer;
        } finally {
            lock.unlock();
        }
    }

    private void beat(Instant now) {
        try {
            ByteBuffer time =
                    ByteBuffer.allocate(Long.BYTES).putLong(now.toEpochMilli()).flip();
            writer.append(new JournalFrame(Kind.HEARTBEAT, time));
            open.replaceAll((_, session) -> session.seenAt(now));
        } catch (IOException _) {
            // the next event says that the disk refuses
        }
    }

    @Override
    public void close() throws IOException {
        work.ends();
        keeper.interrupt();
        lock.lock();
        try {
            writeWaiting();
            closed = true;
            grown.signalAll();
            writer.sync();
            writer.close();
        } finally {
            lock.unlock();
        }
    }
}
