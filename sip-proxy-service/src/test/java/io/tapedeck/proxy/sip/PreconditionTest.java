package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.calls.CallEvent.CallAnswered;
import org.junit.jupiter.api.Test;

/** Reliable provisional responses (RFC 3262) and offers outside of INVITE (RFC 3311), before and after the answer. */
class PreconditionTest extends WireTest {

    private static final String RELIABLE = "Require: 100rel\r\nRSeq: 1";

    @Test
    void a_prack_finds_the_phone_that_rings_and_its_200_comes_back() throws Exception {
        house.reach("1002", bob);
        alice.send(alice.invite("sip:1002@example.com", "prack", "Supported: 100rel"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 183, "Session Progress", TextPhone.SDP, RELIABLE));
        Message progress = alice.expectStatus(183);

        alice.send(prack(progress, ""));
        Message prack = bob.expectRequest("PRACK");
        bob.send(bob.response(prack, 200, "OK", ""));
        Message acknowledged = alice.expectStatus(200);
        bob.send(bob.response(atBob, 200, "OK", ""));
        Message answer = alice.expectStatus(200);

        assertThat(progress.header("RSeq")).isEqualTo("1");
        assertThat(progress.header("Require")).isEqualTo("100rel");
        assertThat(prack.header("RAck")).isEqualTo("1 1 INVITE");
        assertThat(prack.requestUri()).isEqualTo(bob.uri());
        assertThat(prack.headers("Route")).isEmpty();
        assertThat(acknowledged.header("CSeq")).isEqualTo("2 PRACK");
        assertThat(answer.header("CSeq")).isEqualTo("1 INVITE");
        assertThat(house.media)
                .containsExactly(
                        "offer caller from-alice",
                        "answer from-alice to-bob orders=0",
                        "answer from-alice to-bob orders=1");
        assertThat(house.events).last().isInstanceOf(CallAnswered.class);
    }

    @Test
    void an_offer_in_a_reliable_response_is_answered_with_the_prack_and_recorded_from_the_answer() {
        house.reach("1002", bob);
        alice.send(alice.request("INVITE", "sip:1002@example.com", "prack-late", "", "Supported: 100rel"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 183, "Session Progress", TextPhone.SDP, RELIABLE));
        Message progress = alice.expectStatus(183);

        alice.send(prack(progress, TextPhone.SDP));
        Message prack = bob.expectRequest("PRACK");
        bob.send(bob.response(prack, 200, "OK", ""));
        alice.expectStatus(200);
        bob.send(bob.response(atBob, 200, "OK", ""));
        alice.expectStatus(200);

        assertThat(progress.body()).contains("198.51.100.1");
        assertThat(prack.body()).contains("198.51.100.2");
        assertThat(house.media)
                .containsExactly(
                        "offer callee to-bob",
                        "answer to-bob from-alice orders=0",
                        "answer to-bob from-alice orders=1");
    }

    @Test
    void an_update_before_the_answer_is_offered_and_answered_through_the_relay() {
        house.reach("1002", bob);
        alice.send(alice.invite("sip:1002@example.com", "update-early", "Supported: 100rel"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 183, "Session Progress", TextPhone.SDP, RELIABLE));
        Message progress = alice.expectStatus(183);
        house.media.clear();

        alice.send(alice.inDialog(progress, "UPDATE", 2, TextPhone.SDP));
        Message update = bob.expectRequest("UPDATE");
        bob.send(bob.response(update, 200, "OK", TextPhone.SDP));
        Message updated = alice.expectStatus(200);

        assertThat(update.body()).contains("198.51.100.1");
        assertThat(updated.header("CSeq")).isEqualTo("2 UPDATE");
        assertThat(updated.body()).contains("198.51.100.2");
        assertThat(house.media).containsExactly("offer caller from-alice", "answer from-alice to-bob orders=0");
    }

    @Test
    void an_update_of_the_callee_in_a_call_is_led_the_other_way() {
        house.reach("1002", bob);
        alice.send(alice.invite("sip:1002@example.com", "update-callee"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        alice.expectStatus(200);
        house.media.clear();

        bob.send(bob.calleeInDialog(atBob, "UPDATE", 1, TextPhone.SDP));
        Message update = alice.expectRequest("UPDATE");
        alice.send(alice.response(update, 200, "OK", TextPhone.SDP));
        Message updated = bob.expectStatus(200);

        assertThat(update.body()).contains("198.51.100.1");
        assertThat(updated.body()).contains("198.51.100.2");
        assertThat(house.media).containsExactly("offer callee to-bob", "answer to-bob from-alice orders=0");
    }

    @Test
    void an_update_without_sdp_leaves_the_media_alone() {
        Message answer = connect("update-refresh");
        house.media.clear();

        alice.send(alice.inDialog(answer, "UPDATE", 2, ""));
        Message update = bob.expectRequest("UPDATE");
        bob.send(bob.response(update, 200, "OK", ""));

        assertThat(alice.expectStatus(200).header("CSeq")).isEqualTo("2 UPDATE");
        assertThat(house.media).isEmpty();
    }

    private String prack(Message progress, String sdp) {
        return alice.inDialog(progress, "PRACK", 2, sdp).replace("Max-Forwards", "RAck: 1 1 INVITE\r\nMax-Forwards");
    }
}
