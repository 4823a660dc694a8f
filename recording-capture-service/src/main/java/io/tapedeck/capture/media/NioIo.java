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
            return selector.selectNow(NioIo::run);
        }
        // the selector counts milliseconds, and 0 is for ever
        return selector.select(NioIo::run, nanos == FOR_EVER ? 0 : Math.ceilDiv(nanos, NANOS_PER_MILLI));
    }

    private static void run(SelectionKey key) {
        ((Runnable) key.attachment()).run();
    }

    @Override
    public void rest(long nanos) {
        LockSupport.parkNanos(nanos);
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
