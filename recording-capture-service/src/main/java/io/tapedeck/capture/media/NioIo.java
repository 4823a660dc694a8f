package io.tapedeck.capture.media;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Datagrams by the JDK's selector. */
final class NioIo implements DatagramIo {

    /** Expedited forwarding (RFC 3246) in the upper six bits: voice first. */
    private static final int TRAFFIC_CLASS = 46 << 2;

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final Selector selector;

    NioIo() throws IOException {
        this.selector = Selector.open();
    }

    @Override
    public DatagramPort bind(InetSocketAddress local) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            if (channel.supportedOptions().contains(StandardSocketOptions.IP_TOS)) {
                channel.setOption(StandardSocketOptions.IP_TOS, TRAFFIC_CLASS);
            }
            channel.bind(local);
            return new NioPort(channel, ((InetSocketAddress) channel.getLocalAddress()).getPort());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void watch(DatagramPort port, MediaPort owner) throws IOException {
        try {
            ((NioPort) port).channel.register(selector, SelectionKey.OP_READ, owner);
        } catch (ClosedChannelException e) {
            throw new IOException("port " + port.localPort() + " is closed", e);
        }
    }

    @Override
    public void poll(Consumer<MediaPort> readable, long nanos) throws IOException {
        if (nanos <= 0) {
            selector.selectNow(key -> readable.accept((MediaPort) key.attachment()));
            return;
        }
        // the selector counts milliseconds, and 0 is for ever
        long millis = nanos == FOR_EVER ? 0 : Math.max(1, nanos / NANOS_PER_MILLI);
        selector.select(key -> readable.accept((MediaPort) key.attachment()), millis);
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
            return (InetSocketAddress) channel.receive(into);
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
