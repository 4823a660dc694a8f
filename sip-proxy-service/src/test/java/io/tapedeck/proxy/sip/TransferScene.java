package io.tapedeck.proxy.sip;

import org.junit.jupiter.api.BeforeEach;

/** Alice talks to Bob, and one of them sends the other to Carol. */
abstract class TransferScene extends WireTest {

    /** The INVITE with which Bob asks Carol. */
    String invitation = "";

    @BeforeEach
    void everybody_is_a_user_of_their_own() {
        house.own("1001", alice);
        house.own("1002", bob);
        house.own("1003", carol);
    }

    static String second(String invite) {
        return tagged(invite, "alice-2");
    }

    static String tagged(String invite, String tag) {
        return invite.replace("tag=from-alice", "tag=from-" + tag);
    }

    Call call(String callId) {
        alice.send(alice.invite("sip:1002@example.com", callId));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        Message answer = alice.expectStatus(200);
        alice.send(alice.inDialog(answer, "ACK", 1, ""));
        return new Call(atBob, answer);
    }

    /** Bob asks Carol first. @return the INVITE as she got it */
    Message consult(String callId, boolean answers) {
        invitation = bob.invite("sip:1003@example.com", callId);
        bob.send(invitation);
        Message atCarol = carol.expectRequest("INVITE");
        if (answers) {
            carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP));
            bob.expectStatus(200);
        } else {
            carol.send(carol.response(atCarol, 180, "Ringing", ""));
            bob.expectStatus(180);
        }
        return atCarol;
    }

    String referral(Call call, String referTo) {
        return bob.calleeInDialog(call.atBob(), "REFER", 1, "")
                .replace("Max-Forwards", "Refer-To: " + referTo + "\r\nMax-Forwards");
    }

    /** Bob sends Alice elsewhere, and she accepts. @return the REFER as she got it */
    Message refer(Call call, String referTo) {
        bob.send(referral(call, referTo));
        Message refer = alice.expectRequest("REFER");
        alice.send(alice.response(refer, 202, "Accepted", ""));
        bob.expectStatus(202);
        return refer;
    }

    /** @return the INVITE as Carol got it */
    Message aliceCalls(String uri, String callId, String... headers) {
        alice.send(second(alice.invite(uri, callId, headers)));
        return carol.expectRequest("INVITE");
    }

    /** What a phone makes its request URI of: without the headers. */
    static String uriIn(Message refer) {
        String value = refer.header("Refer-To");
        String uri = value.substring(value.indexOf('<') + 1, value.indexOf('>'));
        int headers = uri.indexOf('?');
        return headers < 0 ? uri : uri.substring(0, headers);
    }

    record Call(Message atBob, Message answer) {

        String sessionId() {
            return answer.header("X-Session-Id");
        }
    }
}
