package io.tapedeck.testkit.phone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One TCP connection of a phone, opened by either side. Lives on the phone's loop. */
final class TcpConnection {

    private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);

    private final EventLoop loop;
    private final InetSocketAddress peer;
    private final SipTransport.Receiver receiver;
    private final Runnable whenGone;
    private final ByteBuffer input = ByteBuffer.allocate(128 * 1024); // twice the largest message
    private final Queue<ByteBuffer> output = new ArrayDeque<>();
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;

    TcpConnection(EventLoop loop, InetSocketAddress peer, SipTransport.Receiver receiver, Runnable whenGone) {
        this.loop = loop;
        this.peer = peer;
        this.receiver = receiver;
        this.whenGone = whenGone;
    }

    void connect() {
        try {
            SocketChannel connecting = SocketChannel.open();
            channel = connecting;
            connecting.configureBlocking(false);
            boolean connected = connecting.connect(peer);
            key = loop.register(connecting, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this::ready);
        } catch (IOException | UncheckedIOException e) {
            loop.execute(() -> lose(e)); // not before the caller has noted what it sent
        }
    }

    void accepted(SocketChannel acceptedChannel) {
        channel = acceptedChannel;
        key = loop.register(acceptedChannel, SelectionKey.OP_READ, this::ready);
    }

    void send(byte[] message) {
        output.add(ByteBuffer.wrap(message));
        if (channel != null && channel.isConnected()) {
            try {
                flush(channel);
            } catch (IOException e) {
                loop.execute(() -> lose(e));
            }
        }
    }

    private void ready() {
        SocketChannel open = channel;
        SelectionKey registration = key;
        if (open == null || registration == null || !registration.isValid()) {
            return;
        }
        try {
            if (registration.isConnectable()) {
                open.finishConnect();
                flush(open);
            }
            if (registration.isReadable()) {
                read(open);
            }
            if (registration.isValid() && registration.isWritable()) {
                flush(open);
            }
        } catch (IOException | SipSyntaxException e) {
            lose(e);
        }
    }

    private void flush(SocketChannel open) throws IOException {
        while (!output.isEmpty()) {
            open.write(output.element());
            if (output.element().hasRemaining()) {
                break;
            }
            output.remove();
        }
        if (key != null && key.isValid()) {
            key.interestOps(SelectionKey.OP_READ | (output.isEmpty() ? 0 : SelectionKey.OP_WRITE));
        }
    }

    private void read(SocketChannel open) throws IOException, SipSyntaxException {
        int count = open.read(input);
        input.flip();
        for (SipMessage message = SipParser.next(input); message != null; message = SipParser.next(input)) {
            receiver.received(message, peer);
        }
        input.compact();
        if (count < 0) {
            throw new IOException("closed by the peer");
        }
    }

    private void lose(Exception reason) {
        LOG.debug("connection to {} is gone: {}", peer, reason.toString());
        whenGone.run();
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.debug("not closed: {}", e.toString());
        }
        receiver.lost(peer);
    }
}
