package io.tapedeck.capture.control;

import io.tapedeck.protocol.ng.NgDatagram;
import io.tapedeck.protocol.ng.NgException;
import io.tapedeck.protocol.ng.NgFramer;
import java.io.IOException;
import java.net.InetAddress;
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
    private final EventFollowers followers;
    private final Predicate<String> callExists;

    NgStream(NgDispatcher dispatcher, StreamLimits limits, EventFollowers followers, Predicate<String> callExists) {
        this.dispatcher = dispatcher;
        this.limits = limits;
        this.followers = followers;
        this.callExists = callExists;
    }

    @Override
    public void serve(ControlConnection connection) throws IOException {
        var peer = new Peer(connection, new OwedReplies());
        try {
            serve(connection, peer);
        } finally {
            followers.forget(peer);
        }
    }

    private void serve(ControlConnection connection, Peer peer) throws IOException {
        var framer = new NgFramer(limits.largestRequest());
        var chunk = new byte[CHUNK];
        long begun = System.nanoTime();
        while (connection.isOpen()) {
            boolean idle = framer.isBetweenMessages();
            int length = read(connection, peer, chunk, idle, begun);
            if (length < 0) {
                awaitReplies(peer);
                return;
            }
            begun = idle ? System.nanoTime() : begun;
            framer.add(ByteBuffer.wrap(chunk, 0, length));
            if (!take(framer, peer)) {
                return;
            }
        }
    }

    private int read(ControlConnection connection, Peer peer, byte[] chunk, boolean idle, long begun)
            throws IOException {
        if (!idle) {
            return connection.read(chunk, 0, limits.requestTime().minus(Duration.ofNanos(System.nanoTime() - begun)));
        }
        while (true) {
            try {
                return connection.read(chunk, 0, limits.idleTime());
            } catch (SocketTimeoutException e) {
                if (!followers.waits(peer, callExists)) {
                    throw e;
                }
            }
        }
    }

    /** Who has ended its side still listens, as far as TCP can tell. */
    private void awaitReplies(Peer peer) {
        try {
            peer.owed.await(limits.requestTime());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return false when the stream makes no sense any more */
    private boolean take(NgFramer framer, Peer peer) {
        try {
            for (Optional<NgDatagram> next = framer.next(); next.isPresent(); next = framer.next()) {
                peer.owed.expect(next.get().cookie());
                dispatcher.take(next.get(), peer);
            }
            return true;
        } catch (NgException _) {
            dispatcher.refuse();
            if (!framer.cookie().isEmpty()) {
                peer.send(new NgDatagram(framer.cookie(), BROKEN).toBytes());
            }
            return false;
        }
    }

    private record Peer(ControlConnection connection, OwedReplies owed) implements NgPeer {

        @Override
        public InetAddress host() {
            return connection.host();
        }

        @Override
        public void send(byte[] bytes) {
            connection.send(bytes);
            owed.given(bytes);
        }

        @Override
        public boolean repeatsItself() {
            return false;
        }

        @Override
        public boolean hearsEvents() {
            return true;
        }
    }
}
