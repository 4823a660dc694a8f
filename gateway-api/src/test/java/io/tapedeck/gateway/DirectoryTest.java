package io.tapedeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DirectoryTest {

    private final TestGateway gateway = TestGateway.shared();
    private final Api admin = gateway.admin();

    @Test
    void a_tenant_is_made_shown_changed_and_deleted() {
        String domain = TestGateway.unique("life") + ".Example";

        var made = admin.post("/api/v1/tenants", "{'name':' Life Ltd ','domain':'" + domain + "'}");
        String path = made.header("Location");
        var changed = admin.put(
                path,
                "{'name':'Life','domain':'" + domain + "','enabled':false,'recording':"
                        + "{'format':'mp3','layout':'mono','deliverTo':'https://archive.example/in'}}");
        var shown = admin.get(path);
        int deleted = admin.delete(path).status();

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.string("name")).isEqualTo("Life Ltd");
        assertThat(made.string("domain")).isEqualTo(domain.toLowerCase(java.util.Locale.ROOT));
        assertThat(made.json().get("recording").get("layout").stringValue()).isEqualTo("stereo");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(shown.text()).isEqualTo(changed.text());
        assertThat(shown.json().get("recording").get("deliverTo").stringValue())
                .isEqualTo("https://archive.example/in");
        assertThat(deleted).isEqualTo(204);
        assertThat(admin.get(path).status()).isEqualTo(404);
        assertThat(admin.delete(path).status()).isEqualTo(404);
    }

    @Test
    void a_user_keeps_the_numbers_in_their_order_and_may_pass_them_on() {
        String tenant = gateway.newTenant();
        String one = "+49" + TestGateway.unique("8001");
        String two = "0" + TestGateway.unique("8002");

        var user = admin.post(
                "/api/v1/tenants/" + tenant + "/users",
                "{'extension':'0042','displayName':'Ada','numbers':['" + two + "','" + one + "']}");
        admin.put("/api/v1/users/" + user.string("id"), "{'extension':'0042','numbers':['" + one + "']}");
        var other = admin.post("/api/v1/tenants/" + tenant + "/users", "{'extension':'43','numbers':['" + two + "']}");

        assertThat(user.json().get("numbers").toString()).isEqualTo("[\"" + two + "\",\"" + one + "\"]");
        assertThat(other.status()).isEqualTo(201);
        assertThat(admin.get("/api/v1/users/" + user.string("id")).string("displayName"))
                .isEqualTo("0042");
    }

    @Test
    void a_device_shows_nothing_that_could_log_in() {
        String user = gateway.newUser(gateway.newTenant());

        var made = admin.post(
                "/api/v1/users/" + user + "/devices", "{'name':'a','username':'silent','password':'topsecret'}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text()).doesNotContain("topsecret", "ha1", "password");
    }

    @Test
    void a_device_keeps_its_password_as_long_as_its_name() {
        String device = gateway.newDevice(gateway.newUser(gateway.newTenant()));
        String path = "/api/v1/devices/" + device;
        String username = admin.get(path).string("username");

        assertThat(admin.put(path, "{'name':'b','username':'" + username + "'}").string("name"))
                .isEqualTo("b");
        assertThat(admin.put(path, "{'name':'b','username':'another'}").pointers())
                .isEqualTo("/password");
    }

    @Test
    void a_trunk_is_told_with_everything_but_its_password() {
        var made = admin.post(
                "/api/v1/trunks",
                "{'name':'" + TestGateway.unique("t") + "','host':'SIP.carrier.example','port':5080,'transport':'tcp',"
                        + "'sources':['192.0.2.0/24','2001:db8::1'],'prefixes':['+','00'],'username':'u','password':'secret'}");

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.string("host")).isEqualTo("sip.carrier.example");
        assertThat(made.json().get("sources")).hasSize(2);
        assertThat(made.json().has("password")).isFalse();
        assertThat(admin.get(made.header("Location")).text()).isEqualTo(made.text());
        assertThat(admin.put(made.header("Location"), "{'name':'x','host':'h','username':'u'}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void lists_come_in_pages_that_lead_on() {
        String tenant = gateway.newTenant();
        String path = "/api/v1/tenants/" + tenant + "/users";
        for (int i = 0; i < 5; i++) {
            gateway.newUser(tenant);
        }

        var first = admin.get(path + "?limit=2");
        String link = first.header("Link");
        var second = admin.get(link.substring(1, link.indexOf('>')));
        var third = admin.get(path + "?limit=2&cursor=" + second.string("next"));

        assertThat(link).isEqualTo("<" + path + "?limit=2&cursor=" + first.string("next") + ">; rel=\"next\"");
        assertThat(first.json().get("items")).hasSize(2);
        assertThat(second.json().get("items")).hasSize(2);
        assertThat(third.json().get("items")).hasSize(1);
        assertThat(third.json().has("next")).isFalse();
        assertThat(third.header("Link")).isEmpty();
        assertThat(admin.get(path)
                        .json()
                        .get("items")
                        .toString()
                        .contains(first.json().get("items").get(0).get("id").stringValue()))
                .isTrue();
    }

    @Test
    void an_api_key_is_shown_once_and_works_until_it_is_revoked() {
        var made = admin.post("/api/v1/api-keys", "{'name':'reporting'}");
        Api key = gateway.anonymous().withKey(made.string("key"));

        assertThat(key.get("/api/v1/tenants").status()).isEqualTo(200);
        assertThat(admin.get(made.header("Location")).text()).doesNotContain(made.string("key"));
        assertThat(admin.delete(made.header("Location")).status()).isEqualTo(204);
        assertThat(key.get("/api/v1/tenants").status()).isEqualTo(401);
    }

    @Test
    void the_audit_log_cannot_be_changed_even_by_sql() {
        var jdbc = gateway.bean(org.springframework.jdbc.core.simple.JdbcClient.class);

        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> jdbc.sql("delete from directory.audit").update()))
                .hasMessageContaining("append-only");
    }
}
