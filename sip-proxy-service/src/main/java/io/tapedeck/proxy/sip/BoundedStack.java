package io.tapedeck.proxy.sip;

import gov.nist.core.net.DefaultNetworkLayer;
import gov.nist.core.net.NetworkLayer;
import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.PeerUnavailableException;
import javax.sip.TransportNotSupportedException;

/** JAIN-SIP with a bounded number of connections, and datagrams that take no more memory than they are long. */
final class BoundedStack extends SipStackImpl {

    private volatile boolean makesUdp;

    BoundedStack(Properties properties, Connections connections) throws PeerUnavailableException {
        super(properties);
        networkLayer = new Bounded(networkLayer == null ? DefaultNetworkLayer.SINGLETON : networkLayer, connections);
    }

    @Override
    public synchronized ListeningPoint createListeningPoint(String host, int port, String transport) // as in the stack
            throws TransportNotSupportedException, InvalidArgumentException {
        makesUdp = transport.equalsIgnoreCase(ListeningPoint.UDP);
        try {
            return super.createListeningPoint(host, port, transport);
        } finally {
            makesUdp = false;
        }
    }

    /** For UDP the stack asks it once, to know what to set aside for each datagram; see {@link FrugalSocket}. */
    @Override
    public int getMaxMessageSize() {
        return makesUdp ? FrugalSocket.PLACEHOLDER : super.getMaxMessageSize();
    }

    /** Each server transaction in a line: whoever finds one that should be gone wants to know of what it is. */
    List<String> serverTransactionsInWords() {
        return serverTransactionTable.values().stream()
                .map(one -> one.getState() + " " + one.getLastResponseStatusCode() + " " + one.getOriginalRequest())
                .toList();
    }

    private record Bounded(NetworkLayer layer, Connections connections) implements NetworkLayer {

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
            return new BoundedServerSocket(port, backlog, address, connections);
        }

        @Override
        public SSLServerSocket createSSLServerSocket(int port, int backlog, InetAddress address) throws IOException {
            return layer.createSSLServerSocket(port, backlog, address);
        }

        @Override
        public Socket createSocket(InetAddress address, int port) throws IOException {
            return layer.createSocket(address, port);
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress local) throws IOException {
            return layer.createSocket(address, port, local);
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) throws IOException {
            return layer.createSocket(address, port, local, localPort);
        }

        @Override
        public SSLSocket createSSLSocket(InetAddress address, int port) throws IOException {
            return layer.createSSLSocket(address, port);
        }

        @Override
        public SSLSocket createSSLSocket(InetAddress address, int port, InetAddress local) throws IOException {
            return layer.createSSLSocket(address, port, local);
        }

        @Override
        public DatagramSocket createDatagramSocket() throws SocketException {
            return layer.createDatagramSocket();
        }

        @Override
        public DatagramSocket createDatagramSocket(int port, InetAddress local) throws SocketException {
            return new FrugalSocket(port, local);
        }

        @Override
        public void setSipStack(SipStackImpl stack) {
            layer.setSipStack(stack);
        }
    }
}
