package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.SessionId;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What those who are on a call no longer would like to do to its recording. Alice's and Carol's phones are one user's. */
class LeftCallTest extends WireTest {

    @Test
    void who_has_left_does_not_control_with_the_rights_of_who_came() {
        house.controlling = true;
        house.reach("1002", bob);
        alice.send(alice.invite("sip:1002@example.com", "left"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        alice.send(alice.inDialog(alice.expectStatus(200), "ACK", 1, ""));
        pickUp(alice, "1001", "left", "to-tag=from-alice;from-tag=to-bob");
        house.media.clear();

        bob.send(record(bob.calleeInDialog(atBob, "INFO", 2, "")));
        bob.expectStatus(481);
        bob.send(as("application/x-media-control", bob.calleeInDialog(atBob, "MESSAGE", 3, "pause-audio-recording")));
        bob.expectStatus(481);

        assertThat(house.media).isEmpty();
    }

    @Test
    void the_keys_of_who_has_left_are_heard_no_longer() throws Exception {
        house.controlling = true;
        Message answer = connect("left-keys");
        assertThat(house.listening.poll(30, TimeUnit.SECONDS)).containsExactly("from-alice");
        Message picked = pickUp(bob, "1002", "left-keys", "to-tag=to-bob;from-tag=from-alice");
        house.media.clear();

        SessionId session = SessionId.of(answer.header("X-Session-Id"));
        "*48".chars().forEach(key -> house.listeners.get(session).pressed("from-alice", (char) key));
        alice.send(as("application/dtmf-relay", alice.inDialog(answer, "INFO", 2, "Signal=5")));

        alice.expectStatus(481);
        assertThat(house.media).isEmpty();
        carol.send(as("application/x-media-control", carol.inDialog(picked, "MESSAGE", 2, "pause-audio-recording")));
        carol.expectStatus(200);
    }

    /** Carol takes the place of somebody, and talks to who stays. @return the answer she got */
    private Message pickUp(TextPhone staying, String number, String callId, String tags) {
        carol.send(carol.invite("sip:" + number + "@example.com", callId + "-2", "Replaces: " + callId + ";" + tags));
        staying.send(staying.response(staying.expectRequest("INVITE"), 200, "OK", TextPhone.SDP));
        Message connected = carol.expectStatus(200);
        carol.send(carol.inDialog(connected, "ACK", 1, ""));
        staying.expect(
                "the ACK",
                message -> message.method().equals("ACK")
                        && message.header("Call-ID").equals(callId + "-2"));
        return connected;
    }

    private static String record(String info) {
        return info.replace("Max-Forwards: 70\r\n", "Max-Forwards: 70\r\nrecord: on\r\n");
    }

    private static String as(String type, String message) {
        return message.replace("Content-Type: application/sdp", "Content-Type: " + type);
    }
}
