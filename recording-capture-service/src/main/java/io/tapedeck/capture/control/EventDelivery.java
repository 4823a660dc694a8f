package io.tapedeck.capture.control;

import io.tapedeck.capture.session.CallEvent;
import io.tapedeck.capture.session.CallEvent.DigitPressed;
import io.tapedeck.capture.session.CallEvent.MediaTimedOut;
import io.tapedeck.capture.session.CallEvents;
import io.tapedeck.capture.session.CaptureSession;
import io.tapedeck.capture.session.CaptureSessions;
import io.tapedeck.protocol.ng.Bencode;
import io.tapedeck.protocol.ng.NgDatagram;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Tells controllers what happens to their calls: over the TCP connection that last spoke about the call, and as JSON
 * datagrams to whoever is named for it. Who raises an event never waits; when too many wait, new ones are counted and
 * gone.
 */
final class EventDelivery implements CallEvents, AutoCloseable {

    private static final Logger LOG = System.getLogger(EventDelivery.class.getName());
    private static final int MOST_WAITING = 4_096;

    private final BlockingQueue<Raised> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final LongAdder dropped = new LongAdder();
    private final EventFollowers followers;
    private final NgJson json;
    private final List<InetSocketAddress> digitLog;
    private final List<InetSocketAddress> eventLog;
    private final DatagramSocket socket;
    private final Thread thread;
    private final AtomicLong delivered = new AtomicLong();
    private volatile @Nullable CaptureSessions sessions;

    /**
     * @param digitLog gets keys that were pressed
     * @param eventLog gets everything else
     */
    EventDelivery(
            EventFollowers followers, NgJson json, List<InetSocketAddress> digitLog, List<InetSocketAddress> eventLog)
            throws IOException {
        this.followers = followers;
        this.json = json;
        this.digitLog = digitLog;
        this.eventLog = eventLog;
        this.socket = new DatagramSocket();
        this.thread = Thread.ofPlatform().name("capture-events").daemon().start(this::run);
    }

    /** The calls that the events are about, and in whose order they are told. */
    void attach(CaptureSessions calls) {
        sessions = calls;
    }

    @Override
    public void happened(CallEvent event) {
        if (isForNobody(event)) {
            return; // two for each call, and no thread is woken for them
        }
        if (!waiting.offer(new Raised(event, callOf(event)))) {
            dropped.increment();
        }
    }

    /** A key is wanted by the call itself, and a call that ended for want of media by whoever reads the log. */
    private boolean isForNobody(CallEvent event) {
        return eventLog.isEmpty()
                && followers.areNone()
                && !(event instanceof DigitPressed)
                && !(event instanceof MediaTimedOut);
    }

    /** Looked up at once: the call may be over before the event is told, and its parties are told all the same. */
    private @Nullable CaptureSession callOf(CallEvent event) {
        CaptureSessions calls = sessions;
        return calls == null ? null : calls.find(event.callId()).orElse(null);
    }

    /** Events that found too many waiting. */
    long dropped() {
        return dropped.sum();
    }

    private void run() {
        try {
            while (!socket.isClosed()) {
                Raised raised = waiting.take();
                try {
                    deliver(raised);
                } catch (RuntimeException e) {
                    LOG.log(Level.ERROR, "an event of call " + raised.event().callId() + " could not be told", e);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(Raised raised) {
        CallEvent event = raised.event();
        if (event instanceof MediaTimedOut) {
            LOG.log(Level.WARNING, "call {0} ended for want of media or of an answer", event.callId());
        }
        List<InetSocketAddress> log = event instanceof DigitPressed ? digitLog : eventLog;
        EventFollowers.Follower follower = followers.of(event.callId()).orElse(null);
        if (log.isEmpty() && follower == null && !(event instanceof DigitPressed)) {
            return;
        }
        CaptureSessions calls = sessions;
        if (calls == null || !inOrder(calls, event, () -> tell(raised, log, follower))) {
            dropped.increment();
        }
    }

    private static boolean inOrder(CaptureSessions calls, CallEvent event, Runnable telling) {
        try {
            return calls.inOrder(event.callId(), telling);
        } catch (RejectedExecutionException _) {
            return false; // the service stops
        }
    }

    private void tell(Raised raised, List<InetSocketAddress> log, EventFollowers.@Nullable Follower follower) {
        CallEvent event = raised.event();
        CaptureSession session = raised.session();
        if (session != null) {
            session.noticed(event);
        }
        NgDictionary data = EventReport.of(event, session);
        log.forEach(address -> send(json.encode(data), address));
        if (follower != null) {
            NgDictionary message = NgDictionary.empty()
                    .with("notify", EventReport.nameOf(event))
                    .with("data", data);
            byte[] body = follower.json() ? json.encode(message) : Bencode.encode(message);
            follower.peer().send(new NgDatagram("event-" + delivered.incrementAndGet(), body).toBytes());
        }
    }

    private void send(byte[] bytes, InetSocketAddress to) {
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException _) {
            dropped.increment(); // nobody listens there, or the net is away
        }
    }

    @Override
    public void close() {
        socket.close();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param session null when the call was gone before the event was raised */
    private record Raised(CallEvent event, @Nullable CaptureSession session) {}
}
