package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.TrunkId;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.proxy.routing.Target;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Several targets, and targets that lead to others. */
class ForkTest extends WireTest {

    @Test
    void the_best_of_all_refusals_reaches_the_caller() {
        house.reach("1002", bob, carol);

        alice.send(alice.invite("sip:1002@example.com", "best"));
        Message atBob = bob.expectRequest("INVITE");
        Message atCarol = carol.expectRequest("INVITE");
        bob.send(bob.response(atBob, 480, "Away", ""));
        carol.send(carol.response(atCarol, 486, "Busy Here", ""));

        assertThat(alice.expect("final", message -> message.status() >= 200).status())
                .isEqualTo(486);
    }

    @Test
    void who_declines_everywhere_ends_the_search() {
        house.reach("1002", bob, carol);

        alice.send(alice.invite("sip:1002@example.com", "decline"));
        Message atBob = bob.expectRequest("INVITE");
        Message atCarol = carol.expectRequest("INVITE");
        bob.send(bob.response(atBob, 180, "Ringing", ""));
        carol.send(carol.response(atCarol, 603, "Decline", ""));
        Message cancel = bob.expectRequest("CANCEL");
        bob.send(bob.response(cancel, 200, "OK", ""));
        bob.send(bob.response(atBob, 487, "Request Terminated", ""));

        assertThat(alice.expect("final", message -> message.status() >= 200).status())
                .isEqualTo(603);
    }

    @Test
    void a_target_that_rings_under_ever_new_names_is_not_heard_under_all_of_them() {
        house.reach("1002", bob);
        alice.send(alice.invite("sip:1002@example.com", "names"));
        Message atBob = bob.expectRequest("INVITE");

        for (int name = 0; name < 2 * Branch.MOST_EARLY; name++) {
            bob.send(bob.response(atBob, 180, "Ringing", "").replace("to-bob", "to-bob-" + name));
        }
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));

        int rang = 0;
        for (Message next = any(); next.status() != 200; next = any()) {
            rang += next.status() == 180 ? 1 : 0;
        }
        assertThat(rang).isEqualTo(Branch.MOST_EARLY);
    }

    private Message any() {
        return alice.expect("anything", _ -> true);
    }

    @Test
    void a_503_of_a_target_is_not_our_own() {
        house.reach("1002", bob);

        alice.send(alice.invite("sip:1002@example.com", "503"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 503, "Service Unavailable", ""));

        alice.expectStatus(500);
    }

    @Test
    void two_phones_that_answer_at_once_are_both_forwarded() {
        house.reach("1002", bob, carol);

        alice.send(alice.invite("sip:1002@example.com", "both"));
        Message atBob = bob.expectRequest("INVITE");
        Message atCarol = carol.expectRequest("INVITE");
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP));
        Message first = alice.expectStatus(200);
        Message second = alice.expectStatus(200);
        alice.send(alice.inDialog(second, "ACK", 1, ""));
        alice.send(alice.inDialog(second, "BYE", 2, ""));
        Message bye = second.toTag().equals("to-carol") ? carol.expectRequest("BYE") : bob.expectRequest("BYE");

        assertThat(first.toTag()).isNotEqualTo(second.toTag());
        assertThat(second.body()).contains("198.51.100.2");
        assertThat(bye).isNotNull();
        assertThat(house.deleted).as("the call goes on with the other").isEmpty();
    }

    @Test
    void a_caller_that_keeps_the_second_phone_is_led_to_it() throws Exception {
        house.reach("1002", bob, carol);
        alice.send(alice.invite("sip:1002@example.com", "keep"));
        Message atBob = bob.expectRequest("INVITE");
        Message atCarol = carol.expectRequest("INVITE");
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        Message first = alice.expectStatus(200);
        carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP));
        Message second = alice.expectStatus(200);

        alice.send(alice.inDialog(first, "ACK", 1, ""));
        alice.send(alice.inDialog(second, "ACK", 1, ""));
        carol.expectRequest("ACK");
        alice.send(alice.inDialog(first, "BYE", 2, ""));
        bob.expectRequest("BYE");
        assertThat(house.deleted).as("the call goes on").isEmpty();
        alice.send(alice.inDialog(second, "BYE", 2, ""));
        carol.expectRequest("BYE");

        CallRecord call = eventsUntilEnd("keep").getLast().call();
        assertThat(call.endedReason()).isEqualTo(EndedReason.CALLER_DISCONNECT);
        assertThat(call.targets())
                .allMatch(target -> target.answeredAt() != null && target.endReason() == EndedReason.CALLER_DISCONNECT);
        assertThat(house.media)
                .containsExactly(
                        "offer caller from-alice",
                        "answer from-alice to-bob orders=1",
                        "answer from-alice to-carol orders=0");
        assertThat(house.deleted.poll(30, TimeUnit.SECONDS)).isEqualTo(call.sessionId());
    }

    @Test
    void a_retransmitted_answer_reaches_the_caller_again_and_counts_once() {
        house.reach("1002", bob);

        alice.send(alice.invite("sip:1002@example.com", "again"));
        Message atBob = bob.expectRequest("INVITE");
        String answer = bob.response(atBob, 200, "OK", TextPhone.SDP);
        bob.send(answer);
        alice.expectStatus(200);
        bob.send(answer);
        Message again = alice.expectStatus(200);

        assertThat(again.body()).contains("198.51.100.2");
        assertThat(house.media).hasSize(2);
    }

    @Test
    void a_redirection_by_the_phone_of_another_tenant_is_the_callers_to_decide() {
        house.targets.put("1002", List.of(FakeHouse.target(bob, "another.example")));
        house.reach("1003", carol);

        alice.send(alice.invite(
                "sip:1002@example.com", "foreign-redirect", "P-Asserted-Identity: <sip:boss@example.com>"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 302, "Moved", "")
                .replace("Contact: <" + bob.uri() + ">", "Contact: <sip:1003@example.com>"));

        alice.expectStatus(302);
        assertThat(atBob.headers("P-Asserted-Identity")).isEmpty();
    }

    @Test
    void a_redirection_to_somebody_we_know_is_followed() {
        house.reach("1002", bob);
        house.reach("1003", carol);

        alice.send(alice.invite("sip:1002@example.com", "redirect"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 302, "Moved", "")
                .replace("Contact: <" + bob.uri() + ">", "Contact: <sip:1003@example.com>"));
        Message atCarol = carol.expectRequest("INVITE");
        carol.send(carol.response(atCarol, 200, "OK", TextPhone.SDP));

        assertThat(alice.expect("final", message -> message.status() >= 200).toTag())
                .isEqualTo("to-carol");
        assertThat(atCarol.requestUri()).isEqualTo(carol.uri());
    }

    @Test
    void a_redirection_to_a_stranger_is_the_callers_to_decide() {
        house.reach("1002", bob);

        alice.send(alice.invite("sip:1002@example.com", "stranger"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 302, "Moved", "")
                .replace("Contact: <" + bob.uri() + ">", "Contact: <sip:x@stranger.invalid>"));

        assertThat(alice.expectStatus(302).contactUri()).isEqualTo("sip:x@stranger.invalid");
    }

    @Test
    void a_redirection_back_to_who_redirected_ends() {
        house.reach("1002", bob);

        alice.send(alice.invite("sip:1002@example.com", "circle"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 302, "Moved", "")
                .replace("Contact: <" + bob.uri() + ">", "Contact: <sip:1002@example.com>"));

        alice.expectStatus(302);
    }

    @Test
    void a_trunk_that_asks_for_a_password_gets_it_once() {
        house.targets.put("0401234", List.of(trunk("acme", "secret")));

        alice.send(alice.invite("sip:0401234@example.com", "trunk"));
        Message first = bob.expectRequest("INVITE");
        bob.send(bob.response(
                first,
                407,
                "Proxy Authentication Required",
                "",
                "Proxy-Authenticate: Digest realm=\"acme\", nonce=\"n1\", algorithm=MD5, qop=\"auth\""));
        bob.expectRequest("ACK");
        Message second = bob.expectRequest("INVITE");
        bob.send(bob.response(second, 200, "OK", TextPhone.SDP));

        assertThat(second.header("Proxy-Authorization"))
                .contains("username=\"acme\"")
                .contains("nonce=\"n1\"")
                .contains("response=\"");
        assertThat(second.header("Via").split(",")).hasSize(2);
        alice.expectStatus(200);
    }

    @Test
    void a_trunk_that_does_not_accept_the_password_is_heard_by_the_caller() {
        house.targets.put("0401234", List.of(trunk("acme", "secret")));
        String challenge = "WWW-Authenticate: Digest realm=\"acme\", nonce=\"n1\", algorithm=MD5";

        alice.send(alice.invite("sip:0401234@example.com", "trunk2"));
        Message first = bob.expectRequest("INVITE");
        bob.send(bob.response(first, 401, "Unauthorized", "", challenge));
        Message second = bob.expect(
                "INVITE with password",
                message -> !message.headers("Authorization").isEmpty());
        bob.send(bob.response(second, 401, "Unauthorized", "", challenge));

        assertThat(alice.expectStatus(401).header("WWW-Authenticate")).contains("acme");
    }

    private Target trunk(@Nullable String username, @Nullable String password) {
        var trunk = new DirectoryEvent.Trunk(
                new TrunkId(new UUID(7, 5)),
                null,
                "acme",
                "127.0.0.1",
                bob.port(),
                "udp",
                List.of(),
                List.of(""),
                username,
                password,
                true);
        return new Target("sip:0401234@127.0.0.1:" + bob.port(), null, Party.offnet("0401234"), trunk, 1);
    }
}
