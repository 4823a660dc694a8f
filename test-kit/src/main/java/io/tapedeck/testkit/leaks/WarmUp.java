package io.tapedeck.testkit.leaks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Makes the JVM open what it opens once at the first use of sockets and virtual threads, before anything is counted. */
final class WarmUp {

    private static boolean done;

    private WarmUp() {}

    // guards: done. Not a static initializer: the tasks below are code of this class and would wait for it to end
    static synchronized void once() {
        if (done) {
            return;
        }
        try {
            useEverything();
        } catch (IOException | ExecutionException e) {
            throw new IllegalStateException("loopback sockets do not work here", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before the first count", e);
        }
        done = true;
    }

    private static void useEverything() throws IOException, ExecutionException, InterruptedException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor();
                var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var selector = Selector.open();
                var datagrams = DatagramChannel.open()) {
            datagrams.configureBlocking(false);
            selector.selectNow();
            var accepted = executor.submit(server::accept);
            try (var client = new Socket(server.getInetAddress(), server.getLocalPort());
                    Socket peer = accepted.get()) {
                var read = executor.submit(() -> peer.getInputStream().read());
                client.getOutputStream().write(1);
                read.get();
            }
        }
    }
}
