package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.CallTarget;
import io.tapedeck.contracts.calls.EndedReason;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Bob sends Alice to Carol, and before she calls there the proxy is restarted. */
class TransferAcrossRestartTest extends TransferScene {

    private void restart() throws IOException {
        int port = server.port();
        server.close();
        server = server(settings(port));
        server.start();
    }

    @Test
    void it_is_the_same_session_with_the_same_capture() throws Exception {
        Call call = call("restart");
        Message refer = refer(call, "<sip:1003@example.com>");

        restart();
        Message atCarol = aliceCalls(uriIn(refer), "restart-2");
        carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP));
        Message connected = alice.expectStatus(200);
        bob.send(bob.calleeInDialog(call.atBob(), "BYE", 2, ""));
        alice.expectRequest("BYE");
        carol.send(carol.calleeInDialog(atCarol, "BYE", 1, ""));
        alice.expectRequest("BYE");

        assertThat(atCarol.header("X-Session-Id")).isEqualTo(call.sessionId());
        assertThat(connected.header("X-Session-Id")).isEqualTo(call.sessionId());
        assertThat(house.media)
                .containsExactly(
                        "offer caller from-alice",
                        "answer from-alice to-bob orders=1",
                        "offer caller from-alice-2",
                        "answer from-alice-2 to-carol orders=0");
        assertThat(house.deleted.poll(30, TimeUnit.SECONDS)).hasToString(call.sessionId());
        CallRecord end = eventsUntilEnd("restart").getLast().call();
        assertThat(end.orders()).hasSize(1);
        assertThat(end.targets())
                .extracting(CallTarget::callee, CallTarget::endReason)
                .containsExactly(
                        tuple("1002", EndedReason.BLIND_TRANSFER_COMPLETE),
                        tuple("1003", EndedReason.CALLEE_DISCONNECT));
    }

    @Test
    void who_sent_the_other_one_away_may_hang_up_while_the_next_one_rings() throws Exception {
        Call call = call("early-bye");
        Message refer = refer(call, "<sip:1003@example.com>");

        restart();
        Message atCarol = aliceCalls(uriIn(refer), "early-bye-2");
        bob.send(bob.calleeInDialog(call.atBob(), "BYE", 2, ""));
        alice.expectRequest("BYE");
        carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP));

        assertThat(alice.expectStatus(200).header("X-Session-Id")).isEqualTo(call.sessionId());
        assertThat(house.deleted).isEmpty();
    }

    @Test
    void nobody_takes_it_and_the_call_is_over_when_the_other_one_has_left() throws Exception {
        Call call = call("refused");
        Message refer = refer(call, "<sip:1003@example.com>");

        restart();
        Message atCarol = aliceCalls(uriIn(refer), "refused-2");
        bob.send(bob.calleeInDialog(call.atBob(), "BYE", 2, ""));
        alice.expectRequest("BYE");
        carol.send(carol.response(atCarol, 486, "Busy Here", ""));
        alice.expectStatus(486);

        assertThat(eventsUntilEnd("refused").getLast().call().endedReason()).isEqualTo(EndedReason.REFERRED);
    }

    @Test
    void the_mark_is_worth_nothing_to_a_stranger() throws Exception {
        Call call = call("restart-stranger");
        Message refer = refer(call, "<sip:1003@example.com>");
        house.reach("1003", bob);

        restart();
        carol.send(carol.invite(uriIn(refer), "restart-stranger-2"));

        assertThat(bob.expectRequest("INVITE").header("X-Session-Id")).isNotEqualTo(call.sessionId());
    }

    @Test
    void a_mark_that_was_used_before_is_worth_nothing() throws Exception {
        Call call = call("restart-used");
        Message refer = refer(call, "<sip:1003@example.com>");
        Message atCarol = aliceCalls(uriIn(refer), "restart-used-2");
        carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP));
        alice.expectStatus(200);

        restart();
        alice.send(tagged(alice.invite(uriIn(refer), "restart-used-3"), "alice-3"));

        Message again = carol.expect(
                "another INVITE", message -> message.header("Call-ID").equals("restart-used-3"));
        assertThat(again.header("X-Session-Id")).isNotEqualTo(call.sessionId());
    }
}
