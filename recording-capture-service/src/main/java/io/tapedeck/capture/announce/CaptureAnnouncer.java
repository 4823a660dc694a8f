package io.tapedeck.capture.announce;

import io.tapedeck.capture.announce.EventsUnderWay.Outcome;
import io.tapedeck.capture.spool.Announcements;
import io.tapedeck.capture.spool.Manifest;
import io.tapedeck.capture.spool.SpoolDirectory;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.vital.VitalWork;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Tells Kafka what the manifests say, in order, each until Kafka has acknowledged it. What is still to be told when the
 * service stops is found again by recovery, since its manifest does not say {@code announced}. A capture that nobody can
 * read or tell holds up no other.
 */
public final class CaptureAnnouncer implements Announcements, AutoCloseable {

    private static final Logger LOG = System.getLogger(CaptureAnnouncer.class.getName());
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
    private static final Duration NEWS_WITHIN = Duration.ofMillis(100);
    private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofMillis(20);
    /** Some seconds of a busy node, some megabytes. */
    private static final int MOST_IN_MEMORY = 1_000;

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final SpoolDirectory directory;
    private final RawLocations locations;
    private final EventsUnderWay events;
    /** An id per capture that Kafka does not know of yet; hours without Kafka are some megabytes. */
    private final BlockingQueue<Notice> waiting = new LinkedBlockingQueue<>();

    /** Whose manifest could not be read just now; asked again when nothing else is to be told, or after a while. */
    private final Queue<Notice> postponed = new ConcurrentLinkedQueue<>();

    private final VitalWork work = new VitalWork("capture-announcer");
    private final LongAdder announced = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Thread thread;
    private long askAgain = System.nanoTime(); // the announcer's thread
    private volatile boolean closing;

    CaptureAnnouncer(SpoolDirectory directory, RawLocations locations, EventsUnderWay events) {
        this.directory = directory;
        this.locations = locations;
        this.events = events;
        this.thread = work.start(Thread.ofVirtual(), this::run);
    }

    @Override
    public void started(Manifest open) {
        add(Notice.of(open, false));
    }

    @Override
    public void sealed(Manifest sealed) {
        add(Notice.of(sealed, true));
    }

    /** Without Kafka they add up: then they are looked up again when it is back. */
    private void add(Notice notice) {
        waiting.add(waiting.size() < MOST_IN_MEMORY ? notice : notice.light());
    }

    /** Looks up what is to be told of it. */
    void sealed(CaptureId id) {
        waiting.add(new Notice(id, true, null, false));
    }

    /** Events that Kafka does not know of yet. */
    public int backlog() {
        return waiting.size() + postponed.size() + events.size();
    }

    /** Events that cannot be told at all; each is tried once more after the next start. */
    public long refused() {
        return refused.sum();
    }

    public long announced() {
        return announced.sum();
    }

    VitalWork work() {
        return work;
    }

    private void run() {
        try {
            while (!closing || !waiting.isEmpty() || events.size() > 0) {
                if (!work.attempt(this::round)) {
                    Thread.sleep(BETWEEN_ATTEMPTS);
                }
            }
        } catch (InterruptedException _) {
            // the service stops; the rest is told after the next start
        } finally {
            boolean _ = Thread.interrupted(); // the producer would not close otherwise
            events.close();
        }
    }

    private void round() throws InterruptedException {
        if (events.isFull()) {
            Thread.sleep(ACKNOWLEDGED_WITHIN);
        } else {
            Duration patience = events.size() > 0 ? ACKNOWLEDGED_WITHIN : NEWS_WITHIN;
            Notice notice = waiting.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (notice != null) {
                tell(notice);
            }
        }
        settle();
        if (System.nanoTime() - askAgain >= 0 && !closing) {
            askAgain = System.nanoTime() + BETWEEN_ATTEMPTS.toNanos();
            requeue();
        }
    }

    private void requeue() {
        for (Notice notice = postponed.poll(); notice != null; notice = postponed.poll()) {
            waiting.add(notice);
        }
    }

    private void tell(Notice notice) throws InterruptedException {
        byte[] event;
        Manifest manifest;
        try {
            Manifest known = notice.manifest();
            manifest = known == null ? directory.read(notice.id()) : known;
            if (manifest.state() == Manifest.State.ANNOUNCED) {
                return; // its seal was told: its start is no news
            }
            event = notice.seal()
                    ? CaptureEvents.sealed(manifest, locations.of(notice.id()))
                    : CaptureEvents.started(manifest);
        } catch (NoSuchFileException _) {
            return; // nothing was recorded and the capture is gone, or recovery has put it aside
        } catch (IOException e) {
            postpone(notice, e);
            return;
        } catch (RuntimeException e) {
            refuse(notice, "has a manifest that gives no event", e);
            return;
        }
        String key = manifest.capture().sessionId().toString();
        events.send(notice, key.getBytes(StandardCharsets.US_ASCII), event);
    }

    private void postpone(Notice notice, IOException why) {
        if (!notice.postponed()) {
            LOG.log(
                    Level.WARNING,
                    "capture {0} waits to be announced: its manifest cannot be read: {1}",
                    notice.id(),
                    why.toString());
        }
        postponed.add(notice.later());
    }

    private void refuse(Notice notice, String why, RuntimeException e) {
        refused.increment();
        LOG.log(
                Level.ERROR,
                "capture {0} cannot be announced, it {1}; it stays in the spool and is tried again at the next start:"
                        + " {2}",
                notice.id(),
                why,
                e.toString());
    }

    /** Takes note of what Kafka has said. */
    private void settle() throws InterruptedException {
        for (Outcome outcome = events.next(); outcome != null; outcome = events.next()) {
            if (outcome.refusal() != null) {
                refuse(outcome.notice(), "is larger than an event may be", outcome.refusal());
                continue;
            }
            announced.increment();
            if (outcome.notice().seal()) {
                mark(outcome.notice().id());
            }
        }
    }

    private void mark(CaptureId id) {
        try {
            directory.markAnnounced(id);
        } catch (IOException | RuntimeException e) { // of one capture; the others have to be told
            // told again after the next start, with the same event id
            LOG.log(Level.WARNING, "capture {0} is announced, but its manifest cannot say so: {1}", id, e.toString());
        }
    }

    @Override
    public void close() {
        closing = true;
        work.ends();
        try {
            if (!thread.join(LAST_WORDS)) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
