package io.tapedeck.capture.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.TestNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same protocol over connections. */
class NgTransportsTest {

    private static final String PING = "d7:command4:pinge";
    private static final String PONG = "d6:result4:ponge";

    @TempDir
    static Path spool;

    private static TestNode node;
    private static InetSocketAddress tcp;
    private static InetSocketAddress http;
    private static final HttpClient WEB = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        node = TestNode.start(spool, "--tapedeck.capture.ng-tcp=127.0.0.1:0", "--tapedeck.capture.ng-http=0");
        tcp = node.controllers().tcpAddresses().getFirst();
        http = node.controllers().httpAddresses().getFirst();
    }

    @AfterAll
    static void stop() {
        WEB.close();
        node.close();
    }

    @Test
    void a_port_alone_is_one_on_loopback() {
        assertThat(http.getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
    }

    @Test
    void requests_follow_on_each_other_over_one_connection() throws IOException {
        try (var socket = connected()) {
            say(socket, "t1 " + PING + "t2 {\"command\":\"ping\"}t3 d7:comm");
            say(socket, "and4:pinge");

            assertThat(hear(socket, 3 * "t1 ".length() + 2 * PONG.length() + "{\"result\":\"pong\"}".length()))
                    .isEqualTo("t1 " + PONG + "t2 {\"result\":\"pong\"}t3 " + PONG);
        }
    }

    @Test
    void a_repeated_cookie_gets_the_stored_reply_over_another_connection() throws IOException {
        try (var first = connected();
                var second = connected()) {
            say(first, "same " + PING);
            hear(first, ("same " + PONG).length());
            say(second, "same d7:command4:liste");

            assertThat(hear(second, ("same " + PONG).length())).isEqualTo("same " + PONG);
        }
    }

    @Test
    void what_is_no_request_is_answered_and_ends_the_connection() throws IOException {
        try (var socket = connected()) {
            say(socket, "bad nonsense");

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("bad d6:result5:error12:error-reason22:Invalid NG data formate");
        }
    }

    @Test
    void who_ends_its_side_after_the_request_still_hears_the_replies() throws IOException {
        String query = "d7:call-id4:nope7:command5:querye";
        try (var socket = connected()) {
            say(socket, "half1 " + query + "half2 " + query + "half2 " + query);
            socket.shutdownOutput();

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("half1 d", "half2 d", "Unknown call-id");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h1 "})
    void over_http_with_or_without_a_cookie(String cookie) throws Exception {
        HttpResponse<String> bencode = post("/ng", cookie + PING);
        HttpResponse<String> json =
                post("/ng", cookie.isEmpty() ? "{\"command\":\"ping\"}" : "h2 {\"command\":\"ping\"}");

        assertThat(bencode.body()).isEqualTo(cookie + PONG);
        assertThat(bencode.headers().firstValue("content-type")).contains("application/x-rtpengine-ng");
        assertThat(json.body()).endsWith("{\"result\":\"pong\"}");
        assertThat(json.headers().firstValue("content-type")).contains("application/json");
    }

    @Test
    void a_cookie_may_begin_like_a_dictionary() throws Exception {
        assertThat(post("/ng", "d7 " + PING).body()).isEqualTo("d7 " + PONG);
    }

    @Test
    void errors_of_the_protocol_are_answers_all_the_same() throws Exception {
        HttpResponse<String> response = post("/ng", "{\"command\":\"query\",\"call-id\":\"nope\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("Unknown call-id");
    }

    @Test
    void a_page_in_a_browser_cannot_control_calls() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/ng"))
                .header("Origin", "https://example.net")
                .POST(BodyPublishers.ofString(PING))
                .build();

        assertThat(WEB.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }

    @Test
    void whoever_watches_gets_a_pong() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/ping")).build();

        assertThat(WEB.send(request, BodyHandlers.ofString()).body()).isEqualTo("pong\n");
        assertThat(post("/elsewhere", PING).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "POST /ng HTTP/1.1\r\n\r\n",
                "POST /ng HTTP/1.1\r\nContent-Length: x\r\n\r\n",
                "POST /ng HTTP/1.1\r\nContent-Length: 999999999\r\n\r\n",
                "POST /ng HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST /ng HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
            })
    void what_is_no_proper_http_is_refused(String text) throws IOException {
        try (var socket = new Socket(http.getAddress(), http.getPort())) {
            socket.setSoTimeout(20_000);
            say(socket, text);

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .matches("(?s)HTTP/1.1 4[0-9]{2} Refused.*");
        }
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return WEB.send(
                HttpRequest.newBuilder(uri(path))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + http.getPort() + path);
    }

    private static Socket connected() throws IOException {
        var socket = new Socket(tcp.getAddress(), tcp.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hear(Socket socket, int length) throws IOException {
        InputStream in = socket.getInputStream();
        return new String(in.readNBytes(length), StandardCharsets.US_ASCII);
    }
}
