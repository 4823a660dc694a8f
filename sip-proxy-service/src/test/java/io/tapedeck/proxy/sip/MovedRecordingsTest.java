package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder.Start;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.proxy.control.ControlAction;
import io.tapedeck.proxy.control.Verdict;
import io.tapedeck.proxy.control.Wish;
import io.tapedeck.proxy.policy.Demand;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of recordings when Carol takes part. */
class MovedRecordingsTest extends TransferScene {

    @Test
    void what_waits_for_the_bridge_begins_when_the_new_party_knows_that_it_is_connected() {
        Call call = call("bridge");
        house.beginning = List.of(Orders.of(1, FakeHouse.userId("1003"), Start.BRIDGE));

        Message connected = transfer(call, "bridge-2");
        assertThat(house.media).last().isEqualTo("answer from-alice-2 to-carol orders=0");
        alice.send(second(alice.inDialog(connected, "ACK", 1, "")));
        carol.expectRequest("ACK");
        alice.send(second(alice.inDialog(connected, "INFO", 2, "")));
        carol.expectRequest("INFO");

        assertThat(house.media).last().isEqualTo("start 1");
    }

    @Test
    void what_waits_for_the_bridge_counts_as_recorded_when_somebody_picks_the_call_up() {
        house.start = Start.BRIDGE;
        alice.send(alice.invite("sip:1002@example.com", "waits"));
        bob.send(bob.response(bob.expectRequest("INVITE"), 200, "OK", TextPhone.SDP));
        alice.expectStatus(200);

        house.endsWithMoves = true;
        pickUp(carol, "waits-2", "waits;to-tag=from-alice;from-tag=to-bob");

        assertThat(house.media).last().isEqualTo("stop " + new RecordingId(new UUID(7, 9)));
    }

    @Test
    void what_somebody_has_stopped_does_not_begin_again_with_the_next_party() throws Exception {
        Call call = call("stopped");
        stop(call);
        house.beginning = List.of(Orders.of(1, null, null));

        transfer(call, "stopped-2");

        assertThat(house.media).last().isEqualTo("answer from-alice-2 to-carol orders=0");
    }

    @Test
    void what_the_rules_have_ended_may_begin_again() {
        Call call = call("by-rules");
        house.endsWithMoves = true;
        transfer(call, "by-rules-2");
        house.beginning = List.of(Orders.of(1, null, null));

        pickUp(bob, "by-rules-3", "by-rules-2;to-tag=from-alice-2;from-tag=to-carol");

        assertThat(house.media).contains("answer from-bob to-alice orders=1");
    }

    @Test
    void who_comes_gets_a_recording_whatever_others_have_stopped() throws Exception {
        Call call = call("own");
        stop(call);
        house.beginning = List.of(Orders.of(1, FakeHouse.userId("1003"), null));

        transfer(call, "own-2");

        assertThat(house.media).last().isEqualTo("answer from-alice-2 to-carol orders=1");
    }

    @Test
    void who_has_stopped_a_recording_gets_one_again_when_they_come_again() throws Exception {
        Call call = call("again");
        UserId carols = FakeHouse.userId("1003");
        house.beginning = List.of(Orders.of(1, carols, null));
        pickUp(carol, "again-2", "again;to-tag=from-alice;from-tag=to-bob");
        stop(call, Orders.of(1, carols, null).recordingId());
        house.beginning = List.of(Orders.of(2, carols, null));

        pickUp(carol, "again-3", "again-2;to-tag=to-alice;from-tag=from-carol");
        assertThat(house.media).last().isEqualTo("answer from-carol to-alice orders=0");
        house.beginning = List.of();
        pickUp(bob, "again-4", "again-3;to-tag=to-alice;from-tag=from-carol");
        house.beginning = List.of(Orders.of(3, carols, null));
        pickUp(carol, "again-5", "again-4;to-tag=to-alice;from-tag=from-bob");

        assertThat(house.media).last().isEqualTo("answer from-carol to-alice orders=1");
    }

    private Message transfer(Call call, String callId) {
        Message atCarol = aliceCalls(uriIn(refer(call, "<sip:1003@example.com>")), callId);
        carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP));
        return alice.expectStatus(200);
    }

    /** Takes the place of the one whose tag it is. */
    private void pickUp(TextPhone by, String callId, String replaces) {
        by.send(by.invite("sip:1001@example.com", callId, "Replaces: " + replaces));
        alice.send(alice.response(alice.expectRequest("INVITE"), 200, "OK", TextPhone.SDP));
        by.expectStatus(200);
    }

    private void stop(Call call) throws Exception {
        stop(call, null);
    }

    private void stop(Call call, @Nullable RecordingId only) throws Exception {
        var session = new SessionId(UUID.fromString(call.sessionId()));
        assertThat(server.liveCalls()
                        .orElseThrow()
                        .control(session, new Wish("admin", ControlAction.STOP, Demand.NOTHING, only, null))
                        .get(30, TimeUnit.SECONDS))
                .contains(Verdict.DONE);
    }
}
