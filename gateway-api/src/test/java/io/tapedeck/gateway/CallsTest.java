package io.tapedeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway between a person and two sip-proxies, each of which has one call. */
class CallsTest {

    @TempDir
    private static Path folder;

    private static final FakeProxy FIRST = new FakeProxy();
    private static final FakeProxy SECOND = new FakeProxy();
    private static TestGateway gateway;
    private static String tenant = "";

    @BeforeAll
    static void a_gateway_with_two_proxies() throws IOException {
        FIRST.start();
        SECOND.start();
        gateway =
                TestGateway.start(folder, "--tapedeck.gateway.sip-proxies=" + FIRST.address() + "," + SECOND.address());
        tenant = gateway.newTenant();
    }

    @BeforeEach
    void each_proxy_has_a_call() {
        FIRST.has(UUID.randomUUID(), tenant, "2030-01-07T09:00:00Z");
        SECOND.has(UUID.randomUUID(), tenant, "2030-01-07T09:00:01Z");
    }

    @AfterAll
    static void all_end() {
        gateway.close();
        FIRST.server.stop(0);
        SECOND.server.stop(0);
    }

    @Test
    void the_calls_of_all_proxies_are_one_list_the_newest_first() {
        var reply = gateway.admin().get("/api/v1/calls");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text()).containsSubsequence(SECOND.session.toString(), FIRST.session.toString());
    }

    @Test
    void what_is_to_be_done_goes_to_the_proxy_that_has_the_call_and_into_the_audit() {
        String path = "/api/v1/calls/" + SECOND.session;

        var reply = gateway.admin()
                .post(path + "/recording", "{'action':'start','label':'Complaint','format':'mp3','timeLimit':60}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(SECOND.asked).contains("\"action\":\"start\"", "\"label\":\"Complaint\"", "\"by\":\"admin\"");
        assertThat(gateway.admin().get("/api/v1/audit").text()).contains("recording.start", SECOND.session.toString());
    }

    @Test
    void a_wrong_state_is_a_conflict_that_is_in_the_audit_too() {
        SECOND.status = 409;

        var reply = gateway.admin().post("/api/v1/calls/" + SECOND.session + "/recording", "{'action':'resume'}");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(gateway.admin().get("/api/v1/audit").text()).contains("recording.resume.conflict");
    }

    @Test
    void a_call_that_nobody_has_is_not_found() {
        String path = "/api/v1/calls/" + UUID.randomUUID();

        assertThat(gateway.admin().get(path).status()).isEqualTo(404);
        assertThat(gateway.admin()
                        .post(path + "/recording", "{'action':'stop'}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void every_fault_is_told_with_its_place() {
        var reply = gateway.admin()
                .post(
                        "/api/v1/calls/" + FIRST.session + "/recording",
                        "{'action':'pause','label':'x','timeLimit':0,'url':'ftp://x','recordSampleRate':1}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.pointers()).contains("/label", "/timeLimit", "/url", "/recordSampleRate");
        assertThat(FIRST.asked).isEmpty();
    }

    @Test
    void a_pause_may_end_by_itself_and_nothing_else_may() {
        String path = "/api/v1/calls/" + FIRST.session + "/recording";

        var paused = gateway.admin().post(path, "{'action':'pause','resumeAfterSeconds':90}");
        var endless = gateway.admin().post(path, "{'action':'pause','resumeAfterSeconds':3601}");
        var started = gateway.admin().post(path, "{'action':'start','resumeAfterSeconds':90}");

        assertThat(paused.status()).as(paused.text()).isEqualTo(200);
        assertThat(FIRST.asked).contains("\"resumeAfterSeconds\":90");
        assertThat(endless.status()).isEqualTo(422);
        assertThat(endless.pointers()).isEqualTo("/resumeAfterSeconds");
        assertThat(started.status()).isEqualTo(422);
        assertThat(started.pointers()).isEqualTo("/resumeAfterSeconds");
    }

    @Test
    void a_recording_that_the_call_does_not_have_is_not_found() {
        String path = "/api/v1/calls/" + FIRST.session + "/recording";

        var unknown = gateway.admin().post(path, "{'action':'stop','recordingId':'" + UUID.randomUUID() + "'}");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(FIRST.asked).isEmpty();
        assertThat(gateway.admin().get("/api/v1/audit").text()).contains("recording.stop.not-found");

        FIRST.status = 409;
        var stopped = gateway.admin().post(path, "{'action':'stop','recordingId':'" + FakeProxy.STOPPED + "'}");
        assertThat(stopped.status()).isEqualTo(409);
    }

    /** One that has exactly one call. */
    private static final class FakeProxy {

        private static final UUID STOPPED = new UUID(9, 9);

        private HttpServer server;
        private volatile UUID session = UUID.randomUUID();
        private volatile String call = "";
        private volatile int status = 200;
        private volatile String asked = "";

        void start() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/internal/calls", this::answer);
            server.start();
        }

        String address() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        void has(UUID id, String tenant, String at) {
            session = id;
            status = 200;
            asked = "";
            call = """
                    {"sessionId":"%s","tenantId":"%s","direction":"internal",
                     "caller":{"network":"onnet","number":"1001","displayName":"","domain":""},
                     "callee":{"network":"onnet","number":"1002","displayName":"","domain":""},
                     "state":"talking","startTime":"%s","since":"%s",
                     "recording":{"state":"on","since":"%s","paused":[],"recordings":[
                       {"recordingId":"%s","tenantId":"%s","phase":"stopped","format":"wav"}]}}
                    """.formatted(id, tenant, at, at, at, STOPPED, tenant);
        }

        private void answer(HttpExchange exchange) throws IOException {
            String path = exchange.getRequestURI().getPath();
            boolean list = path.equals("/internal/calls");
            boolean ours = path.startsWith("/internal/calls/" + session);
            if (path.endsWith("/recording") && ours) {
                asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            }
            int code = !list && !ours ? 404 : path.endsWith("/recording") ? status : 200;
            byte[] bytes = (list ? "[" + call + "]" : call).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        }
    }
}
