package io.tapedeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Bulk changes in a company of more than ten thousand. */
class BulkSelectionTest {

    private static final int MANY = 12_500;
    private static final String LAST = "ffffffff-ffff-4fff-8fff-ffffffffffff";

    private final TestGateway gateway = TestGateway.shared();
    private final Api admin = gateway.admin();
    private final JdbcClient jdbc = gateway.bean(JdbcClient.class);
    private final String tenant = gateway.newTenant();
    private final String path = "/api/v1/tenants/" + tenant + "/recording-settings/bulk";

    @AfterEach
    void remove_the_crowd() {
        jdbc.sql("delete from directory.users where tenant_id = :tenant")
                .param("tenant", UUID.fromString(tenant))
                .update();
    }

    @ParameterizedTest
    @ValueSource(strings = {"users", "devices"})
    void whoever_matches_is_found_behind_however_many_who_do_not(String of) {
        crowd();

        var reply = admin.post(path, bulk(of, "{'text':'the last one'}", ""));

        assertThat(reply.json().path("matched").asInt()).as(reply.text()).isEqualTo(1);
        assertThat(reply.json().at("/items/0/id").asString()).isEqualTo(LAST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"users", "devices"})
    void more_than_can_be_changed_at_once_are_refused_and_none_is_left_out_silently(String of) {
        crowd();

        var reply = admin.post(path, bulk(of, "{'text':'1'}", ""));

        assertThat(reply.status()).as(reply.text()).isEqualTo(422);
        assertThat(reply.pointers()).isEqualTo("/select");
    }

    @Test
    void the_versions_of_all_who_can_be_changed_at_once_fit_into_one_request() {
        String versions = IntStream.range(0, 10_000)
                .mapToObj(i -> "'" + new UUID(i, i) + "':'\\\"123\\\"'")
                .collect(Collectors.joining(","));

        var reply = admin.post(path, bulk("users", "{'everyone':true}", ",'versions':{" + versions + "}"));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    private void crowd() {
        jdbc.sql("""
                insert into directory.users (id, tenant_id, extension, display_name, enabled)
                select case when n = :many then cast(:last as uuid) else gen_random_uuid() end, :tenant, '1' || n,
                    case when n = :many then 'The last one' else '' end, true
                from generate_series(1, :many) n
                """)
                .param("many", MANY)
                .param("last", LAST)
                .param("tenant", UUID.fromString(tenant))
                .update();
        jdbc.sql("""
                insert into directory.devices (id, tenant_id, user_id, name, username, ha1_md5, ha1_sha256, enabled)
                select u.id, u.tenant_id, u.id, u.display_name, 'c' || u.extension || '-' || u.id, :md5, :sha, true
                from directory.users u where u.tenant_id = :tenant
                """)
                .param("md5", "0".repeat(32))
                .param("sha", "0".repeat(64))
                .param("tenant", UUID.fromString(tenant))
                .update();
    }

    private static String bulk(String of, String select, String more) {
        return "{'of':'" + of + "','select':" + select + ",'patch':{'audio':true},'dryRun':true" + more + "}";
    }
}
