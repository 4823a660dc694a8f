package io.tapedeck.capture.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.TestNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many connections a node holds, and for how long. */
class NgConnectionsTest {

    private static final int MOST = 3;
    private static final int CALLERS = 10;

    @TempDir
    Path spool;

    private TestNode node;

    @BeforeEach
    void start() {
        node = TestNode.start(
                spool,
                "--tapedeck.capture.ng-tcp=127.0.0.1:0",
                "--tapedeck.capture.ng-connections=" + MOST,
                "--tapedeck.capture.ng-idle=700ms");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void a_connection_without_requests_is_closed_after_a_while() throws IOException {
        try (var socket = connected()) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void no_more_connections_are_held_than_allowed() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < CALLERS; i++) {
                sockets.add(connected());
            }
            int closed = 0;
            for (Socket socket : sockets.reversed()) {
                closed += socket.getInputStream().read() < 0 ? 1 : 0;
            }
            assertThat(closed).isEqualTo(CALLERS); // the last seven at once, the others when idle
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private Socket connected() throws IOException {
        InetSocketAddress tcp = node.controllers().tcpAddresses().getFirst();
        var socket = new Socket(tcp.getAddress(), tcp.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }
}
