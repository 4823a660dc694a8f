package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.acceptance.Voices.Voice;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Calls that are sent on by a setting or by a phone, all made at once: who is recorded, what is heard, and what the CDR
 * says. The tenant records everything, calls between two numbers outside included; Clara records her incoming calls, and so
 * do those who forward.
 */
@ExtendWith(SharedPlatform.class)
@TestInstance(Lifecycle.PER_CLASS)
class ForwardedCallsTest {

    private static final int NO_ANSWER_SECONDS = 5;

    /** Whose phones say so: they have rejected the call, whoever gets it then. */
    private static final Set<String> BUSY = Set.of("213", "214");

    private static final Map<String, Object> ENABLED = Map.of("any", Map.of("enabled", true));

    private final Map<String, PhoneCall> calls = new HashMap<>();
    private Voices voices;
    private Map<String, Object> clara;
    private Map<String, Object> yves;

    @BeforeAll
    void everybody_calls_at_once(RunningPlatform platform) {
        voices = new Voices(platform, 26_120);
        clara = Map.of("userId", voices.claraId);
        yves = Map.of("number", Voices.YVES_NUMBER);
        voices.settings("tenants/" + voices.tenantId(), Map.of("any", ENABLED, "externalToExternal", true));
        voices.settings("users/" + voices.claraId, Map.of("inbound", ENABLED));
        voices.settings("users/" + voices.bobId, Map.of("inbound", ENABLED));
        forwards("211", true, Map.of("always", clara));
        forwards("212", false, Map.of("always", yves));
        forwards("213", false, Map.of("busy", clara));
        forwards("214", true, Map.of("busy", yves));
        forwards("215", true, Map.of("noAnswer", within(clara)));
        forwards("216", false, Map.of("noAnswer", within(yves)));
        forwards("217", true, Map.of("unavailable", Map.of("number", "203")));
        forwards("218", false, Map.of());
        forwards("219", true, Map.of());
        forwards("220", true, Map.of("always", clara));
        voices.settings("users/" + voices.phones().userId("220"), Map.of("redirected", true));
        Map<String, String> numbers = Stream.of("211", "212", "213", "214", "219", "220")
                .collect(
                        HashMap::new, (map, one) -> map.put(one, voices.phones().numberOf(one)), Map::putAll);
        inCircles();
        voices.phones().awaitPublished();
        try (Softphone busy = voices.phones().registeredAgain("213");
                Softphone declining = voices.phones().registeredAgain("214");
                Softphone patient = voices.phones().registeredAgain("215");
                Softphone waiting = voices.phones().registeredAgain("216");
                Softphone inside = voices.phones().registeredAgain("218");
                Softphone outside = voices.phones().registeredAgain("219")) {
            for (int extension = 211; extension <= 219; extension++) {
                call(voices.anna, "anna " + extension, String.valueOf(extension), Voice.ANNA);
            }
            numbers.forEach((extension, number) -> call(voices.xaver, "xaver " + extension, number, Voice.XAVER));
            List.of(patient, waiting)
                    .forEach(phone -> phone.incoming(Voices.PATIENCE).ring());
            for (int each = 0; each < 2; each++) {
                busy.incoming(Voices.PATIENCE).reject(486);
                declining.incoming(Voices.PATIENCE).reject(603);
                outside.incoming(Voices.PATIENCE).deflect(Voices.YVES_NUMBER);
            }
            inside.incoming(Voices.PATIENCE).deflect("203");
            calls.forEach((name, call) -> assertThat(call.answered(Voices.PATIENCE))
                    .as("%s: status %s", name, call.statusCode())
                    .isTrue());
        }
        calls.values().forEach(voices::listen);
        calls.values().forEach(PhoneCall::hangUp);
        voices.forgetIncoming();
    }

    @AfterAll
    void all_leave() {
        voices.close();
    }

    private void forwards(String extension, boolean recordsWhatIsSentOn, Map<String, ?> rules) {
        voices.phones().account(extension);
        String id = voices.named(extension, extension);
        voices.settings("users/" + id, Map.of("inbound", ENABLED, "redirected", recordsWhatIsSentOn));
        voices.forwarding(id, rules);
    }

    private static Map<String, Object> within(Map<String, Object> place) {
        var whole = new HashMap<>(place);
        whole.put("afterSeconds", NO_ANSWER_SECONDS);
        return whole;
    }

    private static Map<String, Object> always(String extension) {
        return Map.of("always", Map.of("number", extension));
    }

    /** Two who forward to each other, and a chain of six whose last one forwards to Clara. */
    private void inCircles() {
        forwards("221", true, always("222"));
        forwards("222", true, always("221"));
        forwards("223", true, Map.of());
        forwards("224", true, Map.of());
        for (int extension = 231; extension < 236; extension++) {
            forwards(String.valueOf(extension), false, always(String.valueOf(extension + 1)));
        }
        forwards("236", false, Map.of("always", clara));
    }

    private void call(Softphone from, String name, String number, Voice voice) {
        calls.put(name, from.call(number, voice.sound()));
    }

    /** Who calls whom, who answers instead, the direction, and who has a recording, as is explained as well. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            anna  | 211 | CLARA | internal | 211+clara+tenant
            anna  | 212 | YVES  | out      | tenant
            anna  | 213 | CLARA | internal | clara+tenant
            anna  | 214 | YVES  | out      | 214+tenant
            anna  | 215 | CLARA | internal | 215+clara+tenant
            anna  | 216 | YVES  | out      | tenant
            anna  | 217 | CLARA | internal | 217+clara+tenant
            anna  | 218 | CLARA | internal | clara+tenant
            anna  | 219 | YVES  | out      | 219+tenant
            xaver | 211 | CLARA | in       | 211+clara+tenant
            xaver | 212 | YVES  | in2out   | tenant
            xaver | 213 | CLARA | in       | clara+tenant
            xaver | 214 | YVES  | in2out   | 214+tenant
            xaver | 219 | YVES  | in2out   | 219+tenant
            xaver | 220 | CLARA | in       | clara+tenant
            """)
    void a_forwarded_call_is_recorded_for_whom_it_should_be(
            String caller, String called, Voice answering, String direction, String owners) {
        boolean inside = caller.equals("anna");
        PhoneCall call = calls.get(caller + " " + called);
        JsonNode cdr = voices.cdr(call.sessionId());

        String reached = answering == Voice.CLARA ? "203" : Voices.YVES_NUMBER;
        String left = BUSY.contains(called) ? " rejected" : " redirected";
        assertThat(voices.targets(cdr)).containsExactly(called + left, reached + " caller_disconnect");
        assertThat(cdr.path("direction").asString()).isEqualTo(direction);
        assertThat(cdr.path("endedReason").asString()).isEqualTo("caller_disconnect");
        assertThat(cdr.path("callee").asString()).isEqualTo(called);
        voices.assertOwners(cdr, owners);
        assertThat(explained(inside, called, answering)).isEqualTo(owners);
        for (String owner : owners.split("\\+")) {
            voices.heard(cdr, owner).left(inside ? Voice.ANNA : Voice.XAVER).right(answering);
        }
    }

    private String explained(boolean inside, String called, Voice answering) {
        Map<String, String> anna = Map.of("userId", voices.phones().userId("201"));
        Map<String, String> outside = Map.of("network", "offnet");
        return voices.explained(Map.of(
                "source", inside ? anna : outside,
                "destination", answering == Voice.CLARA ? clara : outside,
                "redirectedBy", voices.phones().userId(called)));
    }

    @Test
    void a_phone_rings_for_as_long_as_is_set_before_the_call_is_forwarded() {
        for (String called : List.of("anna 215", "anna 216")) {
            JsonNode target =
                    voices.cdr(calls.get(called).sessionId()).path("targets").path(0);
            Instant rang = Instant.parse(target.path("ringTime").asString());
            Instant ended = Instant.parse(target.path("endedTime").asString());

            assertThat(Duration.between(rang, ended))
                    .isBetween(Duration.ofSeconds(NO_ANSWER_SECONDS - 1), Duration.ofSeconds(NO_ANSWER_SECONDS + 10));
        }
    }

    @Test
    void who_is_sent_round_in_circles_gets_482_and_nothing_is_recorded() {
        try (Softphone one = voices.phones().registeredAgain("223");
                Softphone other = voices.phones().registeredAgain("224")) {
            PhoneCall bySettings = voices.anna.call("221", Voice.ANNA.sound());
            PhoneCall byLength = voices.anna.call("231", Voice.ANNA.sound());
            PhoneCall byCarriers = voices.xaver.call(
                    voices.bobsNumber, Voice.XAVER.sound(), Map.of("Diversion", "<sip:1@example.com>;counter=5"));
            PhoneCall byPhones = voices.anna.call("223", Voice.ANNA.sound());
            one.incoming(Voices.PATIENCE).deflect("224");
            other.incoming(Voices.PATIENCE).deflect("223");

            for (PhoneCall call : List.of(bySettings, byLength, byCarriers, byPhones)) {
                assertThat(call.ended(Voices.PATIENCE)).isTrue();
                assertThat(call.statusCode()).isEqualTo(482);
            }
        }
        for (String called : List.of("221", "231", "223")) {
            JsonNode cdr = voices.onlyCdrOf(called);
            assertThat(cdr.path("statusCode").asInt()).isEqualTo(482);
            assertThat(cdr.path("recordings").size()).isZero();
        }
    }

    @Test
    void five_times_a_call_may_be_forwarded() {
        PhoneCall call = voices.talk(voices.anna, "232");
        call.hangUp();

        JsonNode cdr = voices.cdr(call.sessionId());
        assertThat(voices.targets(cdr))
                .containsExactly(
                        "232 redirected",
                        "233 redirected",
                        "234 redirected",
                        "235 redirected",
                        "236 redirected",
                        "203 caller_disconnect");
        voices.assertOwners(cdr, "clara+tenant");
        voices.heard(cdr, "tenant").left(Voice.ANNA).right(Voice.CLARA);
    }

    @Test
    void two_numbers_outside_who_remain_after_a_transfer_are_recorded_on_where_the_tenant_wants_it() {
        PhoneCall first = voices.talk(voices.xaver, voices.bobsNumber);
        PhoneCall atBob = voices.incoming(voices.bob);

        assertThat(atBob.transfer(Voices.YVES_NUMBER)).isEqualTo(202);
        PhoneCall next = voices.transferred(voices.xaver);
        voices.listen(next);
        next.hangUp();

        assertThat(next.sessionId()).isEqualTo(first.sessionId());
        JsonNode cdr = voices.cdr(next.sessionId());
        assertThat(cdr.path("direction").asString()).isEqualTo("in2out");
        assertThat(voices.targets(cdr)).containsExactly("202 blind_transfer_complete", "33123 caller_disconnect");
        voices.assertOwners(cdr, "bob+tenant");
        voices.heard(cdr, "tenant").left(Voice.XAVER).right(Voice.BOB, Voice.YVES);
        voices.heard(cdr, "bob").left(Voice.XAVER).right(Voice.BOB);
    }
}
