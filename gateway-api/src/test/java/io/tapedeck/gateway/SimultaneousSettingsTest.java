package io.tapedeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Two change one document: the one who was checked against the old version does not undo the new one. */
class SimultaneousSettingsTest {

    private static final String PASSWORD = "a long enough one";

    private final TestGateway gateway = TestGateway.shared();
    private final Api admin = gateway.admin();
    private final String tenant = gateway.newTenant();
    private final String user = gateway.newUser(tenant);
    private final String settings = "/api/v1/users/" + user + "/recording-settings";
    private final String bulk = "/api/v1/tenants/" + tenant + "/recording-settings/bulk";

    @Test
    void a_users_change_of_any_version_keeps_what_the_administrator_changed_meanwhile() {
        admin.put(settings, "{'redirected':true}");
        Api own = permitted();

        var reply = meanwhile(
                "{'redirected':false}",
                () -> own.send("PATCH", "/api/v1/me/recording-settings", "{'audio':true}", "If-Match", "*"));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(admin.get(settings).text()).contains("\"redirected\":false").contains("\"audio\":true");
    }

    @Test
    void a_user_cannot_name_the_version_that_the_administrator_is_about_to_write() {
        admin.put(settings, "{'redirected':true}");
        Api own = permitted();

        var reply = own.send("PATCH", "/api/v1/me/recording-settings", "{'audio':true}", "If-Match", "\"2\"");

        assertThat(reply.status()).isEqualTo(412);
        assertThat(admin.get(settings).text()).doesNotContain("audio");
    }

    @Test
    void a_patch_of_any_version_keeps_what_another_changed_meanwhile() {
        admin.put(settings, "{'redirected':true}");

        var reply = meanwhile(
                "{'redirected':false}", () -> admin.send("PATCH", settings, "{'audio':true}", "If-Match", "*"));

        assertThat(reply.header("ETag")).isEqualTo("\"3\"");
        assertThat(admin.get(settings).text()).contains("\"redirected\":false").contains("\"audio\":true");
    }

    @Test
    void a_bulk_change_of_any_version_keeps_what_another_changed_meanwhile() {
        admin.put(settings, "{'redirected':true}");
        String body =
                "{'of':'users','select':{'everyone':true},'patch':{'audio':true},'versions':{'" + user + "':'*'}}";

        var reply = meanwhile("{'redirected':false}", () -> admin.post(bulk, body));

        assertThat(reply.json().get("changed").asInt()).as(reply.text()).isEqualTo(1);
        assertThat(admin.get(settings).text()).contains("\"redirected\":false").contains("\"audio\":true");
    }

    @Test
    void a_tenant_does_not_take_back_the_seats_that_it_is_being_given() {
        String own = "/api/v1/tenants/" + tenant + "/recording-settings";
        admin.put(own, "{'seats':1}");
        Api key = gateway.keyOf(tenant);

        try (var change = new OpenChange(gateway, "TENANT", tenant, "{'seats':2}")) {
            var reply = CompletableFuture.supplyAsync(() -> key.put(own, "{'seats':1,'audio':true}"));
            change.awaitOther();
            change.commit();

            assertThat(reply.join().status()).isEqualTo(403);
        }
        assertThat(admin.get(own).text()).isEqualTo("{\"seats\":2}");
    }

    @Test
    void a_code_that_another_document_got_while_this_one_was_being_written_is_refused() {
        admin.put(settings, "{'redirected':true}");

        try (var change = new OpenChange(gateway, "USER", user, "{}")) {
            var reply = CompletableFuture.supplyAsync(() -> admin.put(settings, "{'featureCodes':{'start':'*46'}}"));
            change.awaitOther();
            String tenants = "/api/v1/tenants/" + tenant + "/recording-settings";
            assertThat(admin.put(tenants, "{'featureCodes':{'stop':'*46'}}").status())
                    .isEqualTo(200);
            change.takeBack();

            assertThat(reply.join().pointers()).isEqualTo("/featureCodes/start");
        }
    }

    @Test
    void while_a_bulk_change_is_under_way_nobody_is_looked_for_for_another() {
        admin.put(settings, "{'redirected':true}");
        String first = "{'of':'users','select':{'everyone':true},'patch':{'audio':true}}";
        String second = "{'of':'users','select':{'ids':['" + tenant + "']},'patch':{'audio':true}}";

        try (var change = new OpenChange(gateway, "USER", user, "{}")) {
            var under = CompletableFuture.supplyAsync(() -> admin.post(bulk, first));
            change.awaitOther();

            assertThat(admin.post(bulk, second).status()).isEqualTo(503);
            change.commit();
            assertThat(under.join().status()).isEqualTo(200);
        }
    }

    private Api.Reply meanwhile(String document, Supplier<Api.Reply> request) {
        try (var change = new OpenChange(gateway, "USER", user, document)) {
            var reply = CompletableFuture.supplyAsync(request);
            change.awaitOther();
            change.commit();
            return reply.join();
        }
    }

    private Api permitted() {
        admin.put("/api/v1/tenants/" + tenant + "/self-care", "{'editable':['/audio']}");
        admin.put("/api/v1/users/" + user + "/login", "{'password':'" + PASSWORD + "'}");
        String extension = admin.get("/api/v1/users/" + user).string("extension");
        String domain = admin.get("/api/v1/tenants/" + tenant).string("domain");
        return gateway.anonymous().withBasic(extension + "@" + domain, PASSWORD);
    }
}
