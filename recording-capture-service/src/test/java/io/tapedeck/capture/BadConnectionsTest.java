package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.control.NgServer;
import io.tapedeck.protocol.ng.NgDatagram;
import io.tapedeck.protocol.ng.NgException;
import io.tapedeck.protocol.ng.NgFramer;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** As {@link BadInputTest}, over TCP and HTTP: whatever a connection brings, others are served and the log stays quiet. */
@ExtendWith(OutputCaptureExtension.class)
class BadConnectionsTest {

    private static final int MOST = 64;
    private static final int SLOW = 8;
    private static final int ROUNDS = 150;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AtomicInteger COOKIES = new AtomicInteger();
    private static final String PING = "d7:command4:pinge";
    private static final String PONG = "d6:result4:ponge";

    @TempDir
    static Path spool;

    private static TestNode node;
    private static InetSocketAddress tcp;
    private static InetSocketAddress http;

    private final SplittableRandom random = new SplittableRandom(20_300_108);
    private int said;

    @BeforeAll
    static void start() {
        node = TestNode.start(
                spool,
                "--tapedeck.capture.ng-tcp=127.0.0.1:0",
                "--tapedeck.capture.ng-http=127.0.0.1:0",
                "--tapedeck.capture.ng-connections=" + MOST,
                "--tapedeck.capture.ng-request-time=5s");
        tcp = node.controllers().tcpAddresses().getFirst();
        http = node.controllers().httpAddresses().getFirst();
    }

    @BeforeEach
    void what_was_said_before_is_not_ours(CapturedOutput output) {
        said = output.getOut().length();
    }

    @AfterEach
    void others_are_served_and_the_log_was_quiet(CapturedOutput output) {
        String cookie = "after" + COOKIES.incrementAndGet() + " ";
        Eventually.passes(() -> assertThat(overTcp(cookie + PING)).isEqualTo(cookie + PONG), PATIENCE);
        Eventually.passes(() -> assertThat(overHttp(PING)).endsWith(PONG), PATIENCE);
        assertThat(output.getOut().substring(said)).doesNotContain("Exception").doesNotContain(" ERROR ");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    static final List<String> BOMBS = List.of(
            "d".repeat(200_000),
            "l".repeat(200_000),
            "d7:command9999999999:ping",
            "d7:command" + "9".repeat(200_000) + ":ping",
            "d7:commandi" + "9".repeat(200_000) + "ee",
            "d7:command4:ping1:al" + "i1e".repeat(60_000) + "ee",
            "{\"command\":" + "[".repeat(200_000),
            "{\"command\":" + "{\"a\":".repeat(30_000) + "1" + "}".repeat(30_000) + "}",
            "{\"command\":\"ping\",\"a\":" + "9".repeat(200_000) + "}",
            "{\"command\":\"ping\",\"a\":\"\\ud800" + "x".repeat(200_000));

    /** What never ends is waited for as long as a request may take, then the connection is closed. */
    @ParameterizedTest
    @FieldSource("BOMBS")
    void a_bomb_is_refused_by_name_or_shut_out(String bomb) throws IOException {
        assertThat(overTcp("bomb " + bomb))
                .satisfiesAnyOf(
                        answer -> assertThat(answer).isEmpty(),
                        answer -> assertThat(answer).startsWith("bomb ").contains("Invalid NG data format"));
        assertThat(overHttp(bomb))
                .satisfiesAnyOf(
                        answer -> assertThat(answer).startsWith("HTTP/1.1 4"),
                        answer -> assertThat(answer).startsWith("HTTP/1.1 200").contains("Invalid NG data format"));
    }

    @Test
    void a_request_that_is_too_large_is_refused_before_it_is_read() throws IOException {
        String huge = "d7:command5:offer3:sdp1000000:" + "v=0\r\n".repeat(200_000) + "e";

        assertThat(overTcp("huge " + huge))
                .satisfiesAnyOf(
                        answer -> assertThat(answer).isEmpty(),
                        answer -> assertThat(answer).contains("Invalid NG data format"));
        assertThat(overHttp(huge))
                .satisfiesAnyOf(
                        answer -> assertThat(answer).isEmpty(), // reset while it was still sending
                        answer -> assertThat(answer).startsWith("HTTP/1.1 413"));
    }

    @Test
    void what_is_wrong_is_named_on_every_way() throws IOException {
        String lines = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                + "m=audio 1 RTP/AVP 8\r\n".repeat(10_000);
        for (boolean web : List.of(false, true)) {
            assertThat(offer(web, "m", lines)).contains("SDP is longer than 65536 characters");
            assertThat(offer(web, "c".repeat(4_096), "v=0")).contains("call-id is longer than 1024 characters");
            assertThat(offer(web, "a\0b", "v=0")).contains("call-id has control characters");
            assertThat(offer(web, "/../../etc/passwd", "v=0")).contains("Failed to parse SDP");
        }
    }

    private static String offer(boolean web, String callId, String sdp) throws IOException {
        String body = "d7:command5:offer7:call-id" + callId.length() + ":" + callId + "8:from-tag1:f3:sdp"
                + sdp.length() + ":" + sdp + "e";
        return web ? overHttp(body) : asked("n" + COOKIES.incrementAndGet() + " " + body);
    }

    @Test
    void noise_is_counted() throws IOException {
        long before = node.bean(NgServer.class).refused();
        for (int i = 0; i < ROUNDS; i++) {
            String noise = noise(random.nextInt(1, 400));
            exchange(tcp, noise);
            exchange(tcp, "x" + i + " d" + noise);
            exchange(http, noise);
            exchange(http, "POST /ng HTTP/1.1\r\n" + noise + "\r\n\r\n");
            exchange(http, "POST /ng HTTP/1.1\r\nContent-Length: " + noise.length() + "\r\n\r\n" + noise);
        }

        assertThat(node.bean(NgServer.class).refused()).isGreaterThan(before + ROUNDS);
    }

    /** They hold their places for as long as a request may take, and not for ever. */
    @Test
    void whoever_sends_half_a_request_is_shut_out() throws IOException {
        for (InetSocketAddress door : List.of(tcp, http)) {
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < SLOW; i++) {
                slow.add(connected(door));
                say(slow.getLast(), i % 2 == 0 ? "half d7:comm" : "POST /ng HTTP/1.1\r\nContent-Le");
            }
            for (Socket socket : slow) {
                assertThat(heard(socket)).doesNotContain(PONG);
            }
        }
    }

    @Test
    void a_thousand_requests_in_one_piece_are_all_answered() throws IOException {
        var all = new StringBuilder();
        for (int i = 0; i < 900; i++) {
            all.append('p').append(i).append(' ').append(PING);
        }
        try (Socket socket = connected(tcp)) {
            say(socket, all.append("half d7:comm").toString());
            for (int i = 0; i < 900; i++) {
                String expected = "p" + i + " " + PONG;
                byte[] reply = socket.getInputStream().readNBytes(expected.length());
                assertThat(new String(reply, StandardCharsets.ISO_8859_1)).isEqualTo(expected);
            }
        }
    }

    @Test
    void whoever_does_not_read_is_cut_off() throws IOException {
        byte[] pings = ("q " + PING).repeat(1_000).getBytes(StandardCharsets.ISO_8859_1);
        boolean cut = false;
        try (Socket socket = connected(tcp)) {
            for (int i = 0; i < 2_000 && !cut; i++) {
                cut = !said(socket, pings);
            }
        }

        assertThat(cut).isTrue();
    }

    private static boolean said(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** The one reply; the connection stays open meanwhile. */
    private static String asked(String request) throws IOException {
        var framer = new NgFramer(65_536);
        var chunk = new byte[1_024];
        try (Socket socket = connected(tcp)) {
            say(socket, request);
            while (true) {
                Optional<NgDatagram> reply = framer.next();
                if (reply.isPresent()) {
                    return new String(reply.get().body(), StandardCharsets.ISO_8859_1);
                }
                framer.add(ByteBuffer.wrap(chunk, 0, socket.getInputStream().read(chunk)));
            }
        } catch (NgException e) {
            throw new AssertionError(e);
        }
    }

    private static String overTcp(String request) throws IOException {
        return exchange(tcp, request);
    }

    private static String overHttp(String body) throws IOException {
        String head = "POST /ng HTTP/1.1\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n";
        return exchange(http, head + body);
    }

    /** Says it, says no more, and hears all that comes back. */
    private static String exchange(InetSocketAddress door, String text) throws IOException {
        try (Socket socket = connected(door)) {
            if (said(socket, text.getBytes(StandardCharsets.ISO_8859_1))) {
                socket.shutdownOutput();
            }
            return heard(socket);
        } catch (SocketException _) {
            return "";
        }
    }

    private static Socket connected(InetSocketAddress door) throws IOException {
        var socket = new Socket(door.getAddress(), door.getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String heard(Socket socket) throws IOException {
        try (socket) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException _) {
            return ""; // reset
        }
    }

    private String noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
