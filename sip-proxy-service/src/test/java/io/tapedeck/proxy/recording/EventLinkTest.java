package io.tapedeck.proxy.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.protocol.ng.Bencode;
import io.tapedeck.protocol.ng.NgDatagram;
import io.tapedeck.protocol.ng.NgException;
import io.tapedeck.protocol.ng.NgFramer;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.testkit.leaks.LeakCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A capture node that is not as it should be, on a real socket. */
@ExtendWith(LeakCheck.class)
class EventLinkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Of a link that is to notice soon that its node is gone. */
    private static final Duration OFTEN = Duration.ofMillis(500);

    /** Together more than sockets hold. */
    private static final int CALLS = 3_000;

    private static final String LONG_TAG = "t".repeat(4_000);

    private final BlockingQueue<String> keys = new LinkedBlockingQueue<>();
    private ServerSocket node;
    private EventLink link;

    @BeforeEach
    void the_node_listens() throws IOException {
        node = new ServerSocket();
        node.setReceiveBufferSize(4_096);
        node.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        node.setSoTimeout((int) PATIENCE.toMillis());
        link = asking(Duration.ofSeconds(5));
    }

    private EventLink asking(Duration every) {
        return new EventLink(new NodeAddress("127.0.0.1", node.getLocalPort()), every);
    }

    @AfterEach
    void everybody_leaves() throws IOException {
        link.close();
        node.close();
    }

    @Test
    void nobody_waits_for_a_node_that_does_not_read() throws Exception {
        follow(0, "tag");
        try (Socket _ = node.accept()) {
            assertTimeoutPreemptively(PATIENCE, () -> {
                for (int call = 1; call <= CALLS; call++) {
                    follow(call, LONG_TAG);
                }
            });
        }
    }

    @Test
    void when_the_node_reads_again_it_is_told_of_all_calls_and_heard() throws Exception {
        follow(0, "tag");
        try (Socket _ = node.accept()) { // nobody reads from it
            for (int call = 1; call <= CALLS; call++) {
                follow(call, LONG_TAG);
            }
            try (Socket second = node.accept()) {
                var peer = new Peer(second);
                for (int call = 0; call <= CALLS; call++) {
                    assertThat(peer.nextNamed().text("command")).contains("hear DTMF");
                }
                peer.tell(pressed(CALLS, 5, "rtp"));
            }
        }

        assertThat(keys.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("tag 5");
    }

    @Test
    void a_key_that_the_phone_tells_of_in_two_ways_is_heard_once() throws Exception {
        follow(0, "tag");
        try (Socket only = node.accept()) {
            var peer = new Peer(only);
            peer.nextNamed();

            peer.tell(pressed(0, 4, "rtp"));
            peer.tell(pressed(0, 4, "sip"));
            peer.tell(pressed(0, 5, "rtp"));
        }

        assertThat(keys.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("tag 4");
        assertThat(keys.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("tag 5");
    }

    @Test
    void a_node_that_reads_and_does_not_answer_is_left() throws Exception {
        link = asking(OFTEN);
        follow(0, "tag");
        try (Socket first = node.accept()) {
            var peer = new Peer(first);
            peer.nextNamed();

            while (peer.next().isPresent()) {
                // it is asked whether it is there
            }
        }
        try (Socket second = node.accept()) {
            assertThat(new Peer(second).nextNamed().text("from-tag")).contains("tag");
        }
    }

    @Test
    void a_node_that_answers_is_asked_again_and_again() throws Exception {
        link = asking(OFTEN);
        follow(0, "tag");
        try (Socket only = node.accept()) {
            var peer = new Peer(only);
            peer.nextNamed();

            for (int question = 0; question < 5; question++) {
                assertThat(peer.next().orElseThrow().text("command")).contains("ping");
                peer.tell(NgDictionary.empty().with("result", "pong"));
            }
        }
    }

    @Test
    void who_fails_with_a_key_does_not_keep_others_from_hearing_theirs() throws Exception {
        link.follow(session(1), List.of("tag"), (_, _) -> {
            throw new IllegalStateException("a mistake of ours");
        });
        try (Socket only = node.accept()) {
            var peer = new Peer(only);
            peer.nextNamed();
            follow(2, "tag");
            peer.nextNamed();

            peer.tell(pressed(1, 4, "rtp"));
            peer.tell(pressed(2, 5, "rtp"));

            assertThat(keys.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("tag 5");
        }
    }

    private void follow(int call, String tag) {
        link.follow(session(call), List.of(tag), (from, key) -> keys.add(from + " " + key));
    }

    private static SessionId session(int call) {
        return new SessionId(new UUID(5, call));
    }

    private static NgDictionary pressed(int call, int key, String source) {
        var data = NgDictionary.empty()
                .with("callid", session(call).toString())
                .with("source_tag", "tag")
                .with("event", key)
                .with("source", source);
        return NgDictionary.empty().with("notify", "onDTMF").with("data", data);
    }

    /** The node's end of a connection. */
    private static final class Peer {

        private final Socket socket;
        private final NgFramer framer = new NgFramer(65_535);
        private final byte[] chunk = new byte[8_192];

        Peer(Socket socket) {
            this.socket = socket;
        }

        /** The next command that is no ping; all are answered. */
        NgDictionary nextNamed() throws IOException, NgException {
            while (true) {
                NgDictionary next = next().orElseThrow();
                tell(NgDictionary.empty().with("result", "ok"));
                if (!next.text("command").orElse("").equals("ping")) {
                    return next;
                }
            }
        }

        /** Empty when the proxy has closed the connection. */
        Optional<NgDictionary> next() throws IOException, NgException {
            for (Optional<NgDatagram> next = framer.next(); ; next = framer.next()) {
                if (next.isPresent()) {
                    return Optional.of((NgDictionary)
                            Bencode.decode(ByteBuffer.wrap(next.get().body())));
                }
                int length = socket.getInputStream().read(chunk);
                if (length < 0) {
                    return Optional.empty();
                }
                framer.add(ByteBuffer.wrap(chunk, 0, length));
            }
        }

        void tell(NgDictionary message) throws IOException {
            socket.getOutputStream().write(new NgDatagram("node", Bencode.encode(message)).toBytes());
        }
    }
}
