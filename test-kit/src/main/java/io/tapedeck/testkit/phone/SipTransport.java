package io.tapedeck.testkit.phone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SIP messages over one UDP socket, or over TCP connections that are opened and accepted as needed (RFC 3261, 18). */
final class SipTransport {

    private static final Logger LOG = LoggerFactory.getLogger(SipTransport.class);

    /** Who gets what arrives, on the loop's thread. */
    interface Receiver {

        void received(SipMessage message, InetSocketAddress source);

        /** A TCP connection is gone or never came about. */
        void lost(InetSocketAddress peer);
    }

    private final EventLoop loop;
    private final boolean tcp;
    private final Receiver receiver;
    private final InetSocketAddress local;
    private final ByteBuffer datagram = ByteBuffer.allocate(65_536);
    private final Map<InetSocketAddress, TcpConnection> connections = new HashMap<>();
    private final DatagramChannel datagrams;
    private final ServerSocketChannel listener;

    /** Binds at once; receives from {@link #start()} on. */
    SipTransport(EventLoop loop, boolean tcp, InetSocketAddress bind, Receiver receiver) {
        this.loop = loop;
        this.tcp = tcp;
        this.receiver = receiver;
        try {
            datagrams = DatagramChannel.open();
            listener = ServerSocketChannel.open();
            if (tcp) {
                datagrams.close();
                listener.bind(bind);
                local = (InetSocketAddress) listener.getLocalAddress();
            } else {
                listener.close();
                datagrams.bind(bind);
                local = (InetSocketAddress) datagrams.getLocalAddress();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot bind " + bind, e);
        }
    }

    void start() {
        if (tcp) {
            loop.register(listener, SelectionKey.OP_ACCEPT, this::accept);
        } else {
            loop.register(datagrams, SelectionKey.OP_READ, this::readDatagrams);
        }
    }

    InetSocketAddress local() {
        return local;
    }

    boolean reliable() {
        return tcp;
    }

    /** {@code SIP/2.0/UDP 127.0.0.1:5062;branch=…;rport}. */
    String via(String branch) {
        return SipMessage.VERSION + "/" + (tcp ? "TCP" : "UDP") + " " + hostPort() + ";branch=" + branch + ";rport";
    }

    String hostPort() {
        return local.getAddress().getHostAddress() + ":" + local.getPort();
    }

    void send(SipMessage message, InetSocketAddress to) {
        byte[] bytes = message.toBytes();
        if (tcp) {
            connection(to).send(bytes);
            return;
        }
        try {
            datagrams.send(ByteBuffer.wrap(bytes), to);
        } catch (IOException e) {
            LOG.debug("not sent to {}: {}", to, e.toString()); // as good as lost on the way: it is sent again
        }
    }

    private TcpConnection connection(InetSocketAddress peer) {
        TcpConnection existing = connections.get(peer);
        if (existing != null) {
            return existing;
        }
        var connection = new TcpConnection(loop, peer, receiver, () -> connections.remove(peer));
        connections.put(peer, connection);
        connection.connect();
        return connection;
    }

    private void accept() {
        try {
            SocketChannel channel = listener.accept();
            if (channel != null) {
                var peer = (InetSocketAddress) channel.getRemoteAddress();
                var connection = new TcpConnection(loop, peer, receiver, () -> connections.remove(peer));
                connections.put(peer, connection);
                connection.accepted(channel);
            }
        } catch (IOException e) {
            LOG.debug("not accepted: {}", e.toString());
        }
    }

    private void readDatagrams() {
        try {
            while (true) {
                datagram.clear();
                var source = (InetSocketAddress) datagrams.receive(datagram);
                if (source == null) {
                    return;
                }
                deliver(datagram.flip(), source);
            }
        } catch (IOException e) {
            LOG.debug("not received: {}", e.toString());
        }
    }

    private void deliver(ByteBuffer bytes, InetSocketAddress source) {
        if (bytes.remaining() <= 4) {
            return; // a keep-alive
        }
        try {
            receiver.received(SipParser.datagram(bytes), source);
        } catch (SipSyntaxException e) {
            LOG.warn("dropped a datagram of {}: {}", source, e.getMessage());
        }
    }
}
