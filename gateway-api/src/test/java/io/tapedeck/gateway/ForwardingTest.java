package io.tapedeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardingTest {

    private final TestGateway gateway = TestGateway.shared();
    private final Api admin = gateway.admin();
    private final String tenant = gateway.newTenant();
    private final String user = gateway.newUser(tenant);
    private final String path = "/api/v1/users/" + user + "/forwarding";

    @Test
    void nothing_is_forwarded_until_something_is_set() {
        assertThat(admin.get(path).text()).isEqualTo("{}");
        assertThat(admin.get(path).header("ETag")).isEqualTo("\"0\"");
    }

    @Test
    void what_is_set_is_shown_and_a_patch_changes_what_it_names() {
        String colleague = gateway.newUser(tenant);

        var set = admin.put(
                path, "{'busy':{'userId':'" + colleague + "'},'noAnswer':{'number':'+4930123','afterSeconds':15}}");
        var patched = admin.send("PATCH", path, "{'busy':null,'noAnswer':{'afterSeconds':30}}");

        assertThat(set.status()).as(set.text()).isEqualTo(200);
        assertThat(set.header("ETag")).isEqualTo("\"1\"");
        assertThat(patched.text()).isEqualTo("{'noAnswer':{'number':'+4930123','afterSeconds':30}}".replace('\'', '"'));
        assertThat(patched.header("ETag")).isEqualTo("\"2\"");
    }

    @Test
    void who_changed_what_is_kept_the_newest_first() {
        admin.put(path, "{'always':{'number':'77'}}");
        admin.put(path, "{}");

        var items = admin.get(path + "/history").json().path("items");

        assertThat(items.size()).isEqualTo(2);
        assertThat(items.path(0).path("version").asInt()).isEqualTo(2);
        assertThat(items.path(0).path("changedBy").asString()).isNotEmpty();
        assertThat(items.path(1)
                        .path("forwarding")
                        .path("always")
                        .path("number")
                        .asString())
                .isEqualTo("77");
    }

    @Test
    void a_change_of_what_somebody_else_has_changed_is_refused() {
        String etag = admin.put(path, "{'always':{'number':'77'}}").header("ETag");
        admin.put(path, "{}", "If-Match", etag);

        assertThat(admin.put(path, "{'always':{'number':'78'}}", "If-Match", etag)
                        .status())
                .isEqualTo(412);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'allways':{'number':'1'}}                              | /allways
            {'always':{}}                                           | /always
            {'always':{'number':'12','userId':'USER'}}              | /always
            {'busy':{'number':'a b'}}                               | /busy/number
            {'busy':{'number':'12','afterSeconds':20}}              | /busy/afterSeconds
            {'noAnswer':{'number':'12','afterSeconds':2}}           | /noAnswer/afterSeconds
            {'always':{'userId':'USER'}}                            | /always/userId
            {'always':{'userId':'STRANGER'},'busy':{'number':'/'}}  | /always/userId,/busy/number
            """)
    void a_document_that_makes_no_sense_is_refused_with_the_place_of_each_fault(String body, String pointers) {
        String stranger = gateway.newUser(gateway.newTenant());

        var reply = admin.put(path, body.replace("USER", user).replace("STRANGER", stranger));

        assertThat(reply.status()).as(reply.text()).isEqualTo(422);
        assertThat(reply.pointers()).isEqualTo(pointers);
    }

    @Test
    void a_tenant_sets_the_forwarding_of_its_users_and_of_no_others() {
        String other = gateway.newUser(gateway.newTenant());

        assertThat(gateway.keyOf(tenant).put(path, "{'always':{'number':'77'}}").status())
                .isEqualTo(200);
        assertThat(gateway.keyOf(tenant)
                        .put("/api/v1/users/" + other + "/forwarding", "{}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_user_that_is_deleted_takes_its_forwarding_along() {
        admin.put(path, "{'always':{'number':'77'}}");

        assertThat(admin.delete("/api/v1/users/" + user).status()).isEqualTo(204);
        assertThat(admin.get(path).status()).isEqualTo(404);
    }
}
