package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.proxy.routing.Target;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where requests go, and which go nowhere. */
class RoutingTest extends WireTest {

    @Test
    void a_request_that_has_no_hops_left_is_refused() {
        house.reach("1002", bob);

        alice.send(alice.invite("sip:1002@example.com", "hops", "Max-Forwards: 0"));

        alice.expectStatus(483);
    }

    @Test
    void a_request_that_comes_back_unchanged_is_a_loop() {
        house.reach("1002", bob);
        alice.send(alice.request("MESSAGE", "sip:1002@example.com", "loop", ""));
        Message atBob = bob.expectRequest("MESSAGE");

        String back = atBob.text().replace(atBob.startLine(), "MESSAGE sip:1002@example.com SIP/2.0");
        bob.send("MESSAGE sip:1002@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:" + bob.port()
                + ";rport;branch=z9hG4bKback\r\n" + back.substring(back.indexOf("\r\n") + 2));

        bob.expectStatus(482);
    }

    @Test
    void a_request_that_comes_back_for_somebody_else_is_a_spiral_and_passes() {
        house.reach("1002", bob);
        house.reach("1003", carol);
        alice.send(alice.request("MESSAGE", "sip:1002@example.com", "spiral", ""));
        Message atBob = bob.expectRequest("MESSAGE");

        String on = atBob.text();
        bob.send("MESSAGE sip:1003@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:" + bob.port()
                + ";rport;branch=z9hG4bKspiral\r\n" + on.substring(on.indexOf("\r\n") + 2));

        assertThat(carol.expectRequest("MESSAGE").header("Via").split(",")).hasSize(4);
    }

    @Test
    void an_extension_that_the_proxy_must_know_and_does_not_is_refused() {
        alice.send(alice.invite("sip:1002@example.com", "require", "Proxy-Require: foo, bar"));

        Message refused = alice.expectStatus(420);
        assertThat(String.join(",", refused.headers("Unsupported")))
                .contains("foo")
                .contains("bar");
    }

    @Test
    void other_schemes_are_refused() {
        alice.send(alice.request("MESSAGE", "tel:+4940123", "tel", ""));
        alice.expectStatus(416);

        alice.send(alice.request("MESSAGE", "sips:1002@example.com", "sips", ""));
        alice.expectStatus(416);
    }

    @Test
    void an_unknown_user_is_not_found_and_one_who_is_away_unavailable() {
        alice.send(alice.invite("sip:nobody@example.com", "unknown"));
        assertThat(alice.expect("final", message -> message.status() >= 200).status())
                .isEqualTo(404);

        alice.send(alice.invite("sip:offline@example.com", "offline"));
        assertThat(alice.expect(
                                "final",
                                message -> message.status() >= 200
                                        && message.header("Call-ID").equals("offline"))
                        .status())
                .isEqualTo(480);

        alice.send(alice.invite("sip:noroute@example.com", "noroute"));
        Message noRoute = alice.expectStatus(503);
        assertThat(noRoute.header("Retry-After")).isEqualTo("30");
    }

    @ParameterizedTest
    @CsvSource({"nobody, 404", "offline, 480", "noroute, 503"})
    void a_call_that_goes_nowhere_leaves_its_record(String dialled, int status) throws Exception {
        alice.send(alice.invite("sip:" + dialled + "@example.com", "record-" + dialled));
        alice.expectStatus(status);

        List<CallEvent> events = eventsUntilEnd("record-" + dialled);
        assertThat(events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("CallStarted", "CallEnded");
        CallRecord call = events.getLast().call();
        assertThat(call.endedReason()).isEqualTo(EndedReason.REJECTED);
        assertThat(call.statusCode()).isEqualTo(status);
        assertThat(call.callee().number()).isEqualTo(dialled);
        assertThat(call.targets()).isEmpty();
        assertThat(call.orders()).isEmpty();
        assertThat(house.deleted).as("no capture node knew of it").isEmpty();
    }

    @Test
    void a_call_that_is_no_tenants_and_a_message_leave_no_record() throws Exception {
        alice.send(alice.invite("sip:nobodys@example.com", "nobodys"));
        alice.expectStatus(404);
        alice.send(alice.request("MESSAGE", "sip:nobody@example.com", "message", ""));
        alice.expectStatus(404);

        assertThat(house.events.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void who_does_not_prove_itself_is_challenged_and_then_refused() {
        house.challenging = true;
        house.reach("1002", bob);

        alice.send(alice.invite("sip:1002@example.com", "who"));
        Message challenge = alice.expectStatus(407);
        assertThat(challenge.header("Proxy-Authenticate"))
                .contains("realm=\"tapedeck\"")
                .contains("nonce=\"abc\"");

        alice.send(alice.invite(
                "sip:1002@example.com",
                "who2",
                "Proxy-Authorization: Digest username=\"wrong\", realm=\"tapedeck\", nonce=\"abc\","
                        + " uri=\"sip:1002@example.com\", response=\"00\""));
        alice.expectStatus(403);
        assertThat(meters.get("tapedeck.sip.authentication.failures")
                        .tags("method", "INVITE", "reason", "wrong_password")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void credentials_for_us_are_not_shown_to_the_callee() {
        house.reach("1002", bob);

        alice.send(alice.invite(
                "sip:1002@example.com",
                "secret",
                "Proxy-Authorization: Digest username=\"alice\", realm=\"tapedeck\", nonce=\"abc\","
                        + " uri=\"sip:1002@example.com\", response=\"00\""));

        assertThat(bob.expectRequest("INVITE").headers("Proxy-Authorization")).isEmpty();
    }

    @Test
    void routes_to_strangers_are_not_followed() {
        house.reach("1002", bob);

        alice.send(alice.request(
                "MESSAGE",
                "sip:1002@example.com",
                "open-relay",
                "",
                "Route: <sip:127.0.0.1:" + server.port() + ";lr>, <sip:127.0.0.1:" + carol.port() + ";lr>"));

        assertThat(bob.expectRequest("MESSAGE").headers("Route")).isEmpty();
    }

    @Test
    void what_the_proxy_does_not_know_passes_untouched() {
        house.reach("1002", bob);
        String body = "\u0000\u0001 <odd>\r\n";

        String request = alice.request(
                        "TELEPORT",
                        "sip:1002@example.com",
                        "odd",
                        "",
                        "X-Unknown: a;b=\"c\", d",
                        "Content-Type: application/odd")
                .replace("Content-Length: 0\r\n\r\n", "Content-Length: " + body.length() + "\r\n\r\n" + body);
        alice.send(request);

        Message atBob = bob.expectRequest("TELEPORT");
        assertThat(atBob.header("X-Unknown")).isEqualTo("a;b=\"c\", d");
        assertThat(atBob.body()).isEqualTo(body);
        bob.send(bob.response(atBob, 299, "Beamed", ""));
        assertThat(alice.expectStatus(299).startLine()).endsWith("Beamed");
    }

    @Test
    void options_for_the_proxy_are_answered_and_those_for_a_user_forwarded() {
        house.reach("1002", bob);

        alice.send(alice.request("OPTIONS", "sip:127.0.0.1:" + server.port(), "ping", ""));
        assertThat(alice.expectStatus(200).header("Allow")).contains("INVITE");

        alice.send(alice.request("OPTIONS", "sip:1002@example.com", "ping2", ""));
        Message atBob = bob.expectRequest("OPTIONS");
        bob.send(bob.response(atBob, 200, "OK", ""));
        assertThat(alice.expectStatus(200).header("Call-ID")).isEqualTo("ping2");
    }

    @Test
    void a_dialog_that_nobody_knows_is_answered_with_481_and_its_ack_with_nothing() throws Exception {
        String bye = alice.request("BYE", "sip:1002@example.com", "ghost", "")
                .replace("To: <sip:1002@example.com>", "To: <sip:1002@example.com>;tag=ghost");
        alice.send(bye);
        alice.expectStatus(481);

        alice.send(bye.replace("BYE", "ACK").replace("z9hG4bK", "z9hG4bKa"));
        assertThat(alice.hearsNo(_ -> true, Duration.ofMillis(200))).isTrue();
    }

    @Test
    void in_a_call_a_strict_router_before_us_is_understood() {
        house.reach("1002", bob);
        alice.send(alice.invite("sip:1002@example.com", "strict"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        Message answer = alice.expectStatus(200);

        String recorded = answer.header("Record-Route");
        String us = recorded.substring(1, recorded.length() - 1);
        String info = alice.inDialog(answer, "INFO", 2, "")
                .replace("INFO " + bob.uri(), "INFO " + us)
                .replace("Route: " + recorded, "Route: <" + bob.uri() + ">");
        alice.send(info);

        Message atBobAgain = bob.expectRequest("INFO");
        assertThat(atBobAgain.requestUri()).isEqualTo(bob.uri());
        assertThat(atBobAgain.headers("Route")).isEmpty();
    }

    @Test
    void a_strict_router_after_us_gets_what_it_needs() {
        house.reach("1002", bob);
        alice.send(alice.invite("sip:1002@example.com", "strict-after"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        Message answer = alice.expectStatus(200);

        String info = alice.inDialog(answer, "INFO", 2, "")
                .replace("From:", "Route: <sip:127.0.0.1:" + carol.port() + ">\r\nFrom:");
        alice.send(info);

        Message atCarol = carol.expectRequest("INFO");
        assertThat(atCarol.requestUri()).isEqualTo("sip:127.0.0.1:" + carol.port());
        assertThat(atCarol.header("Route")).isEqualTo("<" + bob.uri() + ">");
    }

    @Test
    void a_caller_behind_a_nat_is_reached_where_it_called_from() {
        house.reach("1002", bob);
        String invite = alice.invite("sip:1002@example.com", "nat")
                .replace("Contact: <" + alice.uri() + ">", "Contact: <sip:alice@10.255.255.1:5060>");

        alice.send(invite);
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        alice.expectStatus(200);
        bob.send(bob.calleeInDialog(atBob, "BYE", 1, ""));

        assertThat(alice.expectRequest("BYE").requestUri()).isEqualTo("sip:alice@10.255.255.1:5060");
    }

    @Test
    void a_callee_behind_a_nat_is_reached_over_its_flow_during_the_whole_call() {
        house.targets.put(
                "1002",
                List.of(new Target("sip:bob@10.255.255.2:5060", FakeHouse.flow(bob), Party.offnet("1002"), null, 1)));

        alice.send(alice.invite("sip:1002@example.com", "nat2"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP)
                .replace("Contact: <" + bob.uri() + ">", "Contact: <sip:bob@10.255.255.2:5060>"));
        Message answer = alice.expectStatus(200);
        alice.send(alice.inDialog(answer, "ACK", 1, ""));
        bob.expectRequest("ACK");
        alice.send(alice.inDialog(answer, "BYE", 2, ""));

        assertThat(bob.expectRequest("BYE").requestUri()).isEqualTo("sip:bob@10.255.255.2:5060");
    }

    @Test
    void a_forged_token_leads_nowhere() {
        house.reach("1002", bob);
        alice.send(alice.invite("sip:1002@example.com", "forged"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        Message answer = alice.expectStatus(200);

        alice.send(alice.inDialog(answer, "BYE", 2, "").replace(";td=A", ";td=B"));

        alice.expectStatus(481);
    }
}
