package io.tapedeck.capture.control;

import io.tapedeck.protocol.ng.NgDatagram;
import io.tapedeck.protocol.ng.NgException;
import io.tapedeck.protocol.ng.NgFramer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** ng over TCP: requests one behind the other, replies as they are ready, events between them. */
final class NgStream implements ControlListener.Service {

    private static final int CHUNK = 8_192;
    private static final byte[] BROKEN =
            "d6:result5:error12:error-reason22:Invalid NG data formate".getBytes(StandardCharsets.US_ASCII);

    private final NgDispatcher dispatcher;
    private final StreamLimits limits;
    private final Predicate<NgPeer> awaited;

    /** @param awaited whether a connection without requests is still of use: it waits for events of a call */
    NgStream(NgDispatcher dispatcher, StreamLimits limits, Predicate<NgPeer> awaited) {
        this.dispatcher = dispatcher;
        this.limits = limits;
        this.awaited = awaited;
    }

    @Override
    public void serve(ControlConnection connection) throws IOException {
        var framer = new NgFramer(limits.largestRequest());
        var chunk = new byte[CHUNK];
        long begun = System.nanoTime();
        while (connection.isOpen()) {
            boolean idle = framer.isBetweenMessages();
            int length = read(connection, chunk, idle, begun);
            if (length < 0) {
                return;
            }
            begun = idle ? System.nanoTime() : begun;
            framer.add(ByteBuffer.wrap(chunk, 0, length));
            if (!take(framer, connection)) {
                return;
            }
        }
    }

    private int read(ControlConnection connection, byte[] chunk, boolean idle, long begun) throws IOException {
        if (!idle) {
            return connection.read(chunk, 0, limits.requestTime().minus(Duration.ofNanos(System.nanoTime() - begun)));
        }
        while (true) {
            try {
                return connection.read(chunk, 0, limits.idleTime());
            } catch (SocketTimeoutException e) {
                if (!awaited.test(connection)) {
                    throw e;
                }
            }
        }
    }

    /** @return false when the stream makes no sense any more */
    private boolean take(NgFramer framer, ControlConnection connection) {
        try {
            for (Optional<NgDatagram> next = framer.next(); next.isPresent(); next = framer.next()) {
                dispatcher.take(next.get(), connection);
            }
            return true;
        } catch (NgException _) {
            dispatcher.refuse();
            if (!framer.cookie().isEmpty()) {
                connection.send(new NgDatagram(framer.cookie(), BROKEN).toBytes());
            }
            return false;
        }
    }
}
