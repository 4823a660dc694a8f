package io.tapedeck.proxy.sip;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicReference;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that somebody made to us; it tells when it is closed, whoever closes it. */
final class AcceptedSocket extends Socket {

    private static final Logger LOG = LoggerFactory.getLogger(AcceptedSocket.class);

    /** A phone without power is noticed after 60 + 3 * 10 s, and its next call need not find out. */
    private static final int PROBE_AFTER_SECONDS = 60;

    private static final int PROBE_EVERY_SECONDS = 10;
    private static final int PROBES = 3;

    private final AtomicReference<Runnable> closed = new AtomicReference<>(() -> {});

    /** Once, when it is closed; at once when it is closed already. */
    void whenClosed(Runnable task) {
        closed.set(task);
        if (isClosed()) {
            closed.getAndSet(() -> {}).run();
        }
    }

    void probe() throws IOException {
        setKeepAlive(true);
        if (!supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            return; // then as often as the system has it
        }
        setOption(ExtendedSocketOptions.TCP_KEEPIDLE, PROBE_AFTER_SECONDS);
        setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, PROBE_EVERY_SECONDS);
        setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
    }

    /** Closes without lingering in the kernel. */
    void reset() {
        try {
            setSoLinger(true, 0);
        } catch (SocketException e) {
            LOG.debug("the peer was faster", e);
        }
        leave();
    }

    /** Closes; that it fails changes nothing. */
    void leave() {
        try {
            close();
        } catch (IOException e) {
            LOG.debug("it is closed either way", e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            closed.getAndSet(() -> {}).run();
        }
    }
}
