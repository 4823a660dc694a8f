package io.tapedeck.export;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has the JVM start the pollers of its virtual threads, which then stay for good, before a leak check looks for the first
 * time. Stands before it in {@link ExtendWith}.
 */
public final class PollersUp implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) throws InterruptedException {
        Thread.ofVirtual().start(PollersUp::waitOnASocket).join();
    }

    private static void waitOnASocket() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(1);
            socket.accept().close();
        } catch (SocketTimeoutException nobodyCame) {
            // as it should be
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
