package io.tapedeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BulkSettingsTest {

    private static final String MP3 = "{'inbound':{'offnet':{'enabled':true,'format':'mp3'}}}";

    private final TestGateway gateway = TestGateway.shared();
    private final Api admin = gateway.admin();
    private final String tenant = gateway.newTenant();
    private final String path = "/api/v1/tenants/" + tenant + "/recording-settings/bulk";

    @Test
    void a_preview_says_who_is_affected_and_changes_nothing() {
        String one = gateway.newUser(tenant);
        String two = gateway.newUser(tenant);
        admin.put(settings("users", two), MP3);

        var preview = admin.post(path, bulk("users", "{'everyone':true}", MP3, ",'dryRun':true"));

        assertThat(preview.status()).as(preview.text()).isEqualTo(200);
        assertThat(preview.json().get("matched").asInt()).isEqualTo(2);
        assertThat(preview.json().get("changed").asInt()).isEqualTo(1);
        var first = preview.json().at("/items/0");
        assertThat(first.get("id").asString()).isEqualTo(one);
        assertThat(first.get("outcome").asString()).isEqualTo("changed");
        assertThat(first.get("before").toString()).isEqualTo("{}");
        assertThat(first.get("after").toString()).isEqualTo(MP3.replace('\'', '"'));
        assertThat(preview.json().at("/items/1/outcome").asString()).isEqualTo("unchanged");
        assertThat(admin.get(settings("users", one)).header("ETag")).isEqualTo("\"0\"");
    }

    @Test
    void every_changed_document_gets_a_version_and_a_history_of_its_own() {
        String one = gateway.newUser(tenant);
        String two = gateway.newUser(tenant);
        admin.put(settings("users", two), "{'redirected':true}");

        var changed = admin.post(path, bulk("users", "{'ids':['" + one + "','" + two + "']}", MP3, ""));

        assertThat(changed.json().get("changed").asInt()).isEqualTo(2);
        assertThat(changed.json().at("/items/1/etag").asString()).isEqualTo("\"2\"");
        assertThat(admin.get(settings("users", one)).header("ETag")).isEqualTo("\"1\"");
        assertThat(admin.get(settings("users", two)).text()).contains("mp3").contains("redirected");
        assertThat(admin.get(settings("users", two) + "/history")
                        .json()
                        .at("/items/0/changedBy")
                        .asString())
                .isEqualTo("admin");
    }

    @Test
    void members_of_teams_their_devices_and_whoever_has_a_name_can_be_chosen() {
        String member = gateway.newUser(tenant);
        String device = gateway.newDevice(member);
        String other = gateway.newUser(tenant);
        gateway.newDevice(other);
        String team = admin.post(
                        "/api/v1/tenants/" + tenant + "/teams", "{'name':'Sales','members':['" + member + "']}")
                .string("id");
        String extension = admin.get("/api/v1/users/" + other).string("extension");

        var members = admin.post(path, bulk("users", "{'teams':['" + team + "']}", MP3, ",'dryRun':true"));
        var devices = admin.post(path, bulk("devices", "{'teams':['" + team + "']}", MP3, ",'dryRun':true"));
        var teams = admin.post(path, bulk("teams", "{'text':'sal'}", MP3, ",'dryRun':true"));
        var named = admin.post(path, bulk("users", "{'text':'" + extension + "'}", MP3, ",'dryRun':true"));

        assertThat(only(members)).isEqualTo(member);
        assertThat(only(devices)).isEqualTo(device);
        assertThat(only(teams)).isEqualTo(team);
        assertThat(only(named)).isEqualTo(other);
    }

    @Test
    void one_that_is_refused_does_not_hold_up_the_others() {
        String one = gateway.newUser(tenant);
        String two = gateway.newUser(tenant);
        admin.put(settings("users", one), "{'any':{'any':{'timeLimit':10}}}");

        var reply = admin.post(path, bulk("users", "{'everyone':true}", "{'any':{'any':{'recordMinSec':20}}}", ""));

        assertThat(reply.status()).isEqualTo(200);
        var refused = reply.json().at("/items/0");
        assertThat(refused.get("outcome").asString()).isEqualTo("refused");
        assertThat(refused.at("/problem/status").asInt()).isEqualTo(422);
        assertThat(refused.at("/problem/errors/0/pointer").asString()).isEqualTo("/any/any/recordMinSec");
        assertThat(admin.get(settings("users", one)).header("ETag")).isEqualTo("\"1\"");
        assertThat(admin.get(settings("users", two)).text()).contains("20");
    }

    @Test
    void what_was_changed_after_the_preview_is_left_alone() {
        String user = gateway.newUser(tenant);
        admin.put(settings("users", user), "{'redirected':true}");

        var reply =
                admin.post(path, bulk("users", "{'everyone':true}", MP3, ",'versions':{'" + user + "':'\\\"0\\\"'}"));

        assertThat(reply.json().at("/items/0/problem/status").asInt())
                .as(reply.text())
                .isEqualTo(412);
        assertThat(admin.get(settings("users", user)).text()).doesNotContain("mp3");
    }

    @Test
    void seats_go_to_as_many_as_there_are() {
        gateway.newUser(tenant);
        gateway.newUser(tenant);
        admin.put("/api/v1/tenants/" + tenant + "/recording-settings", "{'seats':1}");

        var reply = admin.post(path, bulk("users", "{'everyone':true}", "{'seat':true}", ""));

        assertThat(reply.json().get("changed").asInt()).isEqualTo(1);
        assertThat(reply.json().at("/items/1/problem/status").asInt()).isEqualTo(409);
    }

    @Test
    void a_preview_finds_what_only_the_store_would_refuse_and_undoes_it() {
        String one = gateway.newUser(tenant);
        gateway.newUser(tenant);
        admin.put("/api/v1/tenants/" + tenant + "/recording-settings", "{'seats':1}");
        String unknown = "{'announcement':{'own':'" + tenant + "'}}";

        var seats = admin.post(path, bulk("users", "{'everyone':true}", "{'seat':true}", ",'dryRun':true"));
        var sounds = admin.post(path, bulk("users", "{'everyone':true}", unknown, ",'dryRun':true"));

        assertThat(seats.json().get("changed").asInt()).as(seats.text()).isEqualTo(1);
        assertThat(seats.json().at("/items/1/problem/status").asInt()).isEqualTo(409);
        assertThat(sounds.json().get("refused").asInt()).as(sounds.text()).isEqualTo(2);
        assertThat(sounds.json().at("/items/0/problem/errors/0/pointer").asString())
                .isEqualTo("/announcement/own");
        assertThat(admin.get(settings("users", one)).header("ETag")).isEqualTo("\"0\"");
        assertThat(admin.get(settings("users", one) + "/history")
                        .json()
                        .get("items")
                        .size())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'select':{'everyone':true},'patch':{'audio':true}}                         | /of
            {'of':'users','patch':{'audio':true}}                                       | /select
            {'of':'users','select':{},'patch':{'audio':true}}                           | /select
            {'of':'users','select':{'everyone':true,'text':'a'},'patch':{'audio':true}} | /select
            {'of':'users','select':{'ids':[]},'patch':{'audio':true}}                   | /select/ids
            {'of':'users','select':{'ids':[null]},'patch':{'audio':true}}               | /select/ids/0
            {'of':'users','select':{'text':' '},'patch':{'audio':true}}                 | /select/text
            {'of':'users','select':{'everyone':true},'patch':{}}                        | /patch
            {'of':'users','select':{'everyone':true}}                                   | /patch
            {'of':'users','select':{'everyone':true},'patch':{'inbund':{}}}             | /patch/inbund
            {'of':'users','select':{'everyone':true},'patch':{'any':{'any':{'format':'x'}}}} | /patch/any/any/format
            {'of':'tenants','select':{'everyone':true},'patch':{'audio':true}}          | /of
            """)
    void what_makes_no_sense_is_refused_with_the_place_of_each_fault(String body, String pointers) {
        var reply = admin.post(path, body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(422);
        assertThat(reply.pointers()).isEqualTo(pointers);
    }

    @Test
    void nobody_of_another_tenant_can_be_chosen_and_another_tenant_not_be_named() {
        String stranger = gateway.newUser(gateway.newTenant());
        Api other = gateway.keyOf(gateway.newTenant());

        var chosen = admin.post(path, bulk("users", "{'ids':['" + stranger + "']}", MP3, ""));

        assertThat(chosen.status()).isEqualTo(422);
        assertThat(chosen.pointers()).isEqualTo("/select/ids/0");
        assertThat(other.post(path, bulk("users", "{'everyone':true}", MP3, "")).status())
                .isEqualTo(404);
    }

    private static String settings(String kind, String id) {
        return "/api/v1/" + kind + "/" + id + "/recording-settings";
    }

    private static String bulk(String of, String select, String patch, String more) {
        return "{'of':'" + of + "','select':" + select + ",'patch':" + patch + more + "}";
    }

    private static String only(Api.Reply reply) {
        assertThat(reply.json().get("matched").asInt()).as(reply.text()).isEqualTo(1);
        return reply.json().at("/items/0/id").asString();
    }
}
