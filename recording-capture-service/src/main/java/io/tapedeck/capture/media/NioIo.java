package io.tapedeck.capture.media;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Datagrams by the JDK's selector. One that fills the room exactly counts as longer than it. */
final class NioIo implements DatagramIo {

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final Selector selector;
    private final int trafficClass;
    private boolean waiting;
    private long waitingSince;
    private long idleNanos;

    /** @param trafficClass see {@link MediaSettings} */
    NioIo(int trafficClass) throws IOException {
        this.trafficClass = trafficClass;
        this.selector = Selector.open();
    }

    @Override
    public DatagramPort bind(InetSocketAddress local) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            if (channel.supportedOptions().contains(StandardSocketOptions.IP_TOS)) {
                channel.setOption(StandardSocketOptions.IP_TOS, trafficClass);
            }
            channel.bind(local);
            return new NioPort(channel, ((InetSocketAddress) channel.getLocalAddress()).getPort());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void watch(DatagramPort port, Runnable readable) throws IOException {
        try {
            ((NioPort) port).channel.register(selector, SelectionKey.OP_READ, readable);
        } catch (ClosedChannelException e) {
            throw new IOException("port " + port.localPort() + " is closed", e);
        }
    }

    @Override
    public int poll(long nanos) throws IOException {
        if (nanos <= 0) {
            return selector.selectNow(this::run);
        }
        waiting = true;
        waitingSince = System.nanoTime();
        // the selector counts milliseconds, and 0 is for ever
        int found = selector.select(this::run, nanos == FOR_EVER ? 0 : Math.ceilDiv(nanos, NANOS_PER_MILLI));
        waited();
        return found;
    }

    private void run(SelectionKey key) {
        waited();
        ((Runnable) key.attachment()).run();
    }

    /** The first socket that can be read, or nothing until the end, has ended the wait. */
    private void waited() {
        if (waiting) {
            waiting = false;
            idleNanos += System.nanoTime() - waitingSince;
        }
    }

    @Override
    public void rest(long nanos) {
        long since = System.nanoTime();
        LockSupport.parkNanos(nanos);
        idleNanos += System.nanoTime() - since;
    }

    @Override
    public long idleNanos() {
        return idleNanos;
    }

    @Override
    public void wakeUp() {
        selector.wakeup();
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }

    private record NioPort(DatagramChannel channel, int localPort) implements DatagramPort {

        @Override
        public @Nullable InetSocketAddress receive(ByteBuffer into) throws IOException {
            int start = into.position();
            var source = (InetSocketAddress) channel.receive(into);
            if (source == null || into.hasRemaining()) {
                return source;
            }
            into.position(start); // full: the channel does not say whether something was cut off
            return TOO_LONG;
        }

        @Override
        public boolean send(ByteBuffer datagram, InetSocketAddress to) throws IOException {
            return channel.send(datagram, to) > 0;
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException _) {
                // the socket is gone either way
            }
        }
    }
}
