package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.CallTarget;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.proxy.routing.Diversion.Reason;
import io.tapedeck.proxy.routing.Target;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alice calls Bob, who wants his calls at Carol's. */
class CallForwardingTest extends WireTest {

    @BeforeEach
    void everybody_is_a_user_of_their_own() {
        house.own("1001", alice);
        house.own("1002", bob);
        house.own("1003", carol);
    }

    @ParameterizedTest
    @CsvSource({"BUSY, 486, user-busy", "BUSY, 603, user-busy", "UNAVAILABLE, 480, unavailable"})
    void what_a_phone_does_not_take_goes_on(Reason why, int status, String told) throws Exception {
        forward("1002", why, "1003");
        String callId = why + "-" + status;

        alice.send(alice.invite("sip:1002@example.com", callId));
        bob.send(bob.response(bob.expectRequest("INVITE"), status, "No", ""));
        Message atCarol = carol.expectRequest("INVITE");
        carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP));
        Message answer = alice.expectStatus(200);
        alice.send(alice.inDialog(answer, "BYE", 2, ""));

        assertThat(atCarol.header("Diversion")).isEqualTo("<sip:1002@example.com>;reason=" + told + ";counter=1");
        assertThat(house.conversations.getLast().redirectedBy()).containsExactly(FakeHouse.userId("1002"));
        CallRecord end = eventsUntilEnd(callId).getLast().call();
        assertThat(end.targets())
                .extracting(CallTarget::callee, CallTarget::endReason)
                .containsExactly(tuple("1002", EndedReason.REJECTED), tuple("1003", EndedReason.CALLER_DISCONNECT));
    }

    @Test
    void who_does_not_answer_in_time_stops_ringing_and_the_next_one_rings() throws Exception {
        forward("1002", Reason.NO_ANSWER, "1003");

        alice.send(alice.invite("sip:1002@example.com", "slow"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 180, "Ringing", ""));
        bob.expectRequest("CANCEL");
        bob.send(bob.response(atBob, 487, "Request Terminated", ""));
        Message atCarol = carol.expectRequest("INVITE");
        carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP));
        Message answer = alice.expectStatus(200);
        alice.send(alice.inDialog(answer, "BYE", 2, ""));

        assertThat(atCarol.header("Diversion")).contains("reason=no-answer");
        assertThat(eventsUntilEnd("slow").getLast().call().targets())
                .extracting(CallTarget::callee, CallTarget::endReason, CallTarget::statusCode)
                .containsExactly(
                        tuple("1002", EndedReason.REDIRECTED, 0), tuple("1003", EndedReason.CALLER_DISCONNECT, 0));
    }

    @Test
    void a_phone_that_rang_and_gives_up_by_itself_did_not_answer() {
        forward("1002", Reason.NO_ANSWER, "1003");
        house.patience = Duration.ofMinutes(1);

        alice.send(alice.invite("sip:1002@example.com", "gave-up"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 180, "Ringing", ""));
        bob.send(bob.response(atBob, 480, "No Answer", ""));

        assertThat(carol.expectRequest("INVITE").header("Diversion")).contains("reason=no-answer");
    }

    @Test
    void the_caller_who_gives_up_is_not_forwarded() {
        forward("1002", Reason.BUSY, "1003");
        String invite = alice.invite("sip:1002@example.com", "gives-up");

        alice.send(invite);
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 180, "Ringing", ""));
        alice.expectStatus(180);
        alice.send(TextPhone.cancelOf(invite));
        bob.expectRequest("CANCEL");
        bob.send(bob.response(atBob, 486, "Busy Here", ""));

        alice.expectStatus(486);
    }

    @Test
    void where_the_next_one_does_not_take_the_call_either_the_caller_hears_that() {
        forward("1002", Reason.BUSY, "1003");

        alice.send(alice.invite("sip:1002@example.com", "both"));
        bob.send(bob.response(bob.expectRequest("INVITE"), 486, "Busy Here", ""));
        carol.send(carol.response(carol.expectRequest("INVITE"), 480, "Temporarily Unavailable", ""));

        alice.expectStatus(480);
    }

    @Test
    void where_everybody_else_has_been_tried_already_the_caller_hears_480() {
        Target nextUserOfThatPhone = house.targets.get("1003").getFirst();
        house.diverted.put("1002 BUSY", new Target(bob.uri(), null, nextUserOfThatPhone.party(), null, 1));

        alice.send(alice.invite("sip:1002@example.com", "all-tried"));
        bob.send(bob.response(bob.expectRequest("INVITE"), 486, "Busy Here", ""));

        alice.expectStatus(480);
    }

    @Test
    void who_forward_to_each_other_send_the_caller_a_482() {
        forward("1002", Reason.BUSY, "1003");
        forward("1003", Reason.BUSY, "1002");

        alice.send(alice.invite("sip:1002@example.com", "ring"));
        bob.send(bob.response(bob.expectRequest("INVITE"), 486, "Busy Here", ""));
        carol.send(carol.response(carol.expectRequest("INVITE"), 486, "Busy Here", ""));

        alice.expectStatus(482);
    }

    @Test
    void a_phone_that_sends_the_call_elsewhere_forwards_it() throws Exception {
        alice.send(alice.invite("sip:1002@example.com", "deflected"));
        bob.send(bob.response(bob.expectRequest("INVITE"), 302, "Moved Temporarily", "")
                .replaceFirst("Contact: <[^>]*>", "Contact: <sip:1003@example.com>"));
        Message atCarol = carol.expectRequest("INVITE");
        carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP));
        Message answer = alice.expectStatus(200);
        alice.send(alice.inDialog(answer, "BYE", 2, ""));

        assertThat(atCarol.header("Diversion")).contains("sip:1002@example.com").contains("reason=deflection");
        assertThat(house.conversations.getLast().redirectedBy()).containsExactly(FakeHouse.userId("1002"));
        assertThat(eventsUntilEnd("deflected").getLast().call().targets())
                .extracting(CallTarget::callee, CallTarget::endReason, CallTarget::statusCode)
                .containsExactly(
                        tuple("1002", EndedReason.REDIRECTED, 302), tuple("1003", EndedReason.CALLER_DISCONNECT, 0));
    }

    @Test
    void everybody_who_has_sent_the_call_on_is_asked_whether_they_record_it() throws Exception {
        try (var dora = new TextPhone("dora", server.port())) {
            house.own("1004", dora);
            forward("1002", Reason.BUSY, "1003");
            forward("1003", Reason.BUSY, "1004");

            alice.send(alice.invite("sip:1002@example.com", "chain"));
            bob.send(bob.response(bob.expectRequest("INVITE"), 486, "Busy Here", ""));
            carol.send(carol.response(carol.expectRequest("INVITE"), 486, "Busy Here", ""));
            dora.send(dora.response(dora.expectRequest("INVITE"), 200, "OK", TextPhone.SDP));
            alice.expectStatus(200);
        }

        assertThat(house.conversations.getLast().redirectedBy())
                .containsExactly(FakeHouse.userId("1002"), FakeHouse.userId("1003"));
    }

    private void forward(String from, Reason why, String to) {
        house.diverted.put(from + " " + why, house.targets.get(to).getFirst());
    }
}
