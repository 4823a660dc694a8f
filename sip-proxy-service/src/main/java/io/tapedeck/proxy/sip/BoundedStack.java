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
import javax.sip.PeerUnavailableException;

/** JAIN-SIP with a bounded number of connections. */
final class BoundedStack extends SipStackImpl {

    BoundedStack(Properties properties, Connections connections) throws PeerUnavailableException {
        super(properties);
        networkLayer = new Bounded(networkLayer == null ? DefaultNetworkLayer.SINGLETON : networkLayer, connections);
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
            return layer.createDatagramSocket(port, local);
        }

        @Override
        public void setSipStack(SipStackImpl stack) {
            layer.setSipStack(stack);
        }
    }
}
