package io.tapedeck.capture.control;

import io.tapedeck.protocol.ng.NgDatagram;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** ng over UDP: one datagram, one request. One thread receives. */
final class NgUdp implements AutoCloseable {

    private static final Logger LOG = System.getLogger(NgUdp.class.getName());
    private static final int LARGEST_DATAGRAM = 65_535;
    /** A burst of a thousand offers. */
    private static final int RECEIVE_BUFFER = 4 << 20;

    private final DatagramSocket socket;
    private final NgDispatcher dispatcher;
    private final SparseLog faults = new SparseLog(LOG, System::nanoTime);
    private final Thread receiver;

    NgUdp(InetSocketAddress address, NgDispatcher dispatcher) throws IOException {
        this.socket = new DatagramSocket(address);
        socket.setReceiveBufferSize(RECEIVE_BUFFER); // as much of it as the system grants
        this.dispatcher = dispatcher;
        this.receiver = Thread.ofPlatform().name("capture-ng").daemon().start(this::receive);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    boolean isListening() {
        return !socket.isClosed() && receiver.isAlive();
    }

    private void receive() {
        var packet = new DatagramPacket(new byte[LARGEST_DATAGRAM], LARGEST_DATAGRAM);
        while (!socket.isClosed()) {
            try {
                packet.setLength(LARGEST_DATAGRAM);
                socket.receive(packet);
                byte[] bytes = Arrays.copyOfRange(packet.getData(), packet.getOffset(), packet.getLength());
                take(bytes, (InetSocketAddress) packet.getSocketAddress());
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    dispatcher.refuse();
                }
            } catch (RuntimeException e) {
                dispatcher.refuse();
                faults.say(Level.ERROR, "an ng datagram could not be handled", e);
            }
        }
    }

    private void take(byte[] bytes, InetSocketAddress from) {
        NgDatagram.split(ByteBuffer.wrap(bytes))
                .ifPresentOrElse(datagram -> dispatcher.take(datagram, new Peer(this, from)), dispatcher::refuse);
    }

    private void send(byte[] bytes, InetSocketAddress to) {
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException e) {
            if (!socket.isClosed()) {
                faults.say(Level.WARNING, "no ng reply to " + to + ": " + e, null);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
        try {
            receiver.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private record Peer(NgUdp transport, InetSocketAddress address) implements NgPeer {

        @Override
        public InetAddress host() {
            return address.getAddress();
        }

        @Override
        public void send(byte[] bytes) {
            transport.send(bytes, address);
        }

        @Override
        public boolean repeatsItself() {
            return true;
        }
    }
}
