package io.tapedeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway between a person and a sip-proxy that says what the test wants. */
class ExplainTest {

    private static final String ANSWER = "{\"orders\":[],\"considered\":[]}";

    @TempDir
    private static Path folder;

    private static HttpServer proxy;
    private static TestGateway gateway;
    private static volatile int status = 200;
    private static volatile String body = ANSWER;
    private static volatile String asked = "";

    @BeforeAll
    static void a_gateway_with_a_proxy() throws IOException {
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/internal/policy/explain", ExplainTest::answer);
        proxy.start();
        gateway = TestGateway.start(
                folder,
                "--tapedeck.gateway.sip-proxy=http://127.0.0.1:"
                        + proxy.getAddress().getPort());
    }

    @AfterAll
    static void both_end() {
        gateway.close();
        proxy.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        boolean known = FakeCdrService.TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Tapedeck-Token"));
        asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(known ? status : 401, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void the_question_goes_to_the_proxy_and_its_answer_comes_back() {
        status = 200;
        body = ANSWER;
        String question = "{'tenantId':'" + gateway.newTenant() + "','source':{'network':'offnet'}}";

        var reply = gateway.admin().post("/api/v1/policy/explain", question);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo(ANSWER);
        assertThat(asked).isEqualTo(question.replace('\'', '"'));
    }

    @Test
    void who_calls_to_be_recorded_alone_is_explained_as_the_proxy_says() {
        status = 200;
        body = "{\"orders\":[{\"callerRecording\":{\"silenceSeconds\":5}}],\"considered\":[]}";
        String question = "{'tenantId':'" + gateway.newTenant() + "','destination':{'number':'record@a.example'}}";

        var reply = gateway.admin().post("/api/v1/policy/explain", question);

        assertThat(reply.text()).isEqualTo(body);
        assertThat(asked).isEqualTo(question.replace('\'', '"'));
    }

    @Test
    void what_the_proxy_finds_wrong_is_told_with_its_place() {
        status = 422;
        body = "{\"detail\":\"/source: must be given\"}";

        var reply = gateway.admin().post("/api/v1/policy/explain", "{'tenantId':'" + gateway.newTenant() + "'}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.pointers()).isEqualTo("/source");
    }

    @Test
    void a_question_without_a_tenant_is_refused() {
        assertThat(gateway.admin().post("/api/v1/policy/explain", "{}").pointers())
                .isEqualTo("/tenantId");
    }

    @Test
    void a_proxy_that_fails_is_told_as_a_part_that_cannot_be_reached() {
        status = 500;

        var reply = gateway.admin().post("/api/v1/policy/explain", "{'tenantId':'" + gateway.newTenant() + "'}");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isNotEmpty();
    }
}
