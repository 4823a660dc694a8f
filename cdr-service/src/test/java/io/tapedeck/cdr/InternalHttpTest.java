package io.tapedeck.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.testkit.leaks.LeakCheck;
import io.tapedeck.testkit.servers.EmbeddedDatabase;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Kafka is not there: the service answers all the same. */
@ExtendWith({PollersUp.class, LeakCheck.class})
class InternalHttpTest {

    private static final String[] TOKEN = {"X-Tapedeck-Token", "open sesame"};

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.start(
                "127.0.0.1:1", EmbeddedDatabase.start().freshDatabase(), "--tapedeck.internal.token=open sesame");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/internal/cdrs?limit=0, limit",
        "/internal/cdrs?limit=501, limit",
        "/internal/cdrs?limit=many, limit",
        "/internal/cdrs?limit=, limit",
        "/internal/cdrs?cursor=abc, cursor",
        "/internal/cdrs?cursor=%21%21, cursor",
        "/internal/cdrs?from=yesterday, from",
        "/internal/cdrs?to=2030-01-07, to",
        "/internal/cdrs?tenantId=acme, tenantId",
        "/internal/cdrs?tenant=acme, tenant",
        "/internal/cdrs?party=1&party=2, party",
        "/internal/cdrs?partyContains=12, partyContains",
        "/internal/recordings?partyContains=1, partyContains",
        "/internal/cdrs/42, sessionId",
        "/internal/recordings?state=lost, state",
        "/internal/recordings?sessionId=x, sessionId",
        "/internal/recordings/x, id"
    })
    void a_bad_parameter_is_named_in_a_problem(String path, String field) {
        var response = service.get(path, TOKEN);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = Wire.JSON.readTree(response.body());
        assertThat(problem.get("field").stringValue()).isEqualTo(field);
        assertThat(problem.get("detail").stringValue()).startsWith(field + ": ");
    }

    @ParameterizedTest
    @CsvSource({
        "/internal/cdrs?limit=500&from=2030-01-07T09:00:00Z&to=2030-01-08T09:00:00%2B01:00",
        "/internal/cdrs?from=%2B999999999-01-01T00:00:00Z&to=-999999999-01-01T00:00:00Z",
        "/internal/cdrs?cursor=&party=",
        "/internal/recordings?state=ready",
    })
    void an_empty_ledger_gives_an_empty_page(String path) {
        var response = service.get(path, TOKEN);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"items\":[]}");
    }

    @Test
    void what_is_not_there_is_a_problem_404() {
        var response = service.get("/internal/recordings/" + UUID.randomUUID(), TOKEN);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void without_the_token_nothing_internal_is_shown() {
        assertThat(service.get("/internal/cdrs").statusCode()).isEqualTo(401);
        assertThat(service.get("/internal/cdrs", "X-Tapedeck-Token", "guess").statusCode())
                .isEqualTo(401);
    }

    @Test
    void health_and_metrics_are_open() {
        assertThat(service.get("/actuator/health").statusCode()).isEqualTo(200);
        assertThat(service.get("/actuator/prometheus").body()).contains("tapedeck_cdr_outbox_depth");
    }
}
