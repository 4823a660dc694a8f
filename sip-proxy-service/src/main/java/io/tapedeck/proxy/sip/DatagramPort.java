package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.stack.DatagramQueuedMessageDispatch;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.UDPMessageProcessor;
import java.io.IOException;
import java.io.Serial;
import java.lang.invoke.MethodHandles;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stack's UDP port, read by the thread that parses and sorts the messages. The stack has one thread to read and another that
 * takes what was read from a queue: two wake-ups for each message, a twentieth of what a call costs. Here the queue is the socket.
 */
final class DatagramPort extends UDPMessageProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(DatagramPort.class);

    /** After a failure, which may last. */
    private static final TimeUnit REST = TimeUnit.SECONDS;

    private static final int LARGEST_DATAGRAM = 65_535;

    /** The time of arrival, for the congestion control of the stack that is not in use. */
    private static final long UNUSED = 0;

    private final CountDownLatch started = new CountDownLatch(1);

    /** Binds it. */
    DatagramPort(InetAddress address, SIPTransactionStack stack, int port) throws IOException {
        super(address, stack, port);
        messageQueue = new Arrivals(sock, started);
        sendFromThisPort(stack);
        int wanted = stack.getReceiveUdpBufferSize();
        if (sock.getReceiveBufferSize() < wanted) {
            LOG.warn(
                    "the system lets the SIP port hold {} octets instead of {}: bursts may be lost (sysctl net.core.rmem_max)",
                    sock.getReceiveBufferSize(),
                    wanted);
        }
    }

    /** What the stack's own factories do, and nobody else can: otherwise each message leaves by a fresh port. */
    private static void sendFromThisPort(SIPTransactionStack stack) {
        try {
            MethodHandles.privateLookupIn(SIPTransactionStack.class, MethodHandles.lookup())
                    .findVarHandle(SIPTransactionStack.class, "udpFlag", boolean.class)
                    .set(stack, true);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this is another stack than the one that Tapedeck is made for", e);
        }
    }

    /** The stack makes its readers at the beginning of {@link #run}, and returns at once when it is not running. */
    @Override
    public void start() {
        run();
        isRunning = true;
        started.countDown();
    }

    /** What the reader takes are datagrams as they come, each in an array of just its size. */
    private static final class Arrivals extends LinkedBlockingQueue<@Nullable DatagramQueuedMessageDispatch> {

        @Serial
        private static final long serialVersionUID = 1;

        private final transient DatagramSocket socket;
        private final transient CountDownLatch started;
        private final transient DatagramPacket largest =
                new DatagramPacket(new byte[LARGEST_DATAGRAM], LARGEST_DATAGRAM);

        Arrivals(DatagramSocket socket, CountDownLatch started) {
            this.socket = socket;
            this.started = started;
        }

        /** @return null when nothing could be read; the stack then asks again unless it was stopped */
        @Override
        public @Nullable DatagramQueuedMessageDispatch take() throws InterruptedException {
            started.await();
            try {
                largest.setLength(LARGEST_DATAGRAM);
                socket.receive(largest);
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    LOG.warn("a datagram could not be read", e);
                    REST.sleep(1);
                }
                return null;
            }
            byte[] message = Arrays.copyOf(largest.getData(), largest.getLength());
            var packet = new DatagramPacket(message, message.length, largest.getSocketAddress());
            return new DatagramQueuedMessageDispatch(packet, UNUSED);
        }
    }
}
