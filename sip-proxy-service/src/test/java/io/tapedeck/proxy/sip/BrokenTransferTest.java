package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.proxy.routing.Diversion;
import io.tapedeck.proxy.routing.Target;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bob sends Alice to Carol, and something comes in between. */
class BrokenTransferTest extends TransferScene {

    private static final String RELIABLE = "Require: 100rel\r\nRSeq: 1";

    /** More than the mailbox of a call holds. */
    private static final int FLOOD = 600;

    /** Less than a socket holds. */
    private static final int BATCH = 50;

    private TextPhone dave;

    @BeforeEach
    void dave_comes() throws IOException {
        dave = new TextPhone("dave", server.port());
    }

    @AfterEach
    void dave_leaves() {
        house.hearsKeys.countDown();
        dave.close();
    }

    @Test
    void an_answer_after_the_transfer_has_failed_is_hung_up() throws Exception {
        Call call = call("late");
        Target bobs = house.targets.get("1002").getFirst();
        Target carols = house.targets.get("1003").getFirst();
        var sentOn = List.of(new Diversion(bobs.party(), Diversion.Reason.ALWAYS));
        house.targets.put("1003", List.of(new Target(carols.uri(), null, carols.party(), null, 1, sentOn)));
        house.diverted.put("1003 NO_ANSWER", bobs);

        Message atCarol = aliceCalls(uriIn(refer(call, "<sip:1003@example.com>")), "late-2");
        carol.send(carol.response(atCarol, 180, "Ringing", ""));
        alice.expectStatus(482);
        carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP));
        carol.expectRequest("ACK");
        carol.expectRequest("BYE");
        bob.send(bob.calleeInDialog(call.atBob(), "BYE", 2, ""));
        alice.expectRequest("BYE");

        assertThat(house.media).doesNotContain("answer from-alice-2 to-carol orders=0");
        assertThat(eventsUntilEnd("late").getLast().call().endedReason()).isEqualTo(EndedReason.CALLEE_DISCONNECT);
    }

    @Test
    void a_replaces_that_cannot_be_read_ends_the_wait_for_the_transfer() throws Exception {
        Call call = call("unreadable");

        alice.send(second(
                alice.invite(uriIn(refer(call, "<sip:1003@example.com>")), "unreadable-2", "Replaces: no-tags")));
        alice.expectStatus(400);
        bob.send(bob.calleeInDialog(call.atBob(), "BYE", 2, ""));

        assertThat(eventsUntilEnd("unreadable").getLast().call().endedReason())
                .isEqualTo(EndedReason.CALLEE_DISCONNECT);
    }

    @Test
    void a_consultation_goes_on_when_the_transfer_gets_no_media() throws Exception {
        Call call = call("no-ports");
        Message consulted = consult("no-ports-ask", true);

        Message refer =
                refer(call, "<sip:1003@example.com?Replaces=no-ports-ask%3Bto-tag%3Dto-carol%3Bfrom-tag%3Dfrom-bob>");
        house.portsLeft = false;
        alice.send(second(
                alice.invite(uriIn(refer), "no-ports-2", "Replaces: no-ports-ask;to-tag=to-carol;from-tag=from-bob")));
        alice.expectStatus(503);
        carol.send(carol.calleeInDialog(consulted, "BYE", 1, ""));
        bob.expectRequest("BYE");

        assertThat(eventsUntilEnd("no-ports-ask").getLast().call().endedReason())
                .isEqualTo(EndedReason.CALLEE_DISCONNECT);
    }

    @Test
    void who_tries_to_pick_up_in_vain_does_not_end_the_transfer() {
        Call call = call("two");

        Message atCarol = aliceCalls(uriIn(refer(call, "<sip:1003@example.com>")), "two-2");
        carol.send(carol.response(atCarol, 180, "Ringing", ""));
        alice.expectStatus(180);
        bob.send(bob.calleeInDialog(call.atBob(), "BYE", 2, ""));
        alice.send(alice.response(alice.expectRequest("BYE"), 200, "OK", ""));
        dave.send(dave.invite("sip:1001@example.com", "two-3", "Replaces: two;to-tag=from-alice;from-tag=to-bob"));
        alice.send(alice.response(alice.expectRequest("INVITE"), 486, "Busy Here", ""));
        dave.expectStatus(486);
        carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP));

        assertThat(alice.expectStatus(200).header("X-Session-Id")).isEqualTo(call.sessionId());
        assertThat(house.deleted).isEmpty();
    }

    @Test
    void recordings_go_on_when_the_answer_cannot_be_connected() {
        Call call = call("unusable");
        house.endsWithMoves = true;

        Message atCarol = aliceCalls(uriIn(refer(call, "<sip:1003@example.com>")), "unusable-2");
        house.answersUsable = false;
        carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP));
        alice.expectStatus(488);

        assertThat(house.media).noneMatch(said -> said.startsWith("stop"));
    }

    @Test
    void a_late_offer_that_comes_to_nothing_gives_the_media_back() {
        Call call = call("late-offer");

        String uri = uriIn(refer(call, "<sip:1003@example.com>"));
        alice.send(second(alice.request("INVITE", uri, "late-offer-2", "", "Supported: 100rel")));
        Message atCarol = carol.expectRequest("INVITE");
        carol.send(carol.response(atCarol, 183, "Session Progress", TextPhone.SDP, RELIABLE));
        Message progress = alice.expectStatus(183);
        alice.send(prack(progress));
        carol.send(carol.response(carol.expectRequest("PRACK"), 200, "OK", ""));
        alice.expectStatus(200);
        carol.send(carol.response(atCarol, 486, "Busy Here", ""));
        alice.expectStatus(486);
        bob.send(bob.calleeInDialog(call.atBob(), "BYE", 2, ""));
        alice.expectRequest("BYE");

        assertThat(house.media)
                .endsWith(
                        "offer callee to-carol",
                        "answer to-carol from-alice-2 orders=0",
                        "offer caller from-alice",
                        "answer from-alice to-bob orders=0");
    }

    @Test
    void a_late_offer_that_is_taken_counts_from_then_on() {
        Call call = call("taken");

        String uri = uriIn(refer(call, "<sip:1003@example.com>"));
        alice.send(second(alice.request("INVITE", uri, "taken-2", "", "Supported: 100rel")));
        Message atCarol = carol.expectRequest("INVITE");
        carol.send(carol.response(atCarol, 183, "Session Progress", TextPhone.SDP, RELIABLE));
        alice.send(prack(alice.expectStatus(183)));
        carol.send(carol.response(carol.expectRequest("PRACK"), 200, "OK", ""));
        alice.expectStatus(200);
        carol.send(carol.response(atCarol, 200, "OK", ""));
        alice.expectStatus(200);
        dave.send(dave.invite(
                "sip:1003@example.com", "taken-3", "Replaces: taken-2;to-tag=to-carol;from-tag=from-alice-2"));
        carol.send(carol.response(carol.expectRequest("INVITE"), 486, "Busy Here", ""));
        dave.expectStatus(486);
        carol.send(carol.calleeInDialog(atCarol, "BYE", 1, ""));
        alice.expectRequest("BYE");

        assertThat(house.media)
                .as("back to Carol, not to Bob")
                .endsWith("offer callee to-carol", "answer to-carol from-alice-2 orders=0");
    }

    @Test
    void a_transfer_that_finds_its_call_too_busy_may_be_tried_again() {
        Call call = call("flood");
        String uri = uriIn(refer(call, "<sip:1003@example.com>"));

        house.hearsKeys = new CountDownLatch(1);
        for (int sequence = 0; sequence < FLOOD; sequence++) {
            alice.send(key(call, 10 + sequence));
            if (sequence % BATCH == 0) {
                arriveAtAll(sequence);
            }
        }
        alice.expectStatus(503);
        alice.send(second(alice.invite(uri, "flood-2")));
        alice.expect(
                "503 to the INVITE",
                message -> message.status() == 503 && message.header("CSeq").endsWith("INVITE"));
        house.hearsKeys.countDown();
        for (int worked = 0; worked < FLOOD / 3; worked++) {
            bob.expectRequest("INFO");
        }
        Message atCarol = aliceCalls(uri, "flood-3");

        assertThat(atCarol.header("X-Session-Id")).isEqualTo(call.sessionId());
    }

    /** Whatever was sent before is no longer in a socket. */
    private void arriveAtAll(int round) {
        dave.ask(
                dave.request("OPTIONS", "sip:127.0.0.1:" + server.port(), "round-" + round, ""),
                message -> message.header("Call-ID").equals("round-" + round));
    }

    private String key(Call call, int sequence) {
        return alice.inDialog(call.answer(), "INFO", sequence, "Signal=1\r\nDuration=100\r\n")
                .replace("application/sdp", "application/dtmf-relay");
    }

    private String prack(Message progress) {
        return alice.inDialog(progress, "PRACK", 2, TextPhone.SDP)
                .replace("Max-Forwards", "RAck: 1 1 INVITE\r\nMax-Forwards");
    }
}
