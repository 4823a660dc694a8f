package io.tapedeck.capture.control;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Accepts connections, no more than allowed, and gives each a virtual thread. */
final class ControlListener implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ControlListener.class.getName());

    private final ServerSocket server;
    private final StreamLimits limits;
    private final Service service;
    private final Set<ControlConnection> open = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;

    ControlListener(InetSocketAddress address, StreamLimits limits, Service service) throws IOException {
        this.server = new ServerSocket();
        server.setReuseAddress(true);
        try {
            server.bind(address);
        } catch (IOException e) {
            server.close();
            throw new IOException("cannot listen on " + address, e);
        }
        this.limits = limits;
        this.service = service;
        this.acceptor = Thread.ofPlatform().name("capture-ng-accept").daemon().start(this::accept);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    boolean isListening() {
        return !server.isClosed() && acceptor.isAlive();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                take(server.accept());
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.log(Level.WARNING, "a controller could not be accepted: {0}", e.toString());
                }
            }
        }
    }

    private void take(Socket socket) throws IOException {
        if (open.size() >= limits.connections()) {
            socket.close();
            return;
        }
        var connection = new ControlConnection(socket, limits.waitingReplies());
        open.add(connection);
        Thread.ofVirtual().name("capture-ng-reader").start(() -> serve(connection));
    }

    private void serve(ControlConnection connection) {
        try {
            service.serve(connection);
            connection.finish();
        } catch (IOException _) {
            connection.close(); // gone, or too slow
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a controller's connection failed", e);
            connection.close();
        } finally {
            open.remove(connection);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            acceptor.join();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a listener did not close: {0}", e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        List.copyOf(open).forEach(ControlConnection::close);
    }

    /** What is spoken on a connection. */
    @FunctionalInterface
    interface Service {

        /** Until the controller has no more to say. */
        void serve(ControlConnection connection) throws IOException;
    }
}
