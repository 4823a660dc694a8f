package io.tapedeck.proxy.recording;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.protocol.ng.Bencode;
import io.tapedeck.protocol.ng.NgDatagram;
import io.tapedeck.protocol.ng.NgException;
import io.tapedeck.protocol.ng.NgFramer;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.proxy.recording.MediaAnchor.DigitListener;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one TCP connection over which a capture node tells what happens to calls (ng, docs/architecture.md). A node tells it
 * to whoever last spoke about the call over TCP, so every call that is followed is named once, and again whenever the
 * connection has to be made anew: after a restart of the node as well as after one of a router between. Made with the
 * first call that somebody follows.
 */
final class EventLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventLink.class);
    private static final String KEYS = "0123456789*#ABCD";
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final int CONNECT_MILLIS = 3_000;
    private static final int LARGEST_MESSAGE = 65_535;
    private static final int CHUNK = 8_192;

    private final NodeAddress node;
    private final Map<String, Followed> calls = new ConcurrentHashMap<>();
    private final AtomicLong cookies = new AtomicLong();
    /** Guards thread, socket and the order of what is written. */
    private final Object lock = new Object();

    private @Nullable Thread thread;
    private @Nullable Socket socket;
    private boolean closed;

    EventLink(NodeAddress node) {
        this.node = node;
    }

    /** Replaces what was said of the call before. */
    void follow(SessionId session, List<String> tags, DigitListener listener) {
        var followed = new Followed(session, List.copyOf(tags), listener);
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
            if (socket != null) {
                name(socket, followed);
            }
        }
    }

    void forget(SessionId session) {
        calls.remove(session.toString());
    }

    private void run() {
        while (!isClosed()) {
            try (var connection = new Socket()) {
                connection.connect(new InetSocketAddress(node.host(), node.port()), CONNECT_MILLIS);
                connection.setTcpNoDelay(true);
                connection.setKeepAlive(true);
                begin(connection);
                read(connection.getInputStream());
            } catch (IOException | NgException e) {
                LOG.debug("events of capture node {}:{}: {}", node.host(), node.port(), e.toString());
            } finally {
                lost();
            }
            pause();
        }
    }

    private void begin(Socket connection) {
        synchronized (lock) {
            socket = connection;
            calls.values().forEach(followed -> name(connection, followed));
        }
    }

    private void lost() {
        synchronized (lock) {
            socket = null;
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

    /** A write that fails is the reader's to notice. */
    private void name(Socket connection, Followed followed) {
        try {
            for (String tag : followed.tags) {
                byte[] body = Bencode.encode(NgCommands.hearDigits(followed.session, tag));
                String cookie = "events-" + cookies.incrementAndGet();
                connection.getOutputStream().write(new NgDatagram(cookie, body).toBytes());
            }
        } catch (IOException e) {
            LOG.debug("session {} could not be named to its capture node", followed.session, e);
        }
    }

    private void read(InputStream in) throws IOException, NgException {
        var framer = new NgFramer(LARGEST_MESSAGE);
        var chunk = new byte[CHUNK];
        for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            framer.add(ByteBuffer.wrap(chunk, 0, length));
            for (Optional<NgDatagram> next = framer.next(); next.isPresent(); next = framer.next()) {
                if (Bencode.decode(ByteBuffer.wrap(next.get().body())) instanceof NgDictionary message) {
                    heard(message);
                }
            }
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
            followed.listener.pressed(data.text("source_tag").orElse(""), KEYS.charAt((int) event));
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            try {
                if (socket != null) {
                    socket.close();
                }
            } catch (IOException e) {
                LOG.debug("the event connection did not close", e);
            }
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    private record Followed(SessionId session, List<String> tags, DigitListener listener) {}
}
