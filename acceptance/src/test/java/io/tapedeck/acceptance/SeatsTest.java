package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import io.tapedeck.testkit.time.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Recording is a licence that a tenant gives to some of its users: on real calls. */
@ExtendWith(SharedPlatform.class)
@TestInstance(Lifecycle.PER_CLASS)
class SeatsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, Object> RECORDED = Map.of("any", Map.of("enabled", true));

    private TapedeckApi api;
    private Phones phones;
    private Recordings recordings;
    private Softphone anna;
    private Softphone bob;

    /** Both have rules by which all their calls are recorded; the tenant records nothing of its own. */
    @BeforeAll
    void two_users_and_one_seat(RunningPlatform platform) {
        api = platform.api();
        phones = new Phones(platform, api);
        recordings = new Recordings(api);
        anna = phones.registered("601");
        bob = phones.registered("602");
        bob.autoAnswer(AudioSource.noise(3));
        phones.tenantSettings(Map.of("seats", 1, "any", Map.of("any", Map.of("enabled", false))));
    }

    @AfterAll
    void all_leave() {
        List.of(anna, bob).forEach(Softphone::close);
        api.close();
    }

    @Test
    void only_who_has_a_seat_gets_a_recording_and_it_may_be_given_to_another() {
        phones.userSettings("602", Map.of("any", RECORDED));
        phones.userSettings("601", Map.of("any", RECORDED, "seat", true));
        assertThat(ownersOfACall("601")).containsExactly(phones.userId("601"));

        assertThatThrownBy(() -> phones.userSettings("602", Map.of("any", RECORDED, "seat", true)))
                .hasMessageContaining("409");
        phones.userSettings("601", Map.of("any", RECORDED));
        phones.userSettings("602", Map.of("any", RECORDED, "seat", true));
        assertThat(ownersOfACall("602")).containsExactly(phones.userId("602"));
    }

    /** After the settings are in force by which this user alone has one. */
    private List<String> ownersOfACall(String extension) {
        Eventually.holds(
                () -> owners(phones.explained("601", "602").path("orders"), "owner")
                        .equals(List.of(phones.userId(extension))),
                PATIENCE,
                extension + " has the seat");
        PhoneCall call = anna.call("602", AudioSource.noise(5));
        assertThat(call.answered(PATIENCE)).as("status %s", call.statusCode()).isTrue();
        Eventually.holds(() -> call.receivedPackets() > 50, PATIENCE, "Bob is heard");
        call.hangUp();
        recordings.readyOf(call.sessionId());
        return owners(recordings.completedCdr(call.sessionId()).path("recordings"), "");
    }

    private static List<String> owners(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(one ->
                        (field.isEmpty() ? one : one.path(field)).path("userId").asString(""))
                .toList();
    }
}
