package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whoever gets no answer repeats the request (RFC 3261, 17.1.2); it is served once, and the answer is always the same (17.2.2). */
class RepeatedRequestTest extends WireTest {

    @Test
    void is_answered_as_before() {
        String options = alice.request("OPTIONS", proxy(), "repeated-options", "");
        alice.send(options);
        Message answer = alice.expectStatus(200);

        alice.send(options);

        assertThat(alice.expectStatus(200).text()).isEqualTo(answer.text());
    }

    @Test
    void does_not_reach_the_callee_again() {
        house.reach("1002", bob);
        String message = alice.request("MESSAGE", "sip:1002@example.com", "repeated-message", "hello");
        alice.send(message);
        Message atBob = bob.expectRequest("MESSAGE");
        bob.expectNoRepetitions();
        alice.send(message);
        bob.send(bob.response(atBob, 200, "OK", ""));
        Message answer = alice.expectStatus(200);

        alice.send(message);

        assertThat(alice.expectStatus(200).text()).isEqualTo(answer.text());
    }

    @Test
    void is_told_from_one_of_another_sender_by_who_that_is() { // 17.2.3
        house.reach("1003", carol);
        String first = alice.request("MESSAGE", "sip:1003@example.com", "same-branch-1", "");
        String other = bob.request("MESSAGE", "sip:1003@example.com", "same-branch-2", "");
        String second = other.replace(branchOf(new Message(other)), branchOf(new Message(first)));
        alice.send(first);
        Message ofAlice = carol.expectRequest("MESSAGE");

        bob.send(second);

        Message ofBob = carol.expectRequest("MESSAGE");
        carol.send(carol.response(ofBob, 404, "Not Found", ""));
        bob.expectStatus(404);
        carol.send(carol.response(ofAlice, 200, "OK", ""));
        alice.expectStatus(200);
    }

    @Test
    void is_told_from_one_of_another_method() { // 17.2.3
        String options = alice.request("OPTIONS", proxy(), "other-method", "");
        alice.send(options);
        alice.expectStatus(200);

        alice.send(options.replace("OPTIONS", "SUBSCRIBE"));

        assertThat(alice.expect("an answer", message -> message.status() >= 300).header("CSeq"))
                .endsWith("SUBSCRIBE");
    }

    private String proxy() {
        return "sip:127.0.0.1:" + server.port();
    }

    private static String branchOf(Message message) {
        return message.headers("Via").getFirst().replaceFirst("^.*?branch=([^;,]+).*", "$1");
    }
}
