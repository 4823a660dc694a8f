package io.tapedeck.proxy.recording;

import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One capture node and what is known of its health. Times are of {@link System#nanoTime()}. */
final class CaptureNode implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CaptureNode.class);
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration PROBE = Duration.ofMillis(700);

    private final String name;
    private final CaptureNodeSettings settings;
    private final NgLink link;
    private final EventLink events;
    private final AtomicInteger missed = new AtomicInteger();
    private volatile long lastHeard = System.nanoTime() - FRESH.toNanos();
    private volatile long busyUntil = System.nanoTime();

    CaptureNode(String name, CaptureNodeSettings settings, RandomGenerator random) throws IOException {
        this.name = name;
        this.settings = settings;
        link = new NgLink(NodeAddress.parse(name), settings.firstRetransmission(), random);
        events = new EventLink(NodeAddress.parse(name));
    }

    /** What the node tells of itself. */
    EventLink events() {
        return events;
    }

    String name() {
        return name;
    }

    NgDictionary command(NgDictionary request) throws IOException, InterruptedException {
        try {
            NgDictionary reply = link.command(request, settings.answerWithin());
            heard();
            return reply;
        } catch (SocketTimeoutException e) {
            missed();
            throw e; // what could not be sent is no fault of the node
        }
    }

    boolean isHealthy() {
        return missed.get() < settings.missedPings();
    }

    /** Whether the node can take a new call now; asks it when nothing was heard of it for a second. */
    boolean takesCalls() throws InterruptedException {
        if (!isHealthy() || busyUntil - System.nanoTime() > 0) {
            return false;
        }
        return System.nanoTime() - lastHeard < FRESH.toNanos() || ping(PROBE);
    }

    /** The node said that it has no ports left. */
    void isBusy() {
        busyUntil = System.nanoTime() + settings.busyFor().toNanos();
    }

    boolean ping(Duration within) throws InterruptedException {
        try {
            link.command(NgDictionary.empty().with("command", "ping"), within);
            heard();
            return true;
        } catch (IOException _) {
            missed();
            return false;
        }
    }

    private void heard() {
        lastHeard = System.nanoTime();
        if (missed.getAndSet(0) >= settings.missedPings()) {
            log.info("capture node {} answers again", name);
        }
    }

    private void missed() {
        if (missed.incrementAndGet() == settings.missedPings()) {
            log.warn("capture node {} does not answer: it gets no new calls until it does", name);
        }
    }

    @Override
    public void close() {
        events.close();
        link.close();
    }
}
