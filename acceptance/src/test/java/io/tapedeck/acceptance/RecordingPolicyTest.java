package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import io.tapedeck.testkit.time.Eventually;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * The matrices of who is recorded, with real calls: Anna and Bob are users and members of two teams, the carrier is a phone
 * behind a trunk. What is explained before a call must be what the call then gets.
 */
@ExtendWith(SharedPlatform.class)
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class RecordingPolicyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration IN_FORCE = Duration.ofSeconds(60);
    private static final int CARRIER_PORT = 26_090;
    private static final Map<String, Object> OUTSIDE = Map.of("network", "offnet");
    private static final String PLATFORM = "";

    /** The documents of each level: both users, both devices and so on. */
    private final Map<String, List<String>> scopes = new HashMap<>();

    private final Set<String> written = new HashSet<>();

    private TapedeckApi api;
    private Phones phones;
    private Recordings recordings;
    private Map<String, Object> annasPhone;
    private Map<String, Object> bobsPhone;
    private String number;
    private Softphone anna;
    private Softphone bob;
    private Softphone carrier;

    @BeforeAll
    void two_users_and_a_carrier(RunningPlatform platform) {
        api = platform.api();
        phones = new Phones(platform, api);
        recordings = new Recordings(api);
        anna = phones.registered("201");
        bob = phones.registered("202");
        carrier = phones.outside("4930555", CARRIER_PORT);
        List.of(bob, carrier).forEach(phone -> phone.autoAnswer(AudioSource.tone(900)));
        number = phones.numberOf("202");
        phones.trunk(CARRIER_PORT, "49");
        annasPhone = endpoint("201");
        bobsPhone = endpoint("202");
        scopes.put("platform", List.of(PLATFORM));
        scopes.put("tenant", List.of("tenants/" + phones.tenantId()));
        scopes.put("team", List.of("teams/" + team("Older")));
        scopes.put("newer", List.of("teams/" + team("Newer")));
        scopes.put("user", List.of("users/" + annasPhone.get("userId"), "users/" + bobsPhone.get("userId")));
        scopes.put("device", List.of("devices/" + annasPhone.get("deviceId"), "devices/" + bobsPhone.get("deviceId")));
        written.addAll(List.of(PLATFORM, "tenants/" + phones.tenantId())); // by default they record
    }

    /** Leaves the platform as other tests know it: a tenant that says nothing is recorded. */
    @AfterAll
    void all_leave() {
        phones.platformAsEver();
        List.of(anna, bob, carrier).forEach(Softphone::close);
        api.close();
    }

    private Map<String, Object> endpoint(String extension) {
        String user = phones.userId(extension);
        JsonNode device =
                api.find("/api/v1/users/" + user + "/devices", _ -> true).orElseThrow();
        return Map.of(
                "network",
                "onnet",
                "userId",
                user,
                "deviceId",
                device.path("id").asString());
    }

    private String team(String name) {
        return api.post(
                        "/api/v1/tenants/" + phones.tenantId() + "/teams",
                        Map.of("name", name, "members", List.of(phones.userId("201"), phones.userId("202"))))
                .path("id")
                .asString();
    }

    /** Each cell: who gets a recording of calls Anna→Bob, Anna→outside and outside→Bob when this one setting is on. */
    @ParameterizedTest
    @Order(1)
    @CsvSource(delimiter = '|', textBlock = """
            tenant | inbound.onnet                 | tenant   | tenant | .
            tenant | inbound.offnet                | .        | .      | tenant
            tenant | outbound.onnet                | tenant   | .      | tenant
            tenant | outbound.offnet               | .        | tenant | .
            tenant | inbound.onnet+outbound.onnet  | tenant   | tenant | tenant
            tenant | inbound.onnet+outbound.offnet | tenant   | tenant | .
            tenant | inbound.offnet+outbound.onnet | tenant   | .      | tenant
            tenant | inbound.any                   | tenant   | tenant | tenant
            tenant | outbound.any                  | tenant   | tenant | tenant
            tenant | any.onnet                     | tenant   | tenant | tenant
            tenant | any.offnet                    | .        | tenant | tenant
            tenant | any.any                       | tenant   | tenant | tenant
            user   | inbound.onnet                 | bob      | .      | .
            user   | inbound.offnet                | .        | .      | bob
            user   | outbound.onnet                | anna     | .      | .
            user   | outbound.offnet               | .        | anna   | .
            user   | inbound.any                   | bob      | .      | bob
            user   | outbound.any                  | anna     | anna   | .
            user   | any.onnet                     | anna+bob | .      | .
            user   | any.offnet                    | .        | anna   | bob
            user   | any.any                       | anna+bob | anna   | bob
            device | inbound.onnet                 | bob      | .      | .
            device | inbound.offnet                | .        | .      | bob
            device | outbound.onnet                | anna     | .      | .
            device | outbound.offnet               | .        | anna   | .
            device | inbound.any                   | bob      | .      | bob
            device | outbound.any                  | anna     | anna   | .
            device | any.onnet                     | anna+bob | .      | .
            device | any.offnet                    | .        | anna   | bob
            device | any.any                       | anna+bob | anna   | bob
            team   | inbound.onnet                 | bob      | .      | .
            team   | inbound.offnet                | .        | .      | bob
            team   | outbound.onnet                | anna     | .      | .
            team   | outbound.offnet               | .        | anna   | .
            team   | inbound.any                   | bob      | .      | bob
            team   | outbound.any                  | anna     | anna   | .
            team   | any.onnet                     | anna+bob | .      | .
            team   | any.offnet                    | .        | anna   | bob
            team   | any.any                       | anna+bob | anna   | bob
            """)
    void what_is_explained_is_what_real_calls_get(
            String level, String settings, String internal, String outward, String inward) {
        assertRecorded(Map.of(level, settings), internal, outward, inward);
    }

    /** One level against another, and the particular against the general; what begins with ! is switched off. */
    @ParameterizedTest
    @Order(2)
    @CsvSource(delimiter = '|', textBlock = """
            tenant | any.any+!inbound.onnet        | .      | .      | tenant
            tenant | any.any+!inbound.any          | .      | .      | .
            tenant | inbound.any+!inbound.offnet   | tenant | tenant | .
            tenant | outbound.any+!inbound.onnet   | .      | .      | tenant
            tenant | any.offnet+!any.any           | .      | .      | tenant
            user   | any.any+!outbound.any         | bob    | .      | bob
            user   | !any.any+outbound.offnet      | .      | anna   | .
            user   | any.onnet+!inbound.onnet      | anna   | .      | .
            """)
    void the_particular_rule_counts_more_than_the_general_one(
            String level, String settings, String internal, String outward, String inward) {
        assertRecorded(Map.of(level, settings), internal, outward, inward);
    }

    @ParameterizedTest
    @Order(3)
    @CsvSource(delimiter = '|', textBlock = """
            device | !any.any       | user   | any.any        | .               | .           | .
            device | any.any        | user   | !any.any       | anna+bob        | anna        | bob
            device | !inbound.onnet | user   | any.any        | anna            | anna        | bob
            device | !inbound.any   | team   | any.any        | anna            | anna        | .
            user   | !any.any       | team   | any.any        | .               | .           | .
            user   | inbound.offnet | team   | !any.any       | .               | .           | bob
            user   | outbound.any   | team   | inbound.any    | anna+bob        | anna        | bob
            team   | !any.any       | newer  | any.any        | .               | .           | .
            team   | outbound.onnet | newer  | any.any        | anna+bob        | anna        | bob
            user   | !any.any       | tenant | any.any        | tenant          | tenant      | tenant
            user   | any.any        | tenant | !any.any       | anna+bob        | anna        | bob
            device | any.any        | tenant | any.any        | anna+bob+tenant | anna+tenant | bob+tenant
            """)
    void the_nearer_level_counts_more_and_the_tenant_by_itself(
            String level,
            String settings,
            String other,
            String otherSettings,
            String internal,
            String outward,
            String inward) {
        assertRecorded(Map.of(level, settings, other, otherSettings), internal, outward, inward);
    }

    /** The last ones: the platform's document holds for the tenants of all tests. */
    @ParameterizedTest
    @Order(4)
    @CsvSource(delimiter = '|', textBlock = """
            inbound.onnet   | tenant |                 | tenant          | tenant      | .
            outbound.offnet | tenant |                 | .               | tenant      | .
            any.any         | tenant |                 | tenant          | tenant      | tenant
            any.any         | tenant | !any.any        | .               | .           | .
            any.any         | tenant | !inbound.onnet  | .               | .           | tenant
            any.any         | tenant | !outbound.onnet | .               | tenant      | .
            !any.any        | tenant | inbound.offnet  | .               | .           | tenant
            any.any         | user   | !any.any        | tenant          | tenant      | tenant
            any.any         | user   | any.any         | anna+bob+tenant | anna+tenant | bob+tenant
            """)
    void the_platform_decides_where_the_tenant_says_nothing(
            String platform, String other, String settings, String internal, String outward, String inward) {
        assertRecorded(
                Map.of("platform", platform, other, settings == null ? "" : settings), internal, outward, inward);
    }

    private void assertRecorded(Map<String, String> settings, String internal, String outward, String inward) {
        scopes.keySet().forEach(level -> set(level, settings.getOrDefault(level, "")));
        Set<String> levels = settings.keySet();
        awaitExplained(levels, annasPhone, bobsPhone, internal);
        awaitExplained(levels, annasPhone, OUTSIDE, outward);
        awaitExplained(levels, OUTSIDE, bobsPhone, inward);

        List<PhoneCall> calls = List.of(
                anna.call("202", AudioSource.tone(500)),
                anna.call("4930123", AudioSource.tone(500)),
                carrier.call(number, AudioSource.tone(500)));
        calls.forEach(RecordingPolicyTest::awaitHeard);
        calls.forEach(PhoneCall::hangUp);

        assertOwners(calls.get(0), internal);
        assertOwners(calls.get(1), outward);
        assertOwners(calls.get(2), inward);
    }

    /** Who was never told anything need not be told that there is nothing. */
    private void set(String level, String settings) {
        for (String scope : scopes.get(level)) {
            if (!settings.isEmpty() || written.remove(scope)) {
                put(scope, document(settings));
            }
            if (!settings.isEmpty()) {
                written.add(scope);
            }
        }
    }

    private void put(String scope, Map<String, ?> document) {
        if (scope.equals(PLATFORM)) {
            phones.platformSettings(document);
        } else {
            phones.settings(scope, document);
        }
    }

    private static Map<String, ?> document(String settings) {
        var rules = new HashMap<String, Map<String, Object>>();
        for (String setting : settings.isEmpty() ? new String[0] : settings.split("\\+")) {
            boolean enabled = !setting.startsWith("!");
            String[] path = setting.substring(enabled ? 0 : 1).split("\\.");
            rules.computeIfAbsent(path[0], _ -> new HashMap<>()).put(path[1], Map.of("enabled", enabled));
        }
        return rules;
    }

    /** By settings of these levels, not by those of the row before. */
    private void awaitExplained(
            Set<String> levels, Map<String, Object> source, Map<String, Object> destination, String owners) {
        Eventually.holds(
                () -> {
                    JsonNode orders = phones.explained(source, destination).path("orders");
                    return owners(orders, "owner").equals(owners)
                            && orders.valueStream()
                                    .map(order -> order.path("level").asString())
                                    .allMatch(level -> levels.contains(level) || level.equals("team"));
                },
                IN_FORCE,
                "the setting is in force: " + owners + " from " + source + " to " + destination);
    }

    private static void awaitHeard(PhoneCall call) {
        assertThat(call.answered(PATIENCE)).as("status %s", call.statusCode()).isTrue();
        Eventually.holds(() -> call.receivedPackets() > 5, PATIENCE, "the other side is heard");
    }

    /** The capture node's word of a recording may come after that of the call's end. */
    private void assertOwners(PhoneCall call, String wanted) {
        if (!wanted.equals(".")) {
            recordings.awaitRecordings(call.sessionId(), wanted.split("\\+").length);
        }
        assertThat(owners(recordings.completedCdr(call.sessionId()).path("recordings"), ""))
                .isEqualTo(wanted);
    }

    private String owners(JsonNode list, String field) {
        var names = new TreeSet<String>();
        StreamSupport.stream(list.spliterator(), false)
                .map(one -> field.isEmpty() ? one : one.path(field))
                .forEach(owner -> names.add(nameOf(owner.path("userId").asString(""))));
        assertThat(names).hasSize(list.size());
        return names.isEmpty() ? "." : String.join("+", names);
    }

    private String nameOf(String userId) {
        if (userId.isEmpty()) {
            return "tenant";
        }
        return userId.equals(annasPhone.get("userId"))
                ? "anna"
                : userId.equals(bobsPhone.get("userId")) ? "bob" : userId;
    }
}
