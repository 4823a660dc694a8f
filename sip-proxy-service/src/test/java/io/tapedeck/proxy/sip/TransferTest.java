package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.CallTarget;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.proxy.policy.Conversation;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Alice talks to Bob, and one of them sends the other to Carol. */
class TransferTest extends TransferScene {

    private int lastTag = -1;

    @Test
    void a_blind_transfer_goes_on_as_the_same_session_with_the_same_capture() throws Exception {
        Call call = call("blind");

        Message refer = refer(call, "<sip:1003@example.com>");
        Message atCarol = aliceCalls(uriIn(refer), "blind-2");
        carol.send(carol.response(atCarol, 180, "Ringing", ""));
        alice.expectStatus(180);
        carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP));
        Message connected = alice.expectStatus(200);
        bob.send(bob.calleeInDialog(call.atBob(), "BYE", 2, ""));
        alice.expectRequest("BYE");
        carol.send(carol.calleeInDialog(atCarol, "BYE", 1, ""));
        alice.expectRequest("BYE");

        assertThat(refer.header("Refer-To")).contains("sip:1003@example.com;tdt=");
        assertThat(atCarol.requestUri()).isEqualTo(carol.uri());
        assertThat(atCarol.header("X-Session-Id")).isEqualTo(call.sessionId());
        assertThat(connected.header("X-Session-Id")).isEqualTo(call.sessionId());
        assertThat(house.media)
                .containsExactly(
                        "offer caller from-alice",
                        "answer from-alice to-bob orders=1",
                        "offer caller from-alice-2",
                        "answer from-alice-2 to-carol orders=0");
        assertThat(house.deleted.poll(30, TimeUnit.SECONDS)).hasToString(call.sessionId());
        Conversation after = house.moves.remove();
        assertThat(after.callee().userId()).isEqualTo(FakeHouse.userId("1003"));
        assertThat(after.redirectedBy()).containsExactly(FakeHouse.userId("1002"));
        CallRecord end = eventsUntilEnd("blind").getLast().call();
        assertThat(end.endedReason()).isEqualTo(EndedReason.CALLEE_DISCONNECT);
        assertThat(end.targets())
                .extracting(CallTarget::id, CallTarget::callee, CallTarget::endReason)
                .containsExactly(
                        tuple(1, "1002", EndedReason.BLIND_TRANSFER_COMPLETE),
                        tuple(2, "1003", EndedReason.CALLEE_DISCONNECT));
    }

    @Test
    void a_phone_that_drops_the_mark_is_known_by_whom_it_was_asked_to_call() {
        Call call = call("no-mark");

        refer(call, "<sip:1003@example.com>");
        Message atCarol = aliceCalls("sip:1003@example.com", "no-mark-2");

        assertThat(atCarol.header("X-Session-Id")).isEqualTo(call.sessionId());
    }

    @Test
    void a_call_to_somebody_else_meanwhile_is_a_session_of_its_own() {
        Call call = call("else");
        house.reach("1004", carol);

        refer(call, "<sip:1003@example.com>");
        Message atCarol = aliceCalls("sip:1004@example.com", "else-2");

        assertThat(atCarol.header("X-Session-Id")).isNotEqualTo(call.sessionId());
    }

    @Test
    void the_mark_is_worth_nothing_to_a_stranger() {
        Call call = call("stranger");
        house.reach("1003", bob);

        String uri = uriIn(refer(call, "<sip:1003@example.com>"));
        carol.send(carol.invite(uri, "stranger-2"));

        assertThat(bob.expectRequest("INVITE").header("X-Session-Id")).isNotEqualTo(call.sessionId());
    }

    @Test
    void a_failed_transfer_returns_to_the_transferor() throws Exception {
        Call call = call("failed");

        Message atCarol = aliceCalls(uriIn(refer(call, "<sip:1003@example.com>")), "failed-2");
        carol.send(carol.response(atCarol, 486, "Busy Here", ""));
        alice.expectStatus(486);
        bob.send(bob.calleeInDialog(call.atBob(), "BYE", 2, ""));
        alice.expectRequest("BYE");

        assertThat(house.media)
                .as("the media goes back to Bob")
                .endsWith("offer caller from-alice-2", "offer caller from-alice", "answer from-alice to-bob orders=0");
        CallRecord end = eventsUntilEnd("failed").getLast().call();
        assertThat(end.endedReason()).isEqualTo(EndedReason.CALLEE_DISCONNECT);
        assertThat(end.targets())
                .extracting(CallTarget::callee, CallTarget::endReason, CallTarget::statusCode)
                .containsExactly(
                        tuple("1002", EndedReason.CALLEE_DISCONNECT, 0), tuple("1003", EndedReason.REJECTED, 486));
    }

    @Test
    void who_transfers_may_hang_up_before_the_next_call_is_there() throws Exception {
        Call call = call("early-bye");

        String uri = uriIn(refer(call, "<sip:1003@example.com>"));
        bob.send(bob.calleeInDialog(call.atBob(), "BYE", 2, ""));
        alice.send(alice.response(alice.expectRequest("BYE"), 200, "OK", ""));
        Message atCarol = aliceCalls(uri, "early-bye-2");
        carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP));
        alice.expectStatus(200);

        assertThat(atCarol.header("X-Session-Id")).isEqualTo(call.sessionId());
        assertThat(house.deleted).isEmpty();
    }

    @Test
    void a_transfer_that_fails_when_nobody_is_left_ends_the_session() throws Exception {
        Call call = call("nobody");

        String uri = uriIn(refer(call, "<sip:1003@example.com>"));
        bob.send(bob.calleeInDialog(call.atBob(), "BYE", 2, ""));
        Message atCarol = aliceCalls(uri, "nobody-2");
        carol.send(carol.response(atCarol, 486, "Busy Here", ""));
        alice.expectStatus(486);

        assertThat(eventsUntilEnd("nobody").getLast().call().endedReason()).isEqualTo(EndedReason.REFERRED);
    }

    @Test
    void a_refused_refer_changes_nothing() throws Exception {
        Call call = call("declined");

        bob.send(referral(call, "<sip:1003@example.com>"));
        alice.send(alice.response(alice.expectRequest("REFER"), 603, "Decline", ""));
        bob.expectStatus(603);
        bob.send(bob.calleeInDialog(call.atBob(), "BYE", 2, ""));

        assertThat(eventsUntilEnd("declined").getLast().call().endedReason()).isEqualTo(EndedReason.CALLEE_DISCONNECT);
    }

    @Test
    void who_is_transferred_keeps_its_side_and_the_new_party_takes_the_other() {
        Call call = call("by-caller");

        alice.send(alice.inDialog(call.answer(), "REFER", 3, "")
                .replace("Max-Forwards", "Refer-To: <sip:1003@example.com>\r\nMax-Forwards"));
        Message refer = bob.expectRequest("REFER");
        bob.send(bob.response(refer, 202, "Accepted", ""));
        bob.send(bob.invite(uriIn(refer), "by-caller-2"));
        Message atCarol = carol.expectRequest("INVITE");
        carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP));
        Message connected = bob.expectStatus(200);
        bob.send(bob.inDialog(connected, "INVITE", 2, TextPhone.SDP));
        carol.expectRequest("INVITE");

        assertThat(house.media)
                .endsWith("offer callee from-bob", "answer from-bob to-carol orders=0", "offer callee from-bob");
    }

    @Test
    void an_attended_transfer_goes_to_the_phone_that_was_asked_and_ends_the_consultation() throws Exception {
        Call call = call("attended");
        Message consulted = consult("attended-ask", true);

        String replaces = "attended-ask%3Bto-tag%3Dto-carol%3Bfrom-tag%3Dfrom-bob";
        Message refer = refer(call, "<sip:1003@example.com?Replaces=" + replaces + ">");
        Message atCarol =
                aliceCalls(uriIn(refer), "attended-2", "Replaces: attended-ask;to-tag=to-carol;from-tag=from-bob");
        carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP).replace(";tag=to-carol", ";tag=to-carol-2"));
        alice.expectStatus(200);

        assertThat(refer.header("Refer-To")).contains("tdt=").contains("Replaces=" + replaces);
        assertThat(atCarol.header("X-Session-Id")).isEqualTo(call.sessionId());
        assertThat(atCarol.header("Replaces")).startsWith("attended-ask");
        assertThat(house.deleted.poll(30, TimeUnit.SECONDS)).hasToString(consulted.header("X-Session-Id"));
        assertThat(eventsUntilEnd("attended-ask").getLast().call().endedReason())
                .isEqualTo(EndedReason.ATTENDED_TRANSFER_COMPLETE);
        assertThat(house.deleted).as("the session goes on").isEmpty();
    }

    @Test
    void a_transfer_is_completed_while_the_asked_phone_still_rings() throws Exception {
        Call call = call("ringing");
        Message ringing = consult("ringing-ask", false);

        Message refer =
                refer(call, "<sip:1003@example.com?Replaces=ringing-ask%3Bto-tag%3Dto-carol%3Bfrom-tag%3Dfrom-bob>");
        Message atCarol =
                aliceCalls(uriIn(refer), "ringing-2", "Replaces: ringing-ask;to-tag=to-carol;from-tag=from-bob");
        bob.send(TextPhone.cancelOf(invitation));
        carol.expectRequest("CANCEL");
        carol.send(carol.response(ringing, 487, "Request Terminated", ""));
        carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP).replace(";tag=to-carol", ";tag=to-carol-2"));
        alice.expectStatus(200);

        assertThat(atCarol.headers("Replaces")).as("it rings as for any call").isEmpty();
        assertThat(atCarol.header("X-Session-Id")).isEqualTo(call.sessionId());
        assertThat(eventsUntilEnd("ringing-ask").getLast().call().endedReason())
                .isEqualTo(EndedReason.ATTENDED_TRANSFER_COMPLETE);
    }

    @Test
    void a_ringing_call_is_picked_up_by_another_phone() throws Exception {
        String invite = alice.invite("sip:1002@example.com", "pickup");
        alice.send(invite);
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 180, "Ringing", ""));
        alice.expectStatus(180);

        carol.send(carol.invite(
                "sip:1001@example.com", "pickup-2", "Replaces: pickup;to-tag=from-alice;from-tag=to-bob;early-only"));
        Message atAlice = alice.expectRequest("INVITE");
        alice.send(alice.response(atAlice, 200, "OK", TextPhone.SDP));
        carol.expectStatus(200);
        alice.send(TextPhone.cancelOf(invite));
        bob.expectRequest("CANCEL");
        bob.send(bob.response(atBob, 487, "Request Terminated", ""));
        alice.send(alice.calleeInDialog(atAlice, "BYE", 1, ""));
        carol.expectRequest("BYE");

        assertThat(atAlice.header("X-Session-Id")).isEqualTo(atBob.header("X-Session-Id"));
        assertThat(house.media).contains("offer callee from-carol", "answer from-carol to-alice orders=0");
        CallRecord end = eventsUntilEnd("pickup").getLast().call();
        assertThat(end.endedReason()).isEqualTo(EndedReason.CALLER_DISCONNECT);
        assertThat(end.targets())
                .extracting(CallTarget::callee, CallTarget::endReason)
                .containsExactly(tuple("1002", EndedReason.REPLACED), tuple("1003", EndedReason.CALLER_DISCONNECT));
    }

    @Test
    void a_dialog_that_is_not_known_cannot_be_replaced() {
        alice.send(alice.invite("sip:1002@example.com", "unknown", "Replaces: no-such;to-tag=a;from-tag=b"));

        alice.expectStatus(481);
    }

    @Test
    void a_replaces_that_cannot_be_read_is_400() {
        alice.send(alice.invite("sip:1002@example.com", "unreadable", "Replaces: no-tags"));

        alice.expectStatus(400);
    }

    @Test
    void a_dialog_of_another_tenant_cannot_be_replaced() {
        call("theirs");
        house.owners.put(carol.port(), FakeHouse.user(house.otherTenant, "1003"));

        carol.send(carol.invite("sip:1002@example.com", "thief", "Replaces: theirs;to-tag=to-bob;from-tag=from-alice"));

        carol.expectStatus(403);
        assertThat(bob.expectRequest("ACK")).as("Bob hears nothing of it").isNotNull();
    }

    @Test
    void who_is_transferred_to_itself_gets_482() {
        Call call = call("self");

        alice.send(second(alice.invite(uriIn(refer(call, "<sip:1001@example.com>")), "self-2")));

        alice.expectStatus(482);
    }

    @Test
    void a_session_that_is_sent_round_in_circles_is_not_transferred_any_more() {
        Call call = call("circle");
        Message request = call.atBob();
        TextPhone transferor = bob;
        for (int round = 0; round < Referrals.MOST_MOVES; round++) {
            TextPhone next = transferor == bob ? carol : bob;
            transferor.send(refer(transferor, request, next));
            Message refer = alice.expectRequest("REFER");
            alice.send(alice.response(refer, 202, "Accepted", ""));
            alice.send(tagged(alice.invite(uriIn(refer), "circle-" + round), "alice-" + round));
            request = next.expectRequest("INVITE");
            next.send(tagOf(next.response(request, 200, "OK", TextPhone.SDP), next, round));
            alice.expectStatus(200);
            lastTag = round;
            transferor = next;
        }

        transferor.send(refer(transferor, request, bob));

        transferor.expectStatus(482);
    }

    private String refer(TextPhone from, Message invite, TextPhone to) {
        String number = to == bob ? "1002" : "1003";
        String text = from.calleeInDialog(invite, "REFER", 5, "")
                .replace("Max-Forwards", "Refer-To: <sip:" + number + "@example.com>\r\nMax-Forwards");
        return lastTag < 0 ? text : tagOf(text, from, lastTag);
    }

    private String tagOf(String text, TextPhone phone, int round) {
        String tag = phone == bob ? ";tag=to-bob" : ";tag=to-carol";
        return text.replace(tag, tag + "-" + round);
    }
}
