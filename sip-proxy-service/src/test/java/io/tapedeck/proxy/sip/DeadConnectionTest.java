package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.Party;
import io.tapedeck.proxy.routing.Flow;
import io.tapedeck.proxy.routing.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A user has several phones; one that was registered over TCP and is gone without a word. */
class DeadConnectionTest extends WireTest {

    @Test
    void phones_that_cannot_be_connected_hold_up_nobody_else() throws Exception {
        try (var dead = new DeafPeer();
                var deader = new DeafPeer();
                var deadest = new DeafPeer()) {
            house.targets.put("1002", List.of(dead.target(), deader.target(), deadest.target(), FakeHouse.target(bob)));

            alice.send(alice.invite("sip:1002@example.com", "dead-phones"));
            Message atBob = bob.expectRequest("INVITE");
            bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
            Message answer = alice.expectStatus(200);
            alice.send(alice.inDialog(answer, "ACK", 1, ""));

            assertThat(bob.expectRequest("ACK").header("Call-ID")).isEqualTo("dead-phones");
        }
    }

    @Test
    void a_phone_whose_connection_is_refused_leaves_the_answer_to_the_others() throws Exception {
        try (var nobody = new Socket()) {
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // and does not listen
            house.targets.put("1002", List.of(overTcp(nobody.getLocalPort()), FakeHouse.target(bob)));

            alice.send(alice.invite("sip:1002@example.com", "refused-phone"));
            Message atBob = bob.expectRequest("INVITE");
            bob.send(bob.response(atBob, 486, "Busy Here", ""));

            assertThat(alice.expect("final", message -> message.status() >= 200).status())
                    .isEqualTo(486);
        }
    }

    private static Target overTcp(int port) {
        var flow = new Flow(Flow.Transport.TCP, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new Target("sip:gone@127.0.0.1:" + port + ";transport=tcp", flow, Party.offnet("gone"), null, 1);
    }

    /** Listens and accepts nobody: once its queue is full, the kernel leaves every further SYN unanswered. */
    private static final class DeafPeer implements AutoCloseable {

        private static final int MORE_THAN_THE_QUEUE = 8;

        private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<SocketChannel> queue = new ArrayList<>();

        DeafPeer() throws IOException {
            SocketAddress address = socket.getLocalSocketAddress();
            for (int i = 0; i < MORE_THAN_THE_QUEUE; i++) {
                SocketChannel waiting = SocketChannel.open().setOption(StandardSocketOptions.TCP_NODELAY, true);
                waiting.configureBlocking(false);
                waiting.connect(address);
                queue.add(waiting);
            }
        }

        Target target() {
            return overTcp(socket.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel waiting : queue) {
                waiting.close();
            }
            socket.close();
        }
    }
}
