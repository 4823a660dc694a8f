package io.tapedeck.proxy.recording;

import io.tapedeck.protocol.ng.Bencode;
import io.tapedeck.protocol.ng.NgDatagram;
import io.tapedeck.protocol.ng.NgException;
import io.tapedeck.protocol.ng.NgFramer;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection to a capture node (ng). What is sent waits in a queue for a thread of its own, so that nobody else
 * waits for the node. It is given up when the queue is full, when the node does not read for a while, and when it says
 * nothing though it is asked.
 */
final class EventConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventConnection.class);
    private static final NgDictionary PING = NgDictionary.empty().with("command", "ping");
    private static final int CONNECT_MILLIS = 3_000;
    private static final int MOST_WAITING = 1_024;
    private static final int MOST_UNANSWERED = 2;
    private static final int LARGEST_MESSAGE = 65_535;
    private static final int CHUNK = 8_192;

    private final Socket socket;
    private final Duration askEvery;
    private final BlockingQueue<NgDictionary> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong cookies = new AtomicLong();
    private final Thread writer;

    /** Of {@link System#nanoTime()}, while something is being written. */
    private volatile long writingSince;

    private volatile boolean writing;

    private EventConnection(Socket socket, Duration askEvery, Stream<NgDictionary> first) {
        this.socket = socket;
        this.askEvery = askEvery;
        this.writer = Thread.ofVirtual().name("ng-events-writer").unstarted(() -> write(first));
    }

    /**
     * Connects, which may take three seconds.
     *
     * @param askEvery so often a node that says nothing is asked whether it is there
     * @param first what is sent before anything else; looked at by the connection's own thread
     */
    static EventConnection open(NodeAddress node, Duration askEvery, Stream<NgDictionary> first) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(node.host(), node.port()), CONNECT_MILLIS);
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.setSoTimeout(Math.toIntExact(askEvery.toMillis()));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new EventConnection(socket, askEvery, first);
    }

    void begin() {
        writer.start();
    }

    /** From any thread; does not wait. What finds no room ends the connection. */
    void send(NgDictionary command) {
        if (!waiting.offer(command)) {
            LOG.warn("capture node {} does not read what it is sent", socket.getRemoteSocketAddress());
            close();
        }
    }

    private void write(Stream<NgDictionary> first) {
        try {
            OutputStream out = socket.getOutputStream();
            for (var each = first.iterator(); each.hasNext(); ) {
                write(out, each.next());
            }
            while (true) {
                write(out, waiting.take());
            }
        } catch (IOException e) {
            LOG.debug("to {}: {}", socket.getRemoteSocketAddress(), e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closed
        } finally {
            close(); // which the reader notices
        }
    }

    private void write(OutputStream out, NgDictionary command) throws IOException {
        String cookie = "events-" + cookies.incrementAndGet();
        byte[] message = new NgDatagram(cookie, Bencode.encode(command)).toBytes();
        writingSince = System.nanoTime();
        writing = true;
        out.write(message);
        writing = false;
    }

    /** Until the connection ends, with an exception unless the node has closed it. */
    void read(Consumer<NgDictionary> listener) throws IOException, NgException {
        InputStream in = socket.getInputStream();
        var framer = new NgFramer(LARGEST_MESSAGE);
        var chunk = new byte[CHUNK];
        for (int length = receive(in, chunk); length >= 0; length = receive(in, chunk)) {
            framer.add(ByteBuffer.wrap(chunk, 0, length));
            for (Optional<NgDatagram> next = framer.next(); next.isPresent(); next = framer.next()) {
                if (Bencode.decode(ByteBuffer.wrap(next.get().body())) instanceof NgDictionary message) {
                    listener.accept(message);
                }
            }
        }
    }

    private int receive(InputStream in, byte[] chunk) throws IOException {
        for (int asked = 0; asked <= MOST_UNANSWERED; asked++) {
            if (isStuck()) {
                throw new SocketTimeoutException("it does not read what it is sent");
            }
            try {
                return in.read(chunk);
            } catch (SocketTimeoutException _) {
                send(PING);
            }
        }
        throw new SocketTimeoutException("it does not answer");
    }

    private boolean isStuck() {
        return writing
                && System.nanoTime() - writingSince
                        > askEvery.multipliedBy(MOST_UNANSWERED).toNanos();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("the connection to {} did not close", socket.getRemoteSocketAddress(), e);
        }
        writer.interrupt();
    }
}
