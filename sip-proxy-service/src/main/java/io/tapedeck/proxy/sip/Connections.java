package io.tapedeck.proxy.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections that others have made to us. No more than allowed, and none stays that says nothing: strangers go soon, and
 * the most silent of them makes room when there is none left. Safe for any thread; admission is the acceptor's alone.
 */
final class Connections {

    private static final int NETWORK_OF_IPV6 = 8;

    private final ConnectionLimits limits;
    private final LongSupplier nanoTime;
    private final Runnable refused;
    private final Map<InetSocketAddress, Connection> open = new ConcurrentHashMap<>();

    /** @param refused is told of every connection that was not let in, or had to make room */
    Connections(ConnectionLimits limits, LongSupplier nanoTime, Runnable refused) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.refused = refused;
    }

    int size() {
        return open.size();
    }

    /** @return false when there is no room for it; it is closed then */
    boolean admit(AcceptedSocket socket) {
        if (!(socket.getRemoteSocketAddress() instanceof InetSocketAddress peer) || !hasRoom(peer.getAddress())) {
            refused.run();
            socket.reset();
            return false;
        }
        open.put(peer, new Connection(socket, nanoTime.getAsLong()));
        socket.whenClosed(() -> open.remove(peer));
        return true;
    }

    private boolean hasRoom(InetAddress source) {
        InetAddress network = network(source);
        long same = open.keySet().stream()
                .filter(peer -> network(peer.getAddress()).equals(network))
                .count();
        return same < limits.perSource() && (open.size() < limits.connections() || makeRoom());
    }

    private boolean makeRoom() {
        Optional<Connection> mostSilent = open.values().stream()
                .filter(connection -> !connection.trusted)
                .min(Comparator.comparingLong(connection -> connection.heardAt - nanoTime.getAsLong()));
        mostSilent.ifPresent(connection -> {
            refused.run();
            connection.socket.reset();
        });
        return mostSilent.isPresent();
    }

    private static InetAddress network(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length > Integer.BYTES) {
            Arrays.fill(bytes, NETWORK_OF_IPV6, bytes.length, (byte) 0);
        }
        return addressOf(bytes);
    }

    private static InetAddress addressOf(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("these are the bytes of an address", e);
        }
    }

    /** A whole message came from there. */
    void heard(@Nullable InetSocketAddress peer) {
        Connection connection = peer == null ? null : open.get(peer);
        if (connection != null) {
            connection.heardAt = nanoTime.getAsLong();
        }
    }

    /** Whoever is there has been authenticated. */
    void trust(InetSocketAddress peer) {
        Connection connection = open.get(peer);
        if (connection != null) {
            connection.trusted = true;
        }
    }

    /** Closes those that have been silent for too long. Called regularly. */
    void sweep() {
        long now = nanoTime.getAsLong();
        for (Connection connection : open.values()) {
            Duration patience = connection.trusted ? limits.idleTime() : limits.strangerTime();
            if (now - connection.heardAt > patience.toNanos()) {
                connection.socket.leave();
            }
        }
    }

    private static final class Connection {
        private final AcceptedSocket socket;
        private volatile long heardAt;
        private volatile boolean trusted;

        private Connection(AcceptedSocket socket, long heardAt) {
            this.socket = socket;
            this.heardAt = heardAt;
        }
    }
}
