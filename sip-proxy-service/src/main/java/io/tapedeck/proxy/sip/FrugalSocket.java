package io.tapedeck.proxy.sip;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Arrays;

/**
 * Reads each datagram, however large, into memory of its own and leaves an array of just its size in the packet. The stack
 * would set 64 KB aside, all zeros, for each message of some hundred bytes. One thread reads.
 */
final class FrugalSocket extends DatagramSocket {

    /** What the stack has to set aside for a packet, which is replaced. */
    static final int PLACEHOLDER = 64;

    private static final int LARGEST_DATAGRAM = 65_535;

    private final DatagramPacket largest = new DatagramPacket(new byte[LARGEST_DATAGRAM], LARGEST_DATAGRAM);

    FrugalSocket(int port, InetAddress local) throws SocketException {
        super(port, local);
    }

    @Override
    public void receive(DatagramPacket packet) throws IOException {
        largest.setLength(LARGEST_DATAGRAM);
        super.receive(largest);
        packet.setData(Arrays.copyOf(largest.getData(), largest.getLength()));
        packet.setSocketAddress(largest.getSocketAddress());
    }
}
