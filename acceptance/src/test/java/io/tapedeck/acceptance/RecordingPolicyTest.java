package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import io.tapedeck.testkit.time.Eventually;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * The matrices of who is recorded, with real calls: Anna and Bob are users, the carrier is a phone behind a trunk. What is
 * explained before a call must be what the call then gets.
 */
@ExtendWith(SharedPlatform.class)
@TestInstance(Lifecycle.PER_CLASS)
class RecordingPolicyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration IN_FORCE = Duration.ofSeconds(60);
    private static final int CARRIER_PORT = 26_090;

    private TapedeckApi api;
    private Phones phones;
    private Recordings recordings;
    private String annaId;
    private String bobId;
    private String number;
    private Softphone anna;
    private Softphone bob;
    private Softphone carrier;

    @BeforeAll
    void two_users_and_a_carrier(RunningPlatform platform) {
        api = platform.api();
        phones = new Phones(platform.sip(), api);
        recordings = new Recordings(api);
        anna = phones.registered("201");
        bob = phones.registered("202");
        carrier = Softphone.at(platform.sip())
                .identity("4930555", "127.0.0.1")
                .localAddress("127.0.0.1", CARRIER_PORT)
                .build();
        List.of(bob, carrier).forEach(phone -> phone.autoAnswer(AudioSource.tone(900)));
        annaId = userId("201");
        bobId = userId("202");
        number = "4930" + (1_000_000 + Math.floorMod(phones.tenantId().hashCode(), 900_000));
        api.put("/api/v1/users/" + bobId, Map.of("extension", "202", "numbers", List.of(number)));
        makeTrunk();
    }

    @AfterAll
    void all_leave() {
        List.of(anna, bob, carrier).forEach(Softphone::close);
        api.close();
    }

    private String userId(String extension) {
        return api.find(
                        "/api/v1/tenants/" + phones.tenantId() + "/users",
                        user -> user.path("extension").asString().equals(extension))
                .orElseThrow()
                .path("id")
                .asString();
    }

    private void makeTrunk() {
        api.post(
                "/api/v1/trunks",
                Map.of(
                        "name",
                        "Carrier of " + phones.domain(),
                        "tenantId",
                        phones.tenantId(),
                        "host",
                        "127.0.0.1",
                        "port",
                        CARRIER_PORT,
                        "sources",
                        List.of("127.0.0.1:" + CARRIER_PORT),
                        "prefixes",
                        List.of("49")));
    }

    /** Each cell: who gets a recording of calls Anna→Bob, Anna→outside and outside→Bob when this one setting is on. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tenants | inbound.onnet                 | tenant | tenant |
            tenants | inbound.offnet                |        |        | tenant
            tenants | outbound.onnet                | tenant |        | tenant
            tenants | outbound.offnet               |        | tenant |
            tenants | inbound.onnet+outbound.onnet  | tenant | tenant | tenant
            tenants | inbound.onnet+outbound.offnet | tenant | tenant |
            tenants | inbound.offnet+outbound.onnet | tenant |        | tenant
            users   | inbound.onnet                 | bob    |        |
            users   | inbound.offnet                |        |        | bob
            users   | outbound.onnet                | anna   |        |
            users   | outbound.offnet               |        | anna   |
            devices | inbound.onnet                 | bob    |        |
            devices | inbound.offnet                |        |        | bob
            devices | outbound.onnet                | anna   |        |
            devices | outbound.offnet               |        | anna   |
            """)
    void what_is_explained_is_what_real_calls_get(
            String level, String settings, String internal, String outward, String inward) {
        set(level, settings);
        awaitExplained(anna(), bob(), internal);
        awaitExplained(anna(), OUTSIDE, outward);
        awaitExplained(OUTSIDE, bob(), inward);

        assertOwners(call(() -> anna.call("202", AudioSource.tone(500))), internal);
        assertOwners(call(() -> anna.call("4930123", AudioSource.tone(500))), outward);
        assertOwners(call(() -> carrier.call(number, AudioSource.tone(500))), inward);
    }

    private static final Map<String, Object> OUTSIDE = Map.of("network", "offnet");

    private Map<String, Object> anna() {
        return Map.of("network", "onnet", "userId", annaId, "deviceId", deviceOf(annaId));
    }

    private Map<String, Object> bob() {
        return Map.of("network", "onnet", "userId", bobId, "deviceId", deviceOf(bobId));
    }

    private String deviceOf(String user) {
        return api.find("/api/v1/users/" + user + "/devices", _ -> true)
                .orElseThrow()
                .path("id")
                .asString();
    }

    /** One level says this, all others nothing. */
    private void set(String level, String settings) {
        var rules = new HashMap<String, Map<String, Object>>();
        for (String setting : settings.split("\\+")) {
            String[] path = setting.split("\\.");
            rules.computeIfAbsent(path[0], _ -> new HashMap<>()).put(path[1], Map.of("enabled", true));
        }
        put("tenants/" + phones.tenantId(), level, rules);
        for (String user : List.of(annaId, bobId)) {
            put("users/" + user, level, rules);
            put("devices/" + deviceOf(user), level, rules);
        }
    }

    private void put(String scope, String level, Map<String, ?> rules) {
        api.put("/api/v1/" + scope + "/recording-settings", scope.startsWith(level) ? rules : Map.of());
    }

    private void awaitExplained(Map<String, Object> source, Map<String, Object> destination, String owners) {
        Map<String, Object> question =
                Map.of("tenantId", phones.tenantId(), "source", source, "destination", destination);
        Eventually.holds(
                () -> owners(api.post("/api/v1/policy/explain", question).path("orders"), "owner")
                        .equals(text(owners)),
                IN_FORCE,
                "the setting is in force: " + owners + " from " + source + " to " + destination);
    }

    private static String call(Supplier<PhoneCall> dial) {
        PhoneCall call = dial.get();
        assertThat(call.answered(PATIENCE)).as("status %s", call.statusCode()).isTrue();
        Eventually.holds(() -> call.receivedPackets() > 5, PATIENCE, "the other side is heard");
        call.hangUp();
        return call.sessionId();
    }

    /** The capture node's word of a recording may come after that of the call's end. */
    private void assertOwners(String session, String wanted) {
        if (wanted != null) {
            recordings.awaitRecordings(session, wanted.split("\\+").length);
        }
        assertThat(owners(recordings.completedCdr(session).path("recordings"), ""))
                .isEqualTo(text(wanted));
    }

    private String owners(JsonNode list, String field) {
        var names = new TreeSet<String>();
        StreamSupport.stream(list.spliterator(), false)
                .map(one -> field.isEmpty() ? one : one.path(field))
                .forEach(owner -> names.add(nameOf(owner.path("userId").asString(""))));
        assertThat(names).hasSize(list.size());
        return String.join("+", names);
    }

    private String nameOf(String userId) {
        if (userId.isEmpty()) {
            return "tenant";
        }
        return userId.equals(annaId) ? "anna" : userId.equals(bobId) ? "bob" : userId;
    }

    private static String text(String cell) {
        return cell == null ? "" : cell;
    }
}
