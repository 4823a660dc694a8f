package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.calls.EndedReason;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SipServerTest extends WireTest {

    @Test
    void a_call_is_rung_answered_acknowledged_and_hung_up() throws Exception {
        house.reach("1002", bob);

        String invite = alice.invite("sip:1002@example.com", "basic");
        alice.send(invite);
        alice.expectStatus(100);
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 180, "Ringing", ""));
        Message ringing = alice.expectStatus(180);
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        Message answer = alice.expectStatus(200);
        alice.send(alice.inDialog(answer, "ACK", 1, ""));
        Message ack = bob.expectRequest("ACK");
        alice.send(alice.inDialog(answer, "BYE", 2, ""));
        Message bye = bob.expectRequest("BYE");
        bob.send(bob.response(bye, 200, "OK", ""));
        alice.expectStatus(200);

        assertThat(atBob.requestUri()).isEqualTo(bob.uri());
        assertThat(atBob.header("Max-Forwards")).isEqualTo("69");
        assertThat(atBob.body()).contains("198.51.100.1");
        assertThat(atBob.header("X-Session-Id")).isNotEmpty();
        assertThat(answer.header("X-Session-Id")).isEqualTo(atBob.header("X-Session-Id"));
        assertThat(ringing.header("X-Session-Id")).isEqualTo(atBob.header("X-Session-Id"));
        assertThat(answer.body()).contains("198.51.100.2");
        assertThat(answer.headers("Via")).hasSize(1);
        assertThat(ack.requestUri()).isEqualTo(bob.uri());
        assertThat(ack.headers("Route")).isEmpty();
        assertThat(house.media).containsExactly("offer caller from-alice", "answer from-alice to-bob orders=1");
        assertThat(house.deleted.poll(30, TimeUnit.SECONDS)).hasToString(atBob.header("X-Session-Id"));
        CallEvent last = eventsUntilEnd("basic").getLast();
        assertThat(last.call().endedReason()).isEqualTo(EndedReason.CALLER_DISCONNECT);
        assertThat(last.call().statusCode()).isZero();
    }

    @Test
    void the_first_of_two_phones_that_answers_gets_the_call_and_the_other_is_cancelled() throws Exception {
        house.reach("1002", bob, carol);

        alice.send(alice.invite("sip:1002@example.com", "fork"));
        Message atBob = bob.expectRequest("INVITE");
        Message atCarol = carol.expectRequest("INVITE");
        bob.send(bob.response(atBob, 180, "Ringing", ""));
        carol.send(carol.response(atCarol, 180, "Ringing", ""));
        alice.expectStatus(180);
        alice.expectStatus(180);
        carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP));
        Message answer = alice.expectStatus(200);
        Message cancel = bob.expectRequest("CANCEL");
        bob.send(bob.response(cancel, 200, "OK", ""));
        bob.send(bob.response(atBob, 487, "Request Terminated", ""));
        bob.expectRequest("ACK");

        assertThat(answer.toTag()).isEqualTo("to-carol");
        assertThat(alice.hearsNo(message -> message.status() == 487, Duration.ofMillis(300)))
                .isTrue();
    }

    @Test
    void busy_reaches_the_caller_and_ends_the_call() throws Exception {
        house.reach("1002", bob);

        alice.send(alice.invite("sip:1002@example.com", "busy"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 486, "Busy Here", ""));
        Message busy = alice.expectStatus(486);
        bob.expectRequest("ACK");

        assertThat(busy.headers("Via")).hasSize(1);
        CallEvent last = eventsUntilEnd("busy").getLast();
        assertThat(last.call().endedReason()).isEqualTo(EndedReason.REJECTED);
        assertThat(last.call().statusCode()).isEqualTo(486);
        assertThat(last.call().targets().getFirst().statusCode()).isEqualTo(486);
    }

    @Test
    void a_cancelled_call_is_cancelled_at_the_phone_and_ends_with_487() throws Exception {
        house.reach("1002", bob);
        String invite = alice.invite("sip:1002@example.com", "cancel");

        alice.send(invite);
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 180, "Ringing", ""));
        alice.expectStatus(180);
        alice.send(TextPhone.cancelOf(invite));
        Message ok = alice.expectStatus(200);
        Message cancel = bob.expectRequest("CANCEL");
        bob.send(bob.response(cancel, 200, "OK", ""));
        bob.send(bob.response(atBob, 487, "Request Terminated", ""));
        alice.expectStatus(487);

        assertThat(ok.header("CSeq")).isEqualTo("1 CANCEL");
        CallEvent last = eventsUntilEnd("cancel").getLast();
        assertThat(last.call().endedReason()).isEqualTo(EndedReason.CANCELLED);
        assertThat(last.call().statusCode()).isEqualTo(487);
    }

    @Test
    void a_cancel_waits_until_the_phone_has_said_something() throws Exception {
        house.reach("1002", bob);
        String invite = alice.invite("sip:1002@example.com", "early-cancel");

        alice.send(invite);
        Message atBob = bob.expectRequest("INVITE");
        alice.send(TextPhone.cancelOf(invite));
        alice.expect("200 to CANCEL", message -> message.status() == 200);
        boolean patient = bob.hearsNo(message -> message.method().equals("CANCEL"), Duration.ofMillis(200));
        bob.send(bob.response(atBob, 180, "Ringing", ""));
        bob.expectRequest("CANCEL");

        assertThat(patient).isTrue();
    }
}
