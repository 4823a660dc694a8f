package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.acceptance.Voices.Voice;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.time.Eventually;
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
 * Calls that are transferred, forwarded and picked up by phones, each party with a tone of its own: who has which
 * recording, and what is heard in it from beginning to end. The tenant records everything; Bob records his incoming
 * calls, Clara hers. Dora does not answer unless a test makes her; after five seconds her calls go to Clara.
 */
@ExtendWith(SharedPlatform.class)
@TestInstance(Lifecycle.PER_CLASS)
class TransferredCallsTest {

    private Voices voices;

    @BeforeAll
    void everybody_is_there(RunningPlatform platform) {
        voices = new Voices(platform, 26_110);
        voices.forwarding(voices.doraId, Map.of("noAnswer", Map.of("userId", voices.claraId, "afterSeconds", 5)));
        voices.settings("tenants/" + voices.tenantId(), Map.of("any", enabled()));
        voices.settings("users/" + voices.claraId, Map.of("inbound", enabled()));
        voices.settings("users/" + voices.bobId, Map.of("inbound", enabled()));
        voices.awaitRecordedBy("tenant+bob");
    }

    @AfterAll
    void all_leave() {
        voices.close();
    }

    private static Map<String, Object> enabled() {
        return Map.of("any", Map.of("enabled", true));
    }

    @Test
    void a_blind_transfer_from_outside_is_one_session_with_a_recording_for_each_of_its_owners() {
        PhoneCall atXaver = voices.talk(voices.xaver, voices.bobsNumber);
        PhoneCall atBob = voices.incoming(voices.bob);

        assertThat(atBob.transfer("203")).isEqualTo(202);
        PhoneCall next = voices.transferred(voices.xaver);
        assertThat(atBob.transferOutcome(Voices.PATIENCE)).isEqualTo(200);
        voices.listen(next);
        next.hangUp();

        assertThat(next.sessionId()).isEqualTo(atXaver.sessionId());
        JsonNode cdr = voices.cdr(next.sessionId());
        voices.assertOwners(cdr, "bob+clara+tenant");
        assertThat(cdr.path("direction").asString()).isEqualTo("in");
        assertThat(cdr.path("endedReason").asString()).isEqualTo("caller_disconnect");
        assertThat(voices.targets(cdr)).containsExactly("202 blind_transfer_complete", "203 caller_disconnect");
        voices.heard(cdr, "tenant").left(Voice.XAVER).right(Voice.BOB, Voice.CLARA);
        voices.heard(cdr, "bob").left(Voice.XAVER).right(Voice.BOB);
        voices.heard(cdr, "clara").left(Voice.XAVER).right(Voice.CLARA);
    }

    @Test
    void who_records_redirected_calls_hears_the_whole_session_after_an_attended_transfer() {
        voices.settings("users/" + voices.bobId, Map.of("inbound", enabled(), "redirected", true));
        voices.awaitRedirected();
        PhoneCall atAnna = voices.talk(voices.anna, "202");
        PhoneCall atBob = voices.incoming(voices.bob);
        PhoneCall consultation = voices.talk(voices.bob, "203");

        assertThat(atBob.transferTo(consultation)).isEqualTo(202);
        PhoneCall next = voices.transferred(voices.anna);
        voices.listen(next);
        next.hangUp();
        voices.settings("users/" + voices.bobId, Map.of("inbound", enabled()));
        voices.awaitNotRedirected();

        assertThat(next.sessionId()).isEqualTo(atAnna.sessionId());
        JsonNode asked = voices.cdr(consultation.sessionId());
        assertThat(asked.path("endedReason").asString()).isEqualTo("attended_transfer_complete");
        voices.heard(asked, "tenant").left(Voice.BOB).right(Voice.CLARA);
        JsonNode cdr = voices.cdr(next.sessionId());
        voices.assertOwners(cdr, "bob+clara+tenant");
        assertThat(voices.targets(cdr)).containsExactly("202 attended_transfer_complete", "203 caller_disconnect");
        voices.heard(cdr, "tenant").left(Voice.ANNA).right(Voice.BOB, Voice.CLARA);
        voices.heard(cdr, "bob").left(Voice.ANNA).right(Voice.BOB, Voice.CLARA);
        voices.heard(cdr, "clara").left(Voice.ANNA).right(Voice.CLARA);
    }

    @Test
    void a_transfer_that_is_completed_while_it_rings_is_recorded_on() {
        PhoneCall atAnna = voices.talk(voices.anna, "202");
        PhoneCall atBob = voices.incoming(voices.bob);
        PhoneCall consultation = voices.ringAtDora(voices.bob);
        PhoneCall asked = voices.incoming(voices.dora);
        voices.awaitRinging(consultation);

        assertThat(atBob.transferTo(consultation)).isEqualTo(202);
        PhoneCall atDora = voices.incoming(voices.dora);
        consultation.cancel();
        voices.answer(atDora, Voice.DORA);
        PhoneCall next = voices.transferred(voices.anna);
        voices.listen(next);
        next.hangUp();

        assertThat(asked.ended(Voices.PATIENCE)).isTrue();
        assertThat(next.sessionId()).isEqualTo(atAnna.sessionId());
        assertThat(voices.cdr(consultation.sessionId()).path("endedReason").asString())
                .isEqualTo("attended_transfer_complete");
        JsonNode cdr = voices.cdr(next.sessionId());
        voices.heard(cdr, "tenant").left(Voice.ANNA).right(Voice.BOB, Voice.DORA);
        voices.heard(cdr, "bob").left(Voice.ANNA).right(Voice.BOB);
    }

    @Test
    void a_failed_transfer_returns_to_the_transferor_and_the_recording_goes_on() {
        PhoneCall atAnna = voices.talk(voices.anna, "202");
        PhoneCall atBob = voices.incoming(voices.bob);

        assertThat(atBob.transfer("204")).isEqualTo(202);
        voices.incoming(voices.dora).reject(486);
        assertThat(voices.anna.transferred(Voices.PATIENCE).answered(Voices.PATIENCE))
                .isFalse();
        assertThat(atBob.transferOutcome(Voices.PATIENCE)).isEqualTo(486);
        voices.listen(atBob);
        voices.listen(atAnna);
        atBob.hangUp();

        JsonNode cdr = voices.cdr(atAnna.sessionId());
        voices.assertOwners(cdr, "bob+tenant");
        assertThat(voices.targets(cdr)).containsExactly("202 callee_disconnect", "204 rejected");
        voices.heard(cdr, "tenant").left(Voice.ANNA).right(Voice.BOB);
        voices.heard(cdr, "bob").left(Voice.ANNA).right(Voice.BOB);
    }

    @Test
    void the_caller_who_transfers_is_replaced_on_the_left() {
        PhoneCall atAnna = voices.talk(voices.anna, "202");
        voices.incoming(voices.bob);

        assertThat(atAnna.transfer("203")).isEqualTo(202);
        PhoneCall next = voices.transferred(voices.bob);
        voices.listen(next);
        next.hangUp();

        JsonNode cdr = voices.cdr(next.sessionId());
        assertThat(next.sessionId()).isEqualTo(atAnna.sessionId());
        voices.heard(cdr, "tenant").left(Voice.ANNA, Voice.CLARA).right(Voice.BOB);
        voices.heard(cdr, "bob").left(Voice.ANNA, Voice.CLARA).right(Voice.BOB);
    }

    @Test
    void a_transfer_to_the_outside_is_an_outgoing_call_from_then_on() {
        PhoneCall atAnna = voices.talk(voices.anna, "202");
        PhoneCall atBob = voices.incoming(voices.bob);

        assertThat(atBob.transfer(Voices.YVES_NUMBER)).isEqualTo(202);
        PhoneCall next = voices.transferred(voices.anna);
        voices.listen(next);
        next.hangUp();

        JsonNode cdr = voices.cdr(next.sessionId());
        assertThat(next.sessionId()).isEqualTo(atAnna.sessionId());
        assertThat(cdr.path("direction").asString()).isEqualTo("out");
        voices.heard(cdr, "tenant").left(Voice.ANNA).right(Voice.BOB, Voice.YVES);
        voices.heard(cdr, "bob").left(Voice.ANNA).right(Voice.BOB);
    }

    @Test
    void recording_stops_when_two_parties_outside_remain() {
        voices.talk(voices.xaver, voices.bobsNumber);
        PhoneCall atBob = voices.incoming(voices.bob);

        assertThat(atBob.transfer(Voices.YVES_NUMBER)).isEqualTo(202);
        PhoneCall next = voices.transferred(voices.xaver);
        voices.listen(next);
        next.hangUp();

        JsonNode cdr = voices.cdr(next.sessionId());
        assertThat(cdr.path("direction").asString()).isEqualTo("in2out");
        voices.assertOwners(cdr, "bob+tenant");
        voices.heard(cdr, "tenant").left(Voice.XAVER).right(Voice.BOB);
        voices.heard(cdr, "bob").left(Voice.XAVER).right(Voice.BOB);
    }

    @Test
    void a_ringing_call_that_another_phone_picks_up_is_that_phones() {
        PhoneCall call = voices.ringAtDora(voices.anna);
        PhoneCall atDora = voices.incoming(voices.dora);
        voices.awaitRinging(call);

        PhoneCall atBob = voices.pickUp(voices.bob, "201", atDora);
        PhoneCall atAnna = voices.transferred(voices.anna);
        voices.listen(atAnna);
        atBob.hangUp();

        assertThat(atDora.ended(Voices.PATIENCE)).isTrue();
        assertThat(atBob.sessionId()).isEqualTo(call.sessionId());
        JsonNode cdr = voices.cdr(call.sessionId());
        voices.assertOwners(cdr, "bob+tenant");
        assertThat(voices.targets(cdr)).containsExactly("204 replaced", "202 callee_disconnect");
        voices.heard(cdr, "tenant").left(Voice.ANNA).right(Voice.BOB);
    }

    @Test
    void a_call_that_nobody_answers_in_time_is_forwarded_and_says_so() {
        PhoneCall call = voices.anna.call("204", Voice.ANNA.sound());
        PhoneCall atDora = voices.incoming(voices.dora);
        assertThat(call.answered(Voices.PATIENCE)).isTrue();
        voices.listen(call);
        call.hangUp();

        assertThat(atDora.ended(Voices.PATIENCE)).isTrue();
        JsonNode cdr = voices.cdr(call.sessionId());
        assertThat(cdr.path("callee").asString()).isEqualTo("204");
        assertThat(voices.targets(cdr)).containsExactly("204 redirected", "203 caller_disconnect");
        voices.assertOwners(cdr, "clara+tenant");
        voices.heard(cdr, "tenant").left(Voice.ANNA).right(Voice.CLARA);
    }

    @Test
    void a_call_from_outside_that_is_forwarded_outside_is_not_recorded() {
        voices.forwarding(voices.bobId, Map.of("always", Map.of("number", Voices.YVES_NUMBER)));
        Eventually.holds(
                () -> {
                    PhoneCall call = voices.xaver.call(voices.bobsNumber, Voice.XAVER.sound());
                    boolean answered = call.answered(Voices.PATIENCE);
                    call.hangUp();
                    return answered
                            && voices.cdr(call.sessionId())
                                    .path("direction")
                                    .asString()
                                    .equals("in2out")
                            && voices.owners(voices.cdr(call.sessionId())).isEmpty();
                },
                Voices.PATIENCE,
                "the call is forwarded outside, and not recorded");
        voices.forwarding(voices.bobId, Map.of());
        Eventually.holds(
                () -> {
                    PhoneCall call = voices.talk(voices.xaver, voices.bobsNumber);
                    call.hangUp();
                    return voices.targets(voices.cdr(call.sessionId())).equals(List.of("202 caller_disconnect"));
                },
                Voices.PATIENCE,
                "it is forwarded no more");
        voices.forgetIncoming();
    }
}
