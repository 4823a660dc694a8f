package io.tapedeck.testkit.phone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.DatagramChannel;

/** An even port for RTP and the next one for RTCP (RFC 3550, 11). */
record PortPair(DatagramChannel rtp, DatagramChannel rtcp, InetSocketAddress local) {

    private static final int ATTEMPTS = 100;

    static PortPair open(InetAddress host) {
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                DatagramChannel rtp = DatagramChannel.open().bind(new InetSocketAddress(host, 0));
                var local = (InetSocketAddress) rtp.getLocalAddress();
                DatagramChannel rtcp = DatagramChannel.open();
                if (local.getPort() % 2 == 0 && bound(rtcp, host, local.getPort() + 1)) {
                    return new PortPair(rtp, rtcp, local);
                }
                rtp.close();
                rtcp.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no ports for RTP on " + host, e);
        }
        throw new IllegalStateException("no even port with a free neighbour on " + host);
    }

    private static boolean bound(DatagramChannel channel, InetAddress host, int port) throws IOException {
        try {
            channel.bind(new InetSocketAddress(host, port));
            return true;
        } catch (SocketException taken) {
            return false;
        }
    }

    void close() {
        try {
            rtp.close();
            rtcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException("ports of " + local + " not closed", e);
        }
    }
}
