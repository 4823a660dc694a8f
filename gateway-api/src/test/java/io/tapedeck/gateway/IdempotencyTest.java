package io.tapedeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdempotencyTest {

    private final TestGateway gateway = TestGateway.shared();
    private final Api admin = gateway.admin();
    private final String key = UUID.randomUUID().toString();

    @Test
    void a_request_that_is_sent_again_gets_the_first_answer_again() {
        String body = tenant();

        var first = create(body);
        var second = create(body);

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void a_refusal_is_given_again_too() {
        var first = create("{'name':'x'}");
        var second = create("{'name':'x'}");

        assertThat(first.status()).isEqualTo(422);
        assertThat(second.text()).isEqualTo(first.text());
    }

    @Test
    void a_key_belongs_to_one_request() {
        create(tenant());

        assertThat(create(tenant()).status()).isEqualTo(422);
        assertThat(admin.post("/api/v1/trunks", "{}", "Idempotency-Key", key).string("detail"))
                .contains("Idempotency-Key");
    }

    @Test
    void the_keys_of_different_callers_do_not_meet() {
        String owner = gateway.newTenant();
        Api other = gateway.keyOf(owner);
        create(tenant());

        var reply = other.post("/api/v1/tenants/" + owner + "/users", "{'extension':'1'}", "Idempotency-Key", key);

        assertThat(reply.status()).isEqualTo(201);
    }

    @Test
    void of_many_at_once_one_is_carried_out() throws Exception {
        String body = tenant();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Api.Reply> attempt = () -> create(body);
            var replies = threads.invokeAll(
                    IntStream.range(0, 8).mapToObj(_ -> attempt).toList());

            assertThat(replies)
                    .extracting(Future::resultNow)
                    .allSatisfy(reply -> assertThat(reply.status()).isIn(201, 409))
                    .filteredOn(reply -> reply.status() == 201
                            && reply.header("Idempotency-Replayed").isEmpty())
                    .hasSize(1);
        }
        assertThat(create(body).header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void a_new_key_of_the_api_is_not_kept_in_clear() {
        var made = admin.post("/api/v1/api-keys", "{'name':'once'}", "Idempotency-Key", key);
        var again = admin.post("/api/v1/api-keys", "{'name':'once'}", "Idempotency-Key", key);

        assertThat(again.string("key")).isEqualTo(made.string("key"));
        var kept = gateway.bean(org.springframework.jdbc.core.simple.JdbcClient.class)
                .sql("select response from directory.repeatable")
                .query(String.class)
                .list();
        assertThat(kept).noneMatch(response -> response != null && response.contains(made.string("key")));
    }

    private Api.Reply create(String body) {
        return admin.post("/api/v1/tenants", body, "Idempotency-Key", key);
    }

    private static String tenant() {
        return "{'name':'a','domain':'" + TestGateway.unique("idem") + ".example'}";
    }
}
