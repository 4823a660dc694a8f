package io.tapedeck.capture.control;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Everywhere controllers can reach us. */
public final class NgServer implements AutoCloseable {

    private final NgDispatcher dispatcher;
    private final List<NgUdp> udp = new ArrayList<>();
    private final List<ControlListener> tcp = new ArrayList<>();
    private final List<ControlListener> http = new ArrayList<>();

    NgServer(ControlSettings settings, NgDispatcher dispatcher, NgStream stream, NgHttp web) throws IOException {
        this.dispatcher = dispatcher;
        try {
            for (InetSocketAddress address : settings.udpAddresses()) {
                udp.add(new NgUdp(address, dispatcher));
            }
            for (InetSocketAddress address : settings.tcpAddresses()) {
                tcp.add(new ControlListener(address, settings.streamLimits(), stream));
            }
            for (InetSocketAddress address : settings.httpAddresses()) {
                http.add(new ControlListener(address, settings.streamLimits(), web));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Where it listens for datagrams. */
    public InetSocketAddress address() {
        return udp.getFirst().address();
    }

    /** Where it listens for connections of the protocol itself. */
    public List<InetSocketAddress> tcpAddresses() {
        return tcp.stream().map(ControlListener::address).toList();
    }

    /** Where it listens for HTTP. */
    public List<InetSocketAddress> httpAddresses() {
        return http.stream().map(ControlListener::address).toList();
    }

    public boolean isListening() {
        return udp.stream().allMatch(NgUdp::isListening)
                && tcp.stream().allMatch(ControlListener::isListening)
                && http.stream().allMatch(ControlListener::isListening);
    }

    public long requests() {
        return dispatcher.requests();
    }

    /** What was no request, or came when too many were waiting. */
    public long refused() {
        return dispatcher.refused();
    }

    @Override
    public void close() {
        udp.forEach(NgUdp::close);
        tcp.forEach(ControlListener::close);
        http.forEach(ControlListener::close);
    }
}
