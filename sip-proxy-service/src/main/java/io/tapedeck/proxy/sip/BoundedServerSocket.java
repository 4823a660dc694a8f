package io.tapedeck.proxy.sip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts only whom there is room for. The stack ends its acceptor for good when {@link #accept} throws a
 * {@link java.net.SocketException}, as it does when the process has no descriptors left, so that is waited out here.
 */
final class BoundedServerSocket extends ServerSocket {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedServerSocket.class);
    private static final Duration BREATH = Duration.ofMillis(100);

    private final Connections connections;

    BoundedServerSocket(int port, int backlog, InetAddress address, Connections connections) throws IOException {
        super(port, backlog, address);
        this.connections = connections;
    }

    @Override
    public Socket accept() throws IOException {
        while (true) {
            var socket = new AcceptedSocket();
            try {
                implAccept(socket);
                if (connections.admit(socket)) {
                    socket.probe();
                    return socket;
                }
            } catch (IOException e) {
                socket.reset();
                if (isClosed()) {
                    throw e;
                }
                LOG.debug("a connection was not accepted", e);
                LockSupport.parkNanos(BREATH.toNanos());
            }
        }
    }
}
