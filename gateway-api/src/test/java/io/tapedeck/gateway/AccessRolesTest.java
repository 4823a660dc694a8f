package io.tapedeck.gateway;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Users may change exactly what their access role says, option by option. */
@TestInstance(Lifecycle.PER_CLASS)
class AccessRolesTest {

    private static final String PASSWORD = "a long enough one";
    private static final String SETTINGS = "/recording-settings";
    private static final String FORWARDING = "/forwarding";

    private final TestGateway gateway = TestGateway.shared();
    private final Api admin = gateway.admin();
    private final String tenant = gateway.newTenant();
    private final String roles = "/api/v1/tenants/" + tenant + "/access-roles/";
    private final String user = gateway.newUser(tenant);
    private Api own;

    @BeforeAll
    void logIn() {
        own = loggedIn(user);
        admin.put(roles + "one", "{'editable':[]}");
        assertThat(admin.put("/api/v1/users/" + user + "/access-role", "{'role':'one'}")
                        .status())
                .isEqualTo(200);
    }

    /** A value for each option that can be had without others: by its place. */
    private static Map<String, String> values() {
        Map<String, String> rule = Map.of(
                "enabled", "true",
                "format", "'mp3'",
                "url", "'https://example.com/in'",
                "recordMinSec", "3",
                "recordSampleRate", "16000",
                "timeLimit", "60",
                "recordOnAnswer", "true",
                "recordOnBridge", "true",
                "optional", "true");
        var values = new TreeMap<String, String>();
        for (String leg : List.of("inbound", "outbound", "any")) {
            for (String network : List.of("onnet", "offnet", "any")) {
                rule.forEach((name, value) -> values.put("/" + leg + "/" + network + "/" + name, value));
            }
        }
        for (String told : List.of("started", "stopped", "paused", "resumed")) {
            values.put("/announcement/" + told, "true");
        }
        values.put("/announcement/language", "'de'");
        values.put("/beep/everySeconds", "30");
        values.put("/featureCodes/start", "'*71'");
        values.put("/featureCodes/stop", "'*72'");
        values.put("/featureCodes/pause", "'*73'");
        values.put("/featureCodes/resume", "'*74'");
        values.put("/layout", "'mono'");
        values.put("/pauses", "'cut'");
        values.put("/redirected", "true");
        values.put("/audio", "true");
        values.put("/video", "true");
        values.put("/outgoingMode", "'ask'");
        values.put("/unanswered", "'record'");
        values.put("/onDemand", "true");
        values.put("/resumeAfterSeconds", "30");
        values.put("/codecs/order", "['G722']");
        values.put("/forwarding/always", "{'number':'71'}");
        values.put("/forwarding/busy", "{'number':'72'}");
        values.put("/forwarding/noAnswer", "{'number':'73','afterSeconds':9}");
        values.put("/forwarding/unavailable", "{'number':'74'}");
        return values;
    }

    /** Of the nine legs, which are alike, two whole ones and what counts most of the others. */
    static List<Entry<String, String>> options() {
        return values().entrySet().stream()
                .filter(option -> !option.getKey().equals("/codecs/order"))
                .filter(option -> !option.getKey().startsWith("/any/")
                                && !option.getKey().contains("onnet/")
                                && !option.getKey().contains("/any/")
                        || option.getKey().endsWith("/enabled"))
                .toList();
    }

    @Test
    void each_option_that_can_be_permitted_is_tried() {
        JsonNode possible =
                admin.get("/api/v1/tenants/" + tenant + "/self-care").json().get("possible");
        Set<String> leaves = new TreeSet<>();
        possible.forEach(pointer -> leaves.add(pointer.asString()));
        leaves.removeIf(pointer -> leaves.stream().anyMatch(other -> other.startsWith(pointer + "/")));

        // an own announcement, and codecs, need something beside them and have tests of their own
        Set<String> tried = new TreeSet<>(values().keySet());
        tried.addAll(List.of("/announcement/own", "/codecs/only"));
        assertThat(tried).containsExactlyElementsOf(leaves);
    }

    @ParameterizedTest
    @MethodSource("options")
    void whoever_may_change_one_option_changes_it_and_no_other(Entry<String, String> option) {
        permit(List.of(option.getKey()));

        var changed = patch(option.getKey(), option.getValue());
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(ofUser(option.getKey()).toString())
                .isEqualTo(option.getValue().replace('\'', '"'));

        var others = new ArrayList<>(values().keySet());
        others.remove(option.getKey());
        permit(others);
        String before = wholeDocuments();
        var refused = patch(option.getKey(), "null");
        assertThat(refused.status()).as(refused.text()).isEqualTo(403);
        assertThat(wholeDocuments()).isEqualTo(before);

        permit(List.of(option.getKey()));
        assertThat(patch(option.getKey(), "null").status()).isEqualTo(200);
        assertThat(ofUser(option.getKey()).isMissingNode()).isTrue();
    }

    @Test
    void who_has_no_role_may_what_the_tenant_says_for_everybody() {
        String stranger = gateway.newUser(tenant);
        Api other = loggedIn(stranger);
        permit(List.of("/audio"));

        assertThat(other.send("PATCH", "/api/v1/me" + SETTINGS, "{'audio':true}")
                        .status())
                .isEqualTo(403);
        assertThat(patch("/audio", "true").status()).isEqualTo(200);
        assertThat(own.get("/api/v1/me" + SETTINGS).json().get("editable").toString())
                .isEqualTo("[\"/audio\"]");
    }

    @Test
    void a_role_that_is_changed_or_taken_away_is_in_force_at_once() {
        String member = gateway.newUser(tenant);
        Api other = loggedIn(member);
        String role = "/api/v1/users/" + member + "/access-role";
        admin.put(roles + "chief", "{'editable':['/video']}");

        assertThat(admin.put(role, "{'role':'nobody'}").pointers()).isEqualTo("/role");
        admin.put(role, "{'role':'chief'}");
        assertThat(admin.get(role).string("role")).isEqualTo("chief");
        assertThat(videoOf(other, true)).isEqualTo(200);
        assertThat(admin.delete(roles + "chief").status()).isEqualTo(409);
        admin.put(role, "{'role':null}");
        assertThat(videoOf(other, false)).isEqualTo(403);
        assertThat(admin.delete(roles + "chief").status()).isEqualTo(204);
        assertThat(admin.delete(roles + "chief").status()).isEqualTo(404);
    }

    @Test
    void roles_are_listed_with_how_many_have_them_and_only_their_tenant_sees_them() {
        var made = admin.put(roles + "listed", "{'editable':['/inbound','/nonsense']}");
        assertThat(made.pointers()).isEqualTo("/editable/1");
        assertThat(admin.put(roles + "a%20b", "{'editable':[]}").status()).isEqualTo(422);
        var first = admin.put(roles + "listed", "{'editable':['/inbound']}");
        assertThat(first.header("ETag")).isEqualTo("\"1\"");
        admin.put(roles + "listed", "{'editable':['/outbound']}", "If-Match", "\"1\"");

        assertThat(admin.put(roles + "listed", "{'editable':[]}", "If-Match", "\"1\"")
                        .status())
                .isEqualTo(412);
        assertThat(admin.get(roles.substring(0, roles.length() - 1)).text())
                .contains("{'name':'listed','editable':['/outbound'],'users':0}".replace('\'', '"'));
        Api stranger = gateway.keyOf(gateway.newTenant());
        assertThat(stranger.get(roles + "listed").status()).isEqualTo(404);
        assertThat(stranger.put("/api/v1/users/" + user + "/access-role", "{'role':null}")
                        .status())
                .isEqualTo(404);
        assertThat(own.get(roles + "listed").status()).isEqualTo(403);
    }

    @Test
    void codecs_are_restricted_only_with_a_list_of_them() {
        permit(List.of("/codecs"));

        assertThat(patch("/codecs", "{'order':['G722'],'only':true}").status()).isEqualTo(200);
        permit(List.of("/codecs/order"));
        assertThat(patch("/codecs/only", "false").status()).isEqualTo(403);
        permit(List.of("/codecs/only"));
        assertThat(patch("/codecs/only", "false").status()).isEqualTo(200);
        permit(List.of("/codecs"));
        assertThat(patch("/codecs", "null").status()).isEqualTo(200);
    }

    @Test
    void announcements_are_shown_to_those_who_may_choose_one() {
        permit(List.of("/announcement/own"));
        assertThat(own.get("/api/v1/me/announcements").text()).isEqualTo("{\"items\":[]}");
        assertThat(patch("/announcement/own", "'00000000-0000-7000-8000-000000000000'")
                        .status())
                .isEqualTo(422);

        permit(List.of());
        assertThat(own.get("/api/v1/me/announcements").text()).isEqualTo("{\"items\":[]}");
    }

    @Test
    void a_change_of_forwarding_that_was_changed_meanwhile_is_refused() {
        permit(List.of("/forwarding"));
        String etag = own.get("/api/v1/me" + FORWARDING).header("ETag");
        patch("/forwarding/busy", "{'number':'71'}");

        var late = own.send("PATCH", "/api/v1/me" + FORWARDING, "{'busy':null}", "If-Match", etag);

        assertThat(late.status()).isEqualTo(412);
        assertThat(patch("/forwarding/busy", "null").status()).isEqualTo(200);
    }

    private static int videoOf(Api caller, boolean on) {
        return caller.send("PATCH", "/api/v1/me" + SETTINGS, "{'video':" + on + "}")
                .status();
    }

    private void permit(List<String> pointers) {
        String list = pointers.stream().map(one -> "'" + one + "'").collect(joining(","));
        var put = admin.put(roles + "one", "{'editable':[" + list + "]}");
        assertThat(put.status()).as(put.text()).isEqualTo(200);
    }

    private Api.Reply patch(String pointer, String value) {
        String body = value;
        List<String> names = List.of(insideOf(pointer).substring(1).split("/"));
        for (String name : names.reversed()) {
            body = "{'" + name + "':" + body + "}";
        }
        return own.send("PATCH", "/api/v1/me" + documentOf(pointer), body);
    }

    private JsonNode ofUser(String pointer) {
        return admin.get("/api/v1/users/" + user + documentOf(pointer)).json().at(insideOf(pointer));
    }

    private String wholeDocuments() {
        var settings = admin.get("/api/v1/users/" + user + SETTINGS);
        var forwarding = admin.get("/api/v1/users/" + user + FORWARDING);
        return settings.text() + settings.header("ETag") + forwarding.text() + forwarding.header("ETag");
    }

    private static String documentOf(String pointer) {
        return pointer.startsWith(FORWARDING) ? FORWARDING : SETTINGS;
    }

    private static String insideOf(String pointer) {
        return pointer.startsWith(FORWARDING) ? pointer.substring(FORWARDING.length()) : pointer;
    }

    private Api loggedIn(String of) {
        var set = admin.put("/api/v1/users/" + of + "/login", "{'password':'" + PASSWORD + "'}");
        assertThat(set.status()).as(set.text()).isEqualTo(204);
        String extension = admin.get("/api/v1/users/" + of).string("extension");
        String domain = admin.get("/api/v1/tenants/" + tenant).string("domain");
        return gateway.anonymous().withBasic(extension + "@" + domain, PASSWORD);
    }
}
