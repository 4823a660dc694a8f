package io.tapedeck.proxy.recording;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.protocol.ng.NgException;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.proxy.recording.MediaAnchor.DigitListener;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one TCP connection over which a capture node tells what happens to calls (ng, docs/architecture.md). A node tells it
 * to whoever last spoke about the call over TCP, so every call that is followed is named once, and again whenever the
 * connection has to be made anew: after a restart of the node as well as after one of a router between, and when the
 * node does not read or answer. Made with the first call that somebody follows.
 */
final class EventLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventLink.class);
    private static final String KEYS = "0123456789*#ABCD";
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration ASK_EVERY = Duration.ofSeconds(5);

    private final NodeAddress node;
    private final Map<String, Followed> calls = new ConcurrentHashMap<>();
    private final Duration askEvery;
    /** Guards thread, connection and closed; nobody waits for the node while holding it. */
    private final Object lock = new Object();

    private @Nullable Thread thread;
    private @Nullable EventConnection connection;
    private boolean closed;

    EventLink(NodeAddress node) {
        this(node, ASK_EVERY);
    }

    /**
     * @param askEvery so often a node that says nothing is asked whether it is there
     */
    EventLink(NodeAddress node, Duration askEvery) {
        this.node = node;
        this.askEvery = askEvery;
    }

    /** Replaces what was said of the call before. */
    void follow(SessionId session, List<String> tags, DigitListener listener) {
        var followed = new Followed(session, List.copyOf(tags), listener, new RepeatedKeys());
        calls.put(session.toString(), followed);
        synchronized (lock) {
            if (closed) {
                return;
            }
            if (thread == null) {
                thread = Thread.ofVirtual()
                        .name("ng-events-" + node.host() + ":" + node.port())
                        .start(this::run);
            }
            if (connection != null) {
                names(followed).forEach(connection::send);
            }
        }
    }

    private static Stream<NgDictionary> names(Followed followed) {
        return followed.tags.stream().map(tag -> NgCommands.hearDigits(followed.session, tag));
    }

    void forget(SessionId session) {
        calls.remove(session.toString());
    }

    private void run() {
        while (!isClosed()) {
            Stream<NgDictionary> all = calls.values().stream().flatMap(EventLink::names);
            try (var opened = EventConnection.open(node, askEvery, all)) {
                begin(opened);
                opened.read(this::heard);
            } catch (IOException | NgException e) {
                LOG.debug("events of capture node {}:{}: {}", node.host(), node.port(), e.toString());
            } finally {
                lost();
            }
            pause();
        }
    }

    /** Who is followed from here on is named by the one who follows; who was before, by the connection. */
    private void begin(EventConnection opened) {
        synchronized (lock) {
            if (closed) {
                opened.close();
                return;
            }
            connection = opened;
        }
        opened.begin();
    }

    private void lost() {
        synchronized (lock) {
            connection = null;
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    private void pause() {
        try {
            Thread.sleep(AGAIN);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Replies to our own commands have no {@code notify}. */
    private void heard(NgDictionary message) {
        if (!message.text("notify").orElse("").equals("onDTMF")) {
            return;
        }
        NgDictionary data = message.dictionary("data").orElse(NgDictionary.empty());
        Followed followed = calls.get(data.text("callid").orElse(""));
        long event = data.integer("event").orElse(-1);
        if (followed != null && event >= 0 && event < KEYS.length()) {
            String tag = data.text("source_tag").orElse("");
            char key = KEYS.charAt((int) event);
            if (followed.repeated.isNew(tag, key, data.text("source").orElse(""), System.nanoTime())) {
                tell(followed, tag, key);
            }
        }
    }

    /** A mistake of ours with one call must not end the hearing of all others. */
    private static void tell(Followed followed, String tag, char key) {
        try {
            followed.listener.pressed(tag, key);
        } catch (RuntimeException e) {
            LOG.error("call {}: a key is not heard", followed.session, e);
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (connection != null) {
                connection.close();
            }
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    private record Followed(SessionId session, List<String> tags, DigitListener listener, RepeatedKeys repeated) {}
}
