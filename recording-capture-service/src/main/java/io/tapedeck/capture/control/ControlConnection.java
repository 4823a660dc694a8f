package io.tapedeck.capture.control;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** One TCP connection. One thread reads, one writes; whoever has something to say leaves it with the writer. */
final class ControlConnection implements AutoCloseable {

    private static final byte[] END = {};

    private final Socket socket;
    private final BlockingQueue<byte[]> outgoing;
    private final Thread writer;

    ControlConnection(Socket socket, int waitingReplies) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        this.outgoing = new ArrayBlockingQueue<>(waitingReplies);
        this.writer = Thread.ofVirtual().name("capture-ng-writer").start(this::write);
    }

    InetAddress host() {
        return socket.getInetAddress();
    }

    /** A controller that does not read is cut off, so that nobody waits for it. */
    void send(byte[] bytes) {
        if (!outgoing.offer(bytes)) {
            close();
        }
    }

    /**
     * @param limit how long to wait for the first byte
     * @return bytes read, -1 at the end of the stream
     * @throws SocketTimeoutException when nothing came in time
     */
    int read(byte[] into, int offset, Duration limit) throws IOException {
        if (limit.isNegative() || limit.isZero()) {
            throw new SocketTimeoutException("no time left");
        }
        socket.setSoTimeout(Math.max(1, (int) Math.min(limit.toMillis(), Integer.MAX_VALUE)));
        return socket.getInputStream().read(into, offset, into.length - offset);
    }

    private void write() {
        try (socket) {
            OutputStream out = socket.getOutputStream();
            for (byte[] next = outgoing.take(); next.length > 0; next = outgoing.take()) {
                out.write(next);
            }
        } catch (IOException _) {
            // the controller went; the reader notices too
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isOpen() {
        return !socket.isClosed();
    }

    /** Sends what waits, then closes. */
    void finish() {
        if (!outgoing.offer(END)) {
            close();
        }
    }

    /** Closes at once. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // it is closed either way
        }
        writer.interrupt();
    }
}
