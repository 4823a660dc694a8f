package io.tapedeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfCareTest {

    private static final String PASSWORD = "a long enough one";
    private static final String OWN = "/api/v1/me/recording-settings";

    private final TestGateway gateway = TestGateway.shared();
    private final Api admin = gateway.admin();
    private final String tenant = gateway.newTenant();
    private final String user = gateway.newUser(tenant);
    private final String selfCare = "/api/v1/tenants/" + tenant + "/self-care";

    @Test
    void a_user_logs_in_by_extension_and_domain_and_sees_who_they_are() {
        Api own = loggedIn();

        var me = own.get("/api/v1/me");

        assertThat(me.status()).as(me.text()).isEqualTo(200);
        assertThat(me.string("userId")).isEqualTo(user);
        assertThat(me.string("tenantId")).isEqualTo(tenant);
    }

    @Test
    void a_user_changes_what_the_tenant_permits_and_the_administrator_sees_who_did() {
        admin.put(selfCare, "{'editable':['/inbound','/audio']}");
        Api own = loggedIn();

        var changed = own.send("PATCH", OWN, "{'inbound':{'offnet':{'enabled':true}},'audio':true}");

        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.json().get("editable").toString()).isEqualTo("[\"/audio\",\"/inbound\"]");
        String settings = "/api/v1/users/" + user + "/recording-settings";
        assertThat(admin.get(settings).text())
                .isEqualTo("{'inbound':{'offnet':{'enabled':true}},'audio':true}".replace('\'', '"'));
        assertThat(admin.get(settings + "/history")
                        .json()
                        .at("/items/0/changedBy")
                        .asString())
                .contains("@");
    }

    @Test
    void any_other_change_is_forbidden_with_the_place_of_each_and_nothing_changes() {
        admin.put(
                "/api/v1/users/" + user + "/recording-settings",
                "{'outbound':{'any':{'enabled':true,'format':'mp3'}}}");
        admin.put(selfCare, "{'editable':['/inbound/offnet/enabled','/outbound/any/enabled']}");
        Api own = loggedIn();

        var refused = own.send(
                "PATCH",
                OWN,
                "{'inbound':{'offnet':{'enabled':true,'format':'mp3'}},'outbound':{'any':null},'seat':true}");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.pointers()).isEqualTo("/inbound/offnet/format,/outbound/any/format,/seat");
        assertThat(own.get(OWN).header("ETag")).isEqualTo("\"1\"");
    }

    @Test
    void nothing_is_permitted_until_the_tenant_says_so_and_no_more_when_it_takes_it_back() {
        Api own = loggedIn();

        assertThat(own.send("PATCH", OWN, "{'audio':true}").status()).isEqualTo(403);
        String etag = admin.put(selfCare, "{'editable':['/audio']}").header("ETag");
        assertThat(own.send("PATCH", OWN, "{'audio':true}").status()).isEqualTo(200);
        assertThat(admin.put(selfCare, "{'editable':[]}", "If-Match", etag).status())
                .isEqualTo(200);
        assertThat(own.send("PATCH", OWN, "{'audio':false}").status()).isEqualTo(403);
        assertThat(admin.put(selfCare, "{'editable':['/audio']}", "If-Match", etag)
                        .status())
                .isEqualTo(412);
    }

    @Test
    void what_is_no_option_of_a_user_cannot_be_permitted() {
        var refused = admin.put(selfCare, "{'editable':['/audio','/seat','/inbund','audio',null]}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.pointers()).isEqualTo("/editable/1,/editable/2,/editable/3,/editable/4");
        assertThat(admin.get(selfCare).header("ETag")).isEqualTo("\"0\"");
        assertThat(admin.get(selfCare).json().get("possible").toString())
                .contains("\"/announcement/own\"", "\"/inbound/onnet/format\"")
                .doesNotContain("seat");
    }

    @Test
    void a_change_of_what_was_changed_meanwhile_is_refused() {
        admin.put(selfCare, "{'editable':['/audio']}");
        Api own = loggedIn();
        String etag = own.get(OWN).header("ETag");
        admin.put("/api/v1/users/" + user + "/recording-settings", "{'redirected':true}");

        assertThat(own.send("PATCH", OWN, "{'audio':true}", "If-Match", etag).status())
                .isEqualTo(412);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/tenants",
                "/api/v1/users/USER",
                "/api/v1/users/USER/recording-settings",
                "/api/v1/users/USER/forwarding",
                "/api/v1/tenants/TENANT/users",
                "/api/v1/tenants/TENANT/self-care",
                "/api/v1/cdrs",
                "/api/v1/recordings",
                "/api/v1/calls",
                "/api/v1/audit",
                "/api/v1/api-keys"
            })
    void a_user_has_nothing_but_what_is_their_own(String path) {
        var reply = loggedIn().get(path.replace("USER", user).replace("TENANT", tenant));

        assertThat(reply.status()).isEqualTo(403);
    }

    @Test
    void administrators_and_programs_have_no_options_of_their_own() {
        assertThat(admin.get(OWN).status()).isEqualTo(403);
        assertThat(gateway.keyOf(tenant).get(OWN).status()).isEqualTo(403);
    }

    @Test
    void who_is_disabled_or_has_no_password_any_more_cannot_log_in() {
        Api own = loggedIn();
        String extension = admin.get("/api/v1/users/" + user).string("extension");

        admin.put("/api/v1/users/" + user, "{'extension':'" + extension + "','enabled':false}");
        assertThat(own.get(OWN).status()).isEqualTo(401);
        admin.put("/api/v1/users/" + user, "{'extension':'" + extension + "'}");
        assertThat(own.get(OWN).status()).isEqualTo(200);
        assertThat(admin.delete("/api/v1/users/" + user + "/login").status()).isEqualTo(204);
        assertThat(own.get(OWN).status()).isEqualTo(401);
    }

    @Test
    void a_short_password_is_refused_and_another_tenant_cannot_set_one() {
        String login = "/api/v1/users/" + user + "/login";

        assertThat(admin.put(login, "{'password':'short'}").pointers()).isEqualTo("/password");
        assertThat(gateway.keyOf(gateway.newTenant())
                        .put(login, "{'password':'" + PASSWORD + "'}")
                        .status())
                .isEqualTo(404);
    }

    private Api loggedIn() {
        var set = admin.put("/api/v1/users/" + user + "/login", "{'password':'" + PASSWORD + "'}");
        assertThat(set.status()).as(set.text()).isEqualTo(204);
        String extension = admin.get("/api/v1/users/" + user).string("extension");
        String domain = admin.get("/api/v1/tenants/" + tenant).string("domain");
        return gateway.anonymous().withBasic(extension + "@" + domain, PASSWORD);
    }
}
