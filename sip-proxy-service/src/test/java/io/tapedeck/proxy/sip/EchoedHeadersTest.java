package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A phone has to repeat the Via and From of a request in its responses (RFC 3261, 8.2.6.2). The way back is what the request
 * said all the same, whatever a phone makes of it.
 */
class EchoedHeadersTest extends WireTest {

    @Test
    void a_phone_that_damages_the_way_back_is_heard_all_the_same() {
        house.reach("1002", bob);
        alice.send(alice.invite("sip:1002@example.com", "damaged-via"));
        Message atBob = bob.expectRequest("INVITE");

        bob.send(misled(bob.response(atBob, 180, "Ringing", "")));
        alice.expectStatus(180);
        bob.send(misled(bob.response(atBob, 486, "Busy Here", "")));

        assertThat(alice.expectStatus(486).headers("Via")).hasSize(1);
    }

    @Test
    void a_phone_that_names_another_sender_is_heard_all_the_same() {
        house.reach("1002", bob);
        alice.send(alice.request("MESSAGE", "sip:1002@example.com", "damaged-from", ""));
        Message atBob = bob.expectRequest("MESSAGE");

        bob.send(bob.response(atBob, 200, "OK", "").replaceFirst("(From:.*tag=)[^\\s;]+", "$1somebody"));

        assertThat(alice.expectStatus(200).header("From")).doesNotContain("somebody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "MESSAGE"})
    void a_phone_that_answers_with_a_port_that_is_no_number_is_heard_all_the_same(String method) {
        house.reach("1002", bob);
        String request = method.equals("INVITE")
                ? alice.invite("sip:1002@example.com", "unreadable-via")
                : alice.request(method, "sip:1002@example.com", "unreadable-via", "");
        alice.send(request);
        Message atBob = bob.expectRequest(method);

        bob.send(withLastPort(bob.response(atBob, 200, "OK", ""), "412L0"));

        alice.expectStatus(200);
    }

    /** Upper and lower case are the same in it (7.3.1). */
    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "MESSAGE"})
    void a_phone_that_writes_the_branch_in_other_letters_is_heard_all_the_same(String method) {
        house.reach("1002", bob);
        String request = method.equals("INVITE")
                ? alice.invite("sip:1002@example.com", "other-letters")
                : alice.request(method, "sip:1002@example.com", "other-letters", "");
        alice.send(request);
        Message atBob = bob.expectRequest(method);
        String branch = atBob.headers("Via").getFirst().replaceFirst("^.*?branch=([^;,]+).*", "$1");

        bob.send(bob.response(atBob, 486, "Busy Here", "").replace(branch, branch.toUpperCase(Locale.ROOT)));

        alice.expectStatus(486);
    }

    /** Its last Via, that of the sender, leads to a port that nobody has. */
    private static String misled(String response) {
        return withLastPort(response, "0");
    }

    private static String withLastPort(String response, String port) {
        int last = response.lastIndexOf("rport=");
        assertThat(last).as(response).isPositive();
        return response.substring(0, last) + response.substring(last).replaceFirst("rport=\\d+", "rport=" + port);
    }
}
