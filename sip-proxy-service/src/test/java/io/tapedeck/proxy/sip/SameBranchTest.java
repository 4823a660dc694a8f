package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What makes a transaction besides its branch (RFC 3261, 17.2.3): who has sent it, and the method. */
class SameBranchTest extends WireTest {

    private static final String BRANCH = "z9hG4bK-the-same";

    private static String same(String request) {
        return request.replaceFirst("branch=[^\r\n;]+", "branch=" + BRANCH);
    }

    @Test
    void two_phones_with_the_same_branch_at_the_same_time_both_reach_whom_they_call() {
        house.reach("1003", carol);
        alice.send(same(alice.invite("sip:1003@example.com", "same-alice")));
        Message ofAlice = carol.expectRequest("INVITE");
        carol.send(carol.response(ofAlice, 180, "Ringing", ""));
        alice.expectStatus(180);

        bob.send(same(bob.invite("sip:1003@example.com", "same-bob")));
        Message ofBob = carol.expectRequest("INVITE");
        carol.send(carol.response(ofBob, 486, "Busy Here", ""));

        assertThat(ofBob.header("Call-ID")).isEqualTo("same-bob");
        assertThat(bob.expectStatus(486).header("Via")).containsPattern("branch=" + BRANCH + "(;|$)");
        carol.send(carol.response(ofAlice, 200, "OK", TextPhone.SDP));
        assertThat(alice.expectStatus(200).header("Via")).containsPattern("branch=" + BRANCH + "(;|$)");
    }

    @Test
    void a_cancel_is_for_the_invite_of_who_sends_it() throws Exception {
        house.reach("1003", carol);
        String invite = same(alice.invite("sip:1003@example.com", "cancel-alice"));
        alice.send(invite);
        Message ofAlice = carol.expectRequest("INVITE");
        carol.send(carol.response(ofAlice, 180, "Ringing", ""));
        alice.expectStatus(180);

        bob.send(same(TextPhone.cancelOf(bob.invite("sip:1003@example.com", "cancel-alice"))));
        bob.expectStatus(481);

        assertThat(carol.hearsNo(message -> message.method().equals("CANCEL"), Duration.ofMillis(200)))
                .isTrue();
        alice.send(TextPhone.cancelOf(invite));
        carol.expectRequest("CANCEL");
        carol.send(carol.response(ofAlice, 487, "Request Terminated", ""));
        alice.expectStatus(487);
    }

    @Test
    void another_request_of_the_same_phone_with_the_branch_of_its_invite_is_answered() {
        house.reach("1003", carol);
        alice.send(same(alice.invite("sip:1003@example.com", "same-method")));
        Message ringing = carol.expectRequest("INVITE");
        carol.send(carol.response(ringing, 180, "Ringing", ""));
        alice.expectStatus(180);

        alice.send(same(alice.request("OPTIONS", "sip:127.0.0.1:" + server.port(), "same-method", "")));

        assertThat(alice.expectStatus(200).header("CSeq")).isEqualTo("1 OPTIONS");
    }

    @Test
    void an_acknowledgement_ends_the_repetitions_of_the_refusal_it_is_for() throws Exception {
        house.reach("1003", carol);
        String invite = same(alice.invite("sip:1003@example.com", "ack"));
        alice.send(invite);
        carol.send(carol.response(carol.expectRequest("INVITE"), 486, "Busy Here", ""));
        Message refusal = alice.expectStatus(486);

        alice.send(TextPhone.cancelOf(invite)
                .replace("CANCEL", "ACK")
                .replaceFirst("To: [^\r]*", "To: " + refusal.header("To")));
        alice.expectNoRepetitions();

        assertThat(alice.hearsNo(message -> message.status() == 486, Duration.ofMillis(1_200)))
                .isTrue();
    }
}
