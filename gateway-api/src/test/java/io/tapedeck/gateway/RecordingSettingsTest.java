package io.tapedeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingSettingsTest {

    private final TestGateway gateway = TestGateway.shared();
    private final Api admin = gateway.admin();
    private final String tenant = gateway.newTenant();
    private final String path = "/api/v1/tenants/" + tenant + "/recording-settings";

    @Test
    void a_tenant_shows_what_it_was_created_with_until_something_is_set() {
        var before = admin.get(path);
        var set = admin.put(path, "{'inbound':{'offnet':{'enabled':true,'format':'mp3'}}}");
        var after = admin.get(path);

        assertThat(before.header("ETag")).isEqualTo("\"0\"");
        assertThat(before.text())
                .isEqualTo("{'any':{'any':{'enabled':true,'format':'wav'}},'layout':'stereo'}".replace('\'', '"'));
        assertThat(set.status()).as(set.text()).isEqualTo(200);
        assertThat(after.header("ETag")).isEqualTo("\"1\"");
        assertThat(after.text()).isEqualTo("{'inbound':{'offnet':{'enabled':true,'format':'mp3'}}}".replace('\'', '"'));
    }

    @Test
    void users_devices_and_teams_say_nothing_until_something_is_set() {
        String user = gateway.newUser(tenant);
        String device = gateway.newDevice(user);
        String team = team(user);

        for (String scope : new String[] {"users/" + user, "devices/" + device, "teams/" + team}) {
            String settings = "/api/v1/" + scope + "/recording-settings";
            assertThat(admin.get(settings).text()).isEqualTo("{}");
            assertThat(admin.put(settings, "{'any':{'any':{'enabled':true}}}").header("ETag"))
                    .isEqualTo("\"1\"");
        }
    }

    @Test
    void a_patch_changes_what_it_names_and_null_makes_undefined() {
        admin.put(path, "{'inbound':{'onnet':{'enabled':true},'offnet':{'enabled':true}},'redirected':true}");

        var patched = admin.send(
                "PATCH", path, "{'inbound':{'onnet':null,'offnet':{'format':'mp3'}},'redirected':null,'video':true}");

        assertThat(patched.status()).as(patched.text()).isEqualTo(200);
        assertThat(patched.text())
                .isEqualTo("{'inbound':{'offnet':{'enabled':true,'format':'mp3'}},'video':true}".replace('\'', '"'));
    }

    @Test
    void a_change_of_what_somebody_else_has_changed_is_refused() {
        String etag = admin.put(path, "{'redirected':true}").header("ETag");
        admin.put(path, "{'redirected':false}", "If-Match", etag);

        var late = admin.put(path, "{'redirected':true}", "If-Match", etag);

        assertThat(late.status()).isEqualTo(412);
        assertThat(admin.get(path).text()).contains("false");
    }

    @Test
    void who_changed_what_is_kept() {
        admin.put(path, "{'redirected':true}");
        gateway.keyOf(tenant).put(path, "{'redirected':false}");

        var items = admin.get(path + "/history").json().get("items");

        assertThat(items).hasSize(2);
        assertThat(items.get(0).get("changedBy").stringValue()).startsWith("key:");
        assertThat(items.get(1).get("changedBy").stringValue()).isEqualTo("admin");
        assertThat(items.get(1).get("settings").toString()).isEqualTo("{\"redirected\":true}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tenants | {'inbund':{}}                                                            | /inbund
            tenants | {'inbound':{'onnet':{'enabled':'yes'}}}                                  | /inbound/onnet/enabled
            tenants | {'inbound':{'onnet':{'format':'ogg7'}}}                                  | /inbound/onnet/format
            tenants | {'inbound':{'onnet':{'url':'ftp://x/y'}},'any':{'any':{'url':'http://x?y'}}} | /inbound/onnet/url,/any/any/url
            tenants | {'any':{'any':{'recordMinSec':20,'timeLimit':10,'recordSampleRate':9000}}} | /any/any/recordMinSec,/any/any/recordSampleRate
            tenants | {'seats':-1}                                                             | /seats
            tenants | {'inbund':{},'audio':'yes','seats':-1}                                   | /inbund,/audio,/seats
            tenants | {'codecs':{'order':[null]}}                                              | /codecs/order/0
            users   | {'any':{'any':{'timeLimit':10}},'inbound':{'onnet':{'recordMinSec':60}}} | /inbound/onnet/recordMinSec
            tenants | {'seat':true}                                                            | /seat
            users   | {'seats':3,'externalToExternal':true}                                    | /seats,/externalToExternal
            tenants | {'codecs':{'only':true}}                                                 | /codecs/order
            users   | {'codecs':{'order':['opus/48000','telephone-event','OPUS/48000','G.722']}} | /codecs/order/1,/codecs/order/2,/codecs/order/3
            users   | {'audio':false,'video':false,'any':{'any':{'enabled':true}}}             | /audio
            users   | {'featureCodes':{'start':'4','stop':'*4x'},'resumeAfterSeconds':-1}      | /resumeAfterSeconds,/featureCodes/start,/featureCodes/stop
            users   | {'featureCodes':{'start':'*48'}}                                         | /featureCodes/start
            tenants | {'outgoingMode':'sometimes'}                                             | /outgoingMode
            users   | {'outgoingMode':'ask','unanswered':'maybe'}                              | /unanswered
            users   | {'callerRecording':{'enabled':true}}                                     | /callerRecording
            tenants | {'callerRecording':{'code':'55','format':'mp4','url':'ftp://x/y','timeLimit':0,'silenceSeconds':61}} | /callerRecording/code,/callerRecording/format,/callerRecording/url,/callerRecording/timeLimit,/callerRecording/silenceSeconds
            tenants | {'callerRecording':{'method':'mail'}}                                    | /callerRecording/method
            tenants | {'callerRecording':{'timeLimit':3601,'silenceSeconds':-1}}               | /callerRecording/timeLimit,/callerRecording/silenceSeconds
            tenants | {'featureCodes':{'start':'*1','stop':'*12'}}                             | /featureCodes/start,/featureCodes/stop
            """)
    void a_document_that_makes_no_sense_is_refused_with_the_place_of_each_fault(
            String kind, String body, String pointers) {
        String id = kind.equals("tenants") ? tenant : gateway.newUser(tenant);

        var reply = admin.put("/api/v1/" + kind + "/" + id + "/recording-settings", body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(422);
        assertThat(reply.pointers()).isEqualTo(pointers);
    }

    @Test
    void codes_are_compared_with_those_of_the_tenant_and_can_be_switched_off() {
        String user = "/api/v1/users/" + gateway.newUser(tenant) + "/recording-settings";
        admin.put(path, "{'onDemand':true,'featureCodes':{'pause':'#1','resume':''}}");

        var taken = admin.put(user, "{'featureCodes':{'start':'#12'}}");
        var free = admin.put(user, "{'featureCodes':{'start':'*48','stop':''},'resumeAfterSeconds':30}");

        assertThat(taken.pointers()).isEqualTo("/featureCodes/start");
        assertThat(free.status()).as(free.text()).isEqualTo(200);
    }

    /** Whoever says something first counts: device, user, teams, tenant, platform. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user | start | tenant | stop   | 422
            user | start | team   | pause  | 422
            user | start | device | resume | 422
            device | stop | tenant | start | 422
            device | stop | user  | start  | 422
            team | stop  | tenant | start  | 422
            team | stop  | device | start  | 422
            tenant | stop | user  | start  | 422
            tenant | stop | other | start  | 200
            user | stop  | tenant | stop   | 200
            """)
    void a_code_that_somebody_above_or_below_has_for_something_else_is_refused_with_whose_it_is(
            String level, String code, String late, String lateCode, int status) {
        String user = gateway.newUser(tenant);
        var paths = Map.of(
                "tenant", path,
                "team", "/api/v1/teams/" + team(user) + "/recording-settings",
                "user", "/api/v1/users/" + user + "/recording-settings",
                "device", "/api/v1/devices/" + gateway.newDevice(user) + "/recording-settings",
                "other", "/api/v1/users/" + gateway.newUser(gateway.newTenant()) + "/recording-settings");

        var first = admin.put(paths.get(level), "{'featureCodes':{'" + code + "':'*46'}}");
        var second = admin.send("PATCH", paths.get(late), "{'featureCodes':{'" + lateCode + "':'*46'}}");

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(second.status()).as(second.text()).isEqualTo(status);
        if (status == 422) {
            assertThat(second.pointers()).isEqualTo("/featureCodes/" + lateCode);
            assertThat(second.text()).contains("to " + code + ", which is *46 (" + level + " ");
        }
    }

    @Test
    void a_code_that_was_hidden_by_a_nearer_one_may_not_come_to_light_where_it_is_in_the_way() {
        String user = gateway.newUser(tenant);
        String users = "/api/v1/users/" + user + "/recording-settings";
        admin.put(users, "{'featureCodes':{'stop':'*99'}}");
        admin.put(
                "/api/v1/devices/" + gateway.newDevice(user) + "/recording-settings",
                "{'featureCodes':{'start':'*46'}}");
        assertThat(admin.put(path, "{'featureCodes':{'stop':'*46'}}").status()).isEqualTo(200);

        var gone = admin.send("PATCH", users, "{'featureCodes':{'stop':null}}");
        var other = admin.send("PATCH", users, "{'featureCodes':{'stop':'*98'}}");

        assertThat(gone.status()).as(gone.text()).isEqualTo(422);
        assertThat(gone.pointers()).isEqualTo("/featureCodes/stop");
        assertThat(other.status()).as(other.text()).isEqualTo(200);
    }

    @Test
    void when_a_recording_starts_and_whether_it_must_is_set_by_rule() {
        String rule = "{'any':{'any':{'recordOnAnswer':false,'recordOnBridge':true,'optional':true}}}";

        assertThat(admin.put(path, rule).text()).isEqualTo(rule.replace('\'', '"'));
    }

    @Test
    void asking_and_recording_of_callers_are_set_like_everything_else() {
        var asking = admin.put(
                "/api/v1/users/" + gateway.newUser(tenant) + "/recording-settings",
                "{'outgoingMode':'ask','unanswered':'record'}");
        var taping = admin.put(
                "/api/v1/tenants/" + tenant + "/recording-settings",
                "{'callerRecording':{'enabled':true,'code':'*55','format':'mp3','url':'https://archive.example/in',"
                        + "'method':'post','timeLimit':60,'silenceSeconds':0}}");

        assertThat(asking.status()).as(asking.text()).isEqualTo(200);
        assertThat(taping.status()).as(taping.text()).isEqualTo(200);
    }

    @Test
    void more_seats_than_a_tenant_has_cannot_be_given() {
        String one = gateway.newUser(tenant);
        String two = gateway.newUser(tenant);
        admin.put(path, "{'seats':1}");

        var first = admin.put("/api/v1/users/" + one + "/recording-settings", "{'seat':true}");
        var second = admin.put("/api/v1/users/" + two + "/recording-settings", "{'seat':true}");

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.pointers()).isEqualTo("/seat");
        assertThat(admin.get("/api/v1/users/" + two + "/recording-settings").text())
                .isEqualTo("{}");
    }

    @Test
    void a_tenant_sets_its_own_rules_but_not_its_seats_nor_the_platforms() {
        Api own = gateway.keyOf(tenant);

        assertThat(own.put(path, "{'redirected':true}").status()).isEqualTo(200);
        assertThat(own.put(path, "{'seats':1000}").status()).isEqualTo(403);
        assertThat(own.get("/api/v1/recording-settings").status()).isEqualTo(403);
    }

    @Test
    void a_team_has_users_of_its_tenant_only() {
        String stranger = gateway.newUser(gateway.newTenant());

        var reply =
                admin.post("/api/v1/tenants/" + tenant + "/teams", "{'name':'Sales','members':['" + stranger + "']}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.pointers()).isEqualTo("/members/0");
    }

    private String team(String member) {
        return admin.post("/api/v1/tenants/" + tenant + "/teams", "{'name':'Sales','members':['" + member + "']}")
                .string("id");
    }

    @Test
    void what_is_no_document_is_a_mistake_of_the_caller() {
        String user = gateway.newUser(tenant);

        for (String kind : List.of("recording-settings", "forwarding")) {
            var reply = admin.send("PATCH", "/api/v1/users/" + user + "/" + kind, "null");

            assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        }
    }

    @Test
    void devices_have_no_say_in_what_becomes_of_redirected_calls() {
        String device = gateway.newDevice(gateway.newUser(tenant));

        var reply = admin.put("/api/v1/devices/" + device + "/recording-settings", "{'redirected':true}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(422);
        assertThat(reply.pointers()).isEqualTo("/redirected");
    }

    @Test
    void a_tenant_cannot_have_fewer_seats_than_are_taken() {
        admin.put(path, "{'seats':1}");
        String users = "/api/v1/users/" + gateway.newUser(tenant) + "/recording-settings";
        assertThat(admin.put(users, "{'seat':true}").status()).isEqualTo(200);

        var reply = admin.send("PATCH", path, "{'seats':0}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(409);
        assertThat(reply.pointers()).isEqualTo("/seats");
    }
}
