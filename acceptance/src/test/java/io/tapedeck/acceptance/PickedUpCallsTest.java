package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.acceptance.Voices.Voice;
import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * Calls that are parked and picked up by phones (INVITE with Replaces), each party with a tone of its own. Dora is the place
 * where calls are parked, and her tone is what is played there. The tenant records everything; Bob and Clara record their
 * incoming calls, and Bob those that he has sent elsewhere.
 */
@ExtendWith(SharedPlatform.class)
@TestInstance(Lifecycle.PER_CLASS)
class PickedUpCallsTest {

    private static final String PARKING_PLACE = "204";
    private static final int STRANGERS_PORT = 26_128;

    private RunningPlatform running;
    private Voices voices;
    private Captures captures;

    @BeforeAll
    void everybody_is_there(RunningPlatform platform) {
        running = platform;
        captures = new Captures(platform);
        voices = new Voices(platform, 26_124);
        Map<String, Object> enabled = Map.of("any", Map.of("enabled", true));
        voices.settings("tenants/" + voices.tenantId(), Map.of("any", enabled));
        voices.settings("users/" + voices.claraId, Map.of("inbound", enabled));
        voices.settings("users/" + voices.bobId, Map.of("inbound", enabled, "redirected", true));
        voices.phones().awaitPublished();
    }

    @AfterAll
    void all_leave() {
        voices.close();
    }

    @Test
    void a_parked_call_that_somebody_else_picks_up_is_one_session_in_one_capture() {
        PhoneCall first = voices.talk(voices.xaver, voices.bobsNumber);
        PhoneCall parked = park(voices.incoming(voices.bob), voices.xaver);

        PhoneCall atClara = voices.pickUp(voices.clara, Voices.XAVERS_NUMBER, parked);
        PhoneCall atXaver = voices.transferred(voices.xaver);
        voices.listen(atXaver);
        atClara.hangUp();

        assertThat(parked.ended(Voices.PATIENCE)).isTrue();
        assertThat(List.of(parked.sessionId(), atClara.sessionId(), atXaver.sessionId()))
                .containsOnly(first.sessionId());
        JsonNode cdr = voices.cdr(first.sessionId());
        assertThat(captures.foldersOf(first.sessionId())).hasSize(1);
        assertThat(cdr.path("direction").asString()).isEqualTo("in");
        assertThat(voices.targets(cdr))
                .containsExactly("202 blind_transfer_complete", "204 replaced", "203 callee_disconnect");
        voices.assertOwners(cdr, "bob+clara+tenant");
        voices.heard(cdr, "tenant").left(Voice.XAVER).right(Voice.BOB, Voice.DORA, Voice.CLARA);
        voices.heard(cdr, "bob").left(Voice.XAVER).right(Voice.BOB, Voice.DORA, Voice.CLARA);
        voices.heard(cdr, "clara").left(Voice.XAVER).right(Voice.CLARA);
    }

    @Test
    void who_does_not_record_redirected_calls_has_a_recording_until_the_call_is_parked() {
        PhoneCall first = voices.talk(voices.anna, "203");
        PhoneCall parked = park(voices.incoming(voices.clara), voices.anna);

        PhoneCall atBob = voices.pickUp(voices.bob, "201", parked);
        voices.listen(voices.transferred(voices.anna));
        atBob.hangUp();

        JsonNode cdr = voices.cdr(first.sessionId());
        voices.assertOwners(cdr, "bob+clara+tenant");
        voices.heard(cdr, "tenant").left(Voice.ANNA).right(Voice.CLARA, Voice.DORA, Voice.BOB);
        voices.heard(cdr, "clara").left(Voice.ANNA).right(Voice.CLARA);
        voices.heard(cdr, "bob").left(Voice.ANNA).right(Voice.BOB);
    }

    @Test
    void a_call_that_a_colleague_takes_over_goes_on_in_its_recordings() {
        PhoneCall first = voices.talk(voices.anna, "202");
        PhoneCall atBob = voices.incoming(voices.bob);

        PhoneCall atClara = voices.pickUp(voices.clara, "201", atBob);
        PhoneCall atAnna = voices.transferred(voices.anna);
        voices.listen(atAnna);
        atAnna.hangUp();

        assertThat(atBob.ended(Voices.PATIENCE)).isTrue();
        assertThat(atClara.sessionId()).isEqualTo(first.sessionId());
        JsonNode cdr = voices.cdr(first.sessionId());
        assertThat(captures.foldersOf(first.sessionId())).hasSize(1);
        assertThat(voices.targets(cdr)).containsExactly("202 replaced", "203 caller_disconnect");
        voices.assertOwners(cdr, "bob+clara+tenant");
        voices.heard(cdr, "tenant").left(Voice.ANNA).right(Voice.BOB, Voice.CLARA);
        voices.heard(cdr, "bob").left(Voice.ANNA).right(Voice.BOB, Voice.CLARA);
        voices.heard(cdr, "clara").left(Voice.ANNA).right(Voice.CLARA);
    }

    @Test
    void who_takes_the_place_of_the_caller_is_heard_on_the_left() {
        PhoneCall first = voices.talk(voices.anna, "202");
        assertThat(voices.incoming(voices.bob)).isNotNull();

        PhoneCall atClara = voices.pickUp(voices.clara, "202", first);
        PhoneCall atBob = voices.transferred(voices.bob);
        voices.listen(atBob);
        atClara.hangUp();

        assertThat(first.ended(Voices.PATIENCE)).isTrue();
        JsonNode cdr = voices.cdr(first.sessionId());
        voices.assertOwners(cdr, "bob+tenant");
        voices.heard(cdr, "tenant").left(Voice.ANNA, Voice.CLARA).right(Voice.BOB);
        voices.heard(cdr, "bob").left(Voice.ANNA, Voice.CLARA).right(Voice.BOB);
    }

    @Test
    void strangers_cannot_take_calls_of_other_tenants_talking_or_ringing() {
        PhoneCall call = voices.talk(voices.anna, "202");
        PhoneCall atBob = voices.incoming(voices.bob);
        PhoneCall ringing = voices.ringAtDora(voices.clara);
        PhoneCall atDora = voices.incoming(voices.dora);
        voices.awaitRinging(ringing);

        try (TapedeckApi api = running.api()) {
            var strangers = new Phones(running, api);
            strangers.trunk(STRANGERS_PORT, "55");
            try (Softphone mallory = strangers.registered("201");
                    Softphone outside = strangers.outside("5511", STRANGERS_PORT)) {
                for (Softphone stranger : List.of(mallory, outside)) {
                    assertThat(taking(stranger, atBob)).isEqualTo(403);
                    assertThat(taking(stranger, call)).isEqualTo(403);
                    assertThat(taking(stranger, atDora)).isEqualTo(403);
                }
            }
        }
        ringing.cancel();
        voices.listen(call);
        call.hangUp();

        assertThat(atDora.ended(Voices.PATIENCE)).isTrue();
        JsonNode cdr = voices.cdr(call.sessionId());
        voices.assertOwners(cdr, "bob+tenant");
        assertThat(voices.targets(cdr)).containsExactly("202 caller_disconnect");
        voices.heard(cdr, "tenant").left(Voice.ANNA).right(Voice.BOB);
        assertThat(voices.cdr(ringing.sessionId()).path("endedReason").asString())
                .isEqualTo("cancelled");
    }

    /** @return the final status */
    private int taking(Softphone stranger, PhoneCall wanted) {
        PhoneCall call = stranger.call(
                "sip:201@" + voices.phones().domain(),
                AudioSource.tone(2_600),
                Map.of("Replaces", wanted.replacesHeader()));
        assertThat(call.ended(Voices.PATIENCE)).isTrue();
        return call.statusCode();
    }

    /** @return the call as the parking place has it, when the parked party has heard what is played there */
    private PhoneCall park(PhoneCall call, Softphone party) {
        assertThat(call.transfer(PARKING_PLACE)).isEqualTo(202);
        PhoneCall parked = voices.incoming(voices.dora);
        voices.answer(parked, Voice.DORA);
        voices.listen(voices.transferred(party));
        assertThat(call.transferOutcome(Voices.PATIENCE)).isEqualTo(200);
        return parked;
    }
}
