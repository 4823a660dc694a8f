package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.testkit.time.Eventually;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Messages that meet on their way, and offers that come to nothing. */
class CrossingTest extends WireTest {

    private static final String MOVED = TextPhone.SDP.replace("m=audio 4000", "m=audio 4002");

    private Message atBob = new Message("\r\n");

    private Message call(String callId) {
        house.reach("1002", bob);
        alice.send(alice.invite("sip:1002@example.com", callId));
        atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        Message answer = alice.expectStatus(200);
        alice.send(alice.inDialog(answer, "ACK", 1, ""));
        bob.expectRequest("ACK");
        house.media.clear();
        return answer;
    }

    /** The node is told after the phones are. */
    private void mediaSays(String... commands) {
        Eventually.passes(() -> assertThat(house.media).containsExactly(commands), Duration.ofSeconds(30));
    }

    @Test
    void after_a_refused_offer_the_media_goes_where_it_went_before() {
        Message answer = call("refused");

        alice.send(alice.inDialog(answer, "INVITE", 2, MOVED));
        bob.send(bob.response(bob.expectRequest("INVITE"), 488, "Not Acceptable Here", ""));
        alice.expectStatus(488);

        mediaSays("offer caller from-alice", "offer caller from-alice", "answer from-alice to-bob orders=0");
    }

    @Test
    void a_refused_offer_that_changes_nothing_needs_no_more() {
        Message answer = call("refused-same");

        alice.send(alice.inDialog(answer, "UPDATE", 2, TextPhone.SDP));
        bob.send(bob.response(bob.expectRequest("UPDATE"), 491, "Request Pending", ""));
        alice.expectStatus(491);

        assertThat(house.media).containsExactly("offer caller from-alice");
    }

    @Test
    void what_cannot_be_sent_on_leaves_media_and_call_as_they_are() throws Exception {
        Message answer = call("nowhere");

        alice.send(toNowhere(alice.inDialog(answer, "INVITE", 2, MOVED)));
        alice.expectStatus(404);
        alice.send(toNowhere(alice.inDialog(answer, "REFER", 3, "")
                .replace("Max-Forwards", "Refer-To: <sip:1003@example.com>\r\nMax-Forwards")));
        alice.expectStatus(404);
        alice.send(toNowhere(alice.inDialog(answer, "BYE", 4, "")));
        alice.expectStatus(404);

        assertThat(house.media).isEmpty();
        assertThat(eventsUntilEnd("nowhere").getLast().call().endedReason()).isEqualTo(EndedReason.CALLER_DISCONNECT);
    }

    /** Behind the proxy comes something that is no host. */
    private static String toNowhere(String request) {
        int end = request.indexOf("\r\n", request.lastIndexOf("\r\nRoute:") + 2);
        return request.substring(0, end) + "\r\nRoute: <tel:+15550100>" + request.substring(end);
    }

    @Test
    void two_offers_that_meet_are_both_refused_and_the_media_stays() throws Exception {
        Message answer = call("glare");

        alice.send(alice.inDialog(answer, "INVITE", 2, MOVED));
        Message ofAlice = bob.expectRequest("INVITE");
        bob.send(bob.calleeInDialog(atBob, "INVITE", 1, MOVED));
        Message ofBob = alice.expectRequest("INVITE");
        bob.send(bob.response(ofAlice, 491, "Request Pending", ""));
        alice.expectStatus(491);
        alice.send(alice.response(ofBob, 491, "Request Pending", ""));
        bob.expectStatus(491);

        mediaSays(
                "offer caller from-alice",
                "offer callee to-bob",
                "offer caller from-alice",
                "answer from-alice to-bob orders=0");
        alice.send(alice.inDialog(answer, "BYE", 3, ""));
        bob.expectRequest("BYE");
        assertThat(eventsUntilEnd("glare").getLast().call().endedReason()).isEqualTo(EndedReason.CALLER_DISCONNECT);
    }

    @Test
    void a_bye_that_meets_an_offer_ends_the_call_once_and_nothing_gets_media_again() throws Exception {
        Message answer = call("bye-offer");

        alice.send(alice.inDialog(answer, "INVITE", 2, MOVED));
        Message offer = bob.expectRequest("INVITE");
        bob.send(bob.calleeInDialog(atBob, "BYE", 1, ""));
        Message bye = alice.expectRequest("BYE");
        bob.send(bob.response(offer, 481, "Call/Transaction Does Not Exist", ""));
        alice.expectStatus(481);
        alice.send(alice.response(bye, 200, "OK", ""));
        bob.expectStatus(200);

        assertThat(eventsUntilEnd("bye-offer").getLast().call().endedReason()).isEqualTo(EndedReason.CALLEE_DISCONNECT);
        assertThat(house.media).containsExactly("offer caller from-alice");
        assertThat(house.deleted).hasSize(1);
    }

    @Test
    void an_answer_that_meets_the_cancel_connects_and_the_caller_hangs_up() throws Exception {
        house.reach("1002", bob);
        String invite = alice.invite("sip:1002@example.com", "cancel-answer");
        alice.send(invite);
        Message ringing = bob.expectRequest("INVITE");
        bob.send(bob.response(ringing, 180, "Ringing", ""));
        alice.expectStatus(180);

        alice.send(TextPhone.cancelOf(invite));
        Message cancel = bob.expectRequest("CANCEL");
        bob.send(bob.response(ringing, 200, "OK", TextPhone.SDP));
        bob.send(bob.response(cancel, 481, "Call/Transaction Does Not Exist", ""));
        Message answer = alice.expect(
                "200 to INVITE", message -> message.header("CSeq").equals("1 INVITE") && message.status() == 200);
        alice.send(alice.inDialog(answer, "ACK", 1, ""));
        alice.send(alice.inDialog(answer, "BYE", 2, ""));
        bob.expectRequest("ACK");
        bob.expectRequest("BYE");

        CallEvent end = eventsUntilEnd("cancel-answer").getLast();
        assertThat(end.call().answeredAt()).isNotNull();
        assertThat(end.call().endedReason()).isEqualTo(EndedReason.CALLER_DISCONNECT);
    }

    @Test
    void a_cancel_that_meets_the_answer_changes_nothing() throws Exception {
        house.reach("1002", bob);
        String invite = alice.invite("sip:1002@example.com", "late-cancel");
        alice.send(invite);
        bob.send(bob.response(bob.expectRequest("INVITE"), 200, "OK", TextPhone.SDP));
        Message answer = alice.expectStatus(200);

        alice.send(TextPhone.cancelOf(invite));
        alice.expect("answer to CANCEL", message -> message.header("CSeq").equals("1 CANCEL"));
        alice.send(alice.inDialog(answer, "ACK", 1, ""));
        bob.expectRequest("ACK");

        assertThat(bob.hearsNo(message -> message.method().equals("CANCEL"), Duration.ofMillis(100)))
                .isTrue();
        assertThat(house.deleted.poll(100, TimeUnit.MILLISECONDS)).isNull();
        alice.send(alice.inDialog(answer, "BYE", 2, ""));
        bob.expectRequest("BYE");
        assertThat(eventsUntilEnd("late-cancel").getLast().call().endedReason())
                .isEqualTo(EndedReason.CALLER_DISCONNECT);
    }
}
