package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.proxy.control.ControlRules;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What happens between the answer and the end, also across a restart. */
class InCallTest extends WireTest {

    @Test
    void the_callee_hangs_up() throws Exception {
        house.reach("1002", bob);
        alice.send(alice.invite("sip:1002@example.com", "callee-bye"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        alice.expectStatus(200);

        bob.send(bob.calleeInDialog(atBob, "BYE", 1, ""));
        Message bye = alice.expectRequest("BYE");
        alice.send(alice.response(bye, 200, "OK", ""));
        bob.expectStatus(200);

        assertThat(eventsUntilEnd("callee-bye").getLast().call().endedReason())
                .isEqualTo(EndedReason.CALLEE_DISCONNECT);
    }

    @Test
    void a_repeated_bye_gets_its_answer_again_and_goes_no_further() throws Exception {
        Message answer = connect("bye-twice");
        String bye = alice.inDialog(answer, "BYE", 2, "");
        alice.send(bye);
        bob.send(bob.response(bob.expectRequest("BYE"), 200, "OK", ""));
        Message first = alice.expectStatus(200);
        eventsUntilEnd("bye-twice");
        bob.expectNoRepetitions(); // but those to a Bob who was slow to answer

        // as often as it takes: the stack is deaf to a repetition while it has sent the answer and not yet noted it
        Message second = alice.ask(bye, message -> message.status() == 200);

        assertThat(second.header("CSeq")).isEqualTo("2 BYE").isEqualTo(first.header("CSeq"));
        assertThat(second.header("Via")).isEqualTo(first.header("Via"));
        assertThat(bob.hearsNo(message -> message.method().equals("BYE"), Duration.ofMillis(300)))
                .isTrue();
    }

    @Test
    void two_byes_that_cross_end_the_call_once() throws Exception {
        house.reach("1002", bob);
        alice.send(alice.invite("sip:1002@example.com", "cross"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        Message answer = alice.expectStatus(200);

        alice.send(alice.inDialog(answer, "BYE", 2, ""));
        bob.expectRequest("BYE");
        bob.send(bob.calleeInDialog(atBob, "BYE", 1, ""));
        alice.expectRequest("BYE");

        eventsUntilEnd("cross");
        assertThat(house.events.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void a_reinvite_is_offered_and_answered_through_the_relay() {
        Message answer = connect("reinvite");
        house.media.clear();

        alice.send(alice.inDialog(answer, "INVITE", 2, TextPhone.SDP));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        Message again = alice.expectStatus(200);

        assertThat(atBob.body()).contains("198.51.100.1");
        assertThat(again.body()).contains("198.51.100.2");
        assertThat(house.media).containsExactly("offer caller from-alice", "answer from-alice to-bob orders=0");
    }

    @Test
    void an_acknowledgement_that_is_repeated_is_the_same_to_the_callee() throws Exception {
        house.reach("1002", bob);
        alice.send(alice.invite("sip:1002@example.com", "ack-twice"));
        bob.send(bob.response(bob.expectRequest("INVITE"), 200, "OK", TextPhone.SDP));
        String ack = alice.inDialog(alice.expectStatus(200), "ACK", 1, "");

        alice.send(ack);
        alice.send(ack);

        assertThat(bob.expectRequest("ACK").header("Via"))
                .isEqualTo(bob.expectRequest("ACK").header("Via"));
    }

    @Test
    void an_offer_in_the_answer_is_answered_with_the_ack() {
        house.reach("1002", bob);

        alice.send(alice.request("INVITE", "sip:1002@example.com", "late", ""));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        Message answer = alice.expectStatus(200);
        alice.send(alice.inDialog(answer, "ACK", 1, TextPhone.SDP));
        Message ack = bob.expectRequest("ACK");

        assertThat(atBob.body()).isEmpty();
        assertThat(answer.body()).contains("198.51.100.1");
        assertThat(ack.body()).contains("198.51.100.2");
        assertThat(house.media).containsExactly("offer callee to-bob", "answer to-bob from-alice orders=1");
    }

    @Test
    void early_media_is_relayed_and_recording_begins_with_the_answer() {
        house.reach("1002", bob);

        alice.send(alice.invite("sip:1002@example.com", "early"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 183, "Session Progress", TextPhone.SDP));
        Message progress = alice.expectStatus(183);
        bob.send(bob.response(atBob, 200, "OK", ""));
        alice.expectStatus(200);

        assertThat(progress.body()).contains("198.51.100.2");
        assertThat(house.media)
                .containsExactly(
                        "offer caller from-alice",
                        "answer from-alice to-bob orders=0",
                        "answer from-alice to-bob orders=1");
    }

    @Test
    void a_repeated_late_offer_and_its_repeated_ack_are_led_once() {
        Message answer = connect("late-again");
        house.media.clear();

        alice.send(alice.inDialog(answer, "INVITE", 2, ""));
        Message atBob = bob.expectRequest("INVITE");
        String offer = bob.response(atBob, 200, "OK", TextPhone.SDP);
        bob.send(offer);
        alice.expectStatus(200);
        String ack = alice.inDialog(answer, "ACK", 2, TextPhone.SDP);
        alice.send(ack);
        Message first = bob.expectRequest("ACK");
        bob.send(offer);
        Message repeated = alice.expectStatus(200);
        alice.send(ack);
        Message second = bob.expectRequest("ACK");
        alice.send(alice.inDialog(answer, "INVITE", 3, TextPhone.SDP));
        Message next = bob.expectRequest("INVITE");

        assertThat(repeated.body()).contains("198.51.100.1");
        assertThat(second.body()).isEqualTo(first.body()).contains("198.51.100.2");
        assertThat(next.body()).contains("198.51.100.1");
        assertThat(house.media)
                .containsExactly("offer callee to-bob", "answer to-bob from-alice orders=0", "offer caller from-alice");
    }

    @Test
    void sdp_that_only_informs_does_not_touch_the_media() {
        Message answer = connect("options");
        house.media.clear();

        alice.send(alice.inDialog(answer, "OPTIONS", 2, ""));
        Message options = bob.expectRequest("OPTIONS");
        bob.send(bob.response(options, 200, "OK", TextPhone.SDP));

        assertThat(alice.expectStatus(200).body()).isEqualTo(TextPhone.SDP);
        assertThat(house.media).isEmpty();
    }

    @Test
    void an_ack_whose_sdp_the_relay_refuses_reaches_the_phone_as_it_is() {
        Message answer = connect("ack-refused");

        alice.send(alice.inDialog(answer, "INVITE", 2, ""));
        bob.send(bob.response(bob.expectRequest("INVITE"), 200, "OK", TextPhone.SDP));
        alice.expectStatus(200);
        house.answersUsable = false;
        alice.send(alice.inDialog(answer, "ACK", 2, TextPhone.SDP));

        assertThat(bob.expectRequest("ACK").body()).isEqualTo(TextPhone.SDP);
    }

    @Test
    void a_mistake_of_ours_ends_the_call_that_was_begun() throws Exception {
        house.reach("1002", bob);
        house.broken = true;

        alice.send(alice.invite("sip:1002@example.com", "mistake"));

        alice.expectStatus(500);
        List<CallEvent> events = eventsUntilEnd("mistake");
        assertThat(events.getLast().call().statusCode()).isEqualTo(500);
        assertThat(house.deleted.poll(30, TimeUnit.SECONDS))
                .isEqualTo(events.getLast().call().sessionId());
    }

    @Test
    void the_token_of_one_call_opens_no_other() {
        Message answer = connect("own-call");

        alice.send(alice.inDialog(answer, "MESSAGE", 2, "").replace("Call-ID: own-call", "Call-ID: another-call"));

        alice.expectStatus(481);
    }

    @Test
    void the_token_of_a_call_of_yesterday_is_worth_nothing() throws Exception {
        Message answer = connect("yesterday");
        int port = server.port();
        server.close();
        Clock tomorrow = Clock.offset(Clock.systemUTC(), Duration.ofHours(13));
        server = new SipServer(
                settings(port),
                KEYS,
                house,
                house,
                house,
                house,
                new ControlRules(house, Duration.ofSeconds(3)),
                house,
                house,
                tomorrow,
                meters);
        server.start();

        alice.send(alice.inDialog(answer, "BYE", 2, ""));

        alice.expectStatus(481);
    }

    @Test
    void no_ports_left_is_503_and_the_call_has_ended() throws Exception {
        house.reach("1002", bob);
        house.portsLeft = false;

        alice.send(alice.invite("sip:1002@example.com", "ports"));

        assertThat(alice.expectStatus(503).header("Retry-After")).isNotEmpty();
        assertThat(eventsUntilEnd("ports").getLast().call().statusCode()).isEqualTo(503);
    }

    @Test
    void no_capture_node_is_503_and_the_call_has_begun_and_ended() throws Exception {
        house.reach("1002", bob);
        house.nodesLeft = false;

        alice.send(alice.invite("sip:1002@example.com", "no-node"));
        assertThat(alice.expectStatus(503).header("Retry-After")).isNotEmpty();

        List<CallEvent> events = eventsUntilEnd("no-node");
        assertThat(events).hasSize(2).first().isInstanceOf(CallEvent.CallStarted.class);
        assertThat(events.getLast().call().endedReason()).isEqualTo(EndedReason.REJECTED);
        assertThat(events.getLast().call().statusCode()).isEqualTo(503);
    }

    @Test
    void an_offer_that_is_no_sdp_is_488() throws Exception {
        house.reach("1002", bob);

        alice.send(alice.request("INVITE", "sip:1002@example.com", "no-sdp", "hello"));

        alice.expectStatus(488);
        assertThat(eventsUntilEnd("no-sdp").getLast().call().statusCode()).isEqualTo(488);
    }

    @Test
    void an_answer_that_the_relay_cannot_use_hangs_up_the_callee() throws Exception {
        house.reach("1002", bob);
        house.answersUsable = false;

        alice.send(alice.invite("sip:1002@example.com", "bad-answer"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));

        bob.expectRequest("ACK");
        Message bye = bob.expectRequest("BYE");
        bob.send(bob.response(bye, 200, "OK", ""));
        alice.expectStatus(488);
        assertThat(eventsUntilEnd("bad-answer").getLast().call().statusCode()).isEqualTo(488);
    }

    @Test
    void a_bye_that_is_addressed_to_the_record_route_ends_nothing() throws Exception {
        Message answer = connect("own-address");
        String route = answer.header("Record-Route");
        String bye = alice.inDialog(answer, "BYE", 2, "");

        alice.send(bye.replace(answer.contactUri(), route.substring(1, route.length() - 1))
                .replace("Route: " + route + "\r\n", ""));
        alice.expectStatus(481);

        assertThat(house.deleted).isEmpty();
        alice.send(alice.inDialog(answer, "BYE", 3, ""));
        assertThat(bob.expectRequest("BYE").header("CSeq")).isEqualTo("3 BYE");
        assertThat(eventsUntilEnd("own-address").getLast().call().endedReason())
                .isEqualTo(EndedReason.CALLER_DISCONNECT);
    }

    @Test
    void a_call_that_has_ended_gets_no_media_again() throws Exception {
        Message answer = hungUp("ended");

        alice.send(alice.inDialog(answer, "INVITE", 3, TextPhone.SDP));
        alice.expectStatus(481);
        alice.send(alice.inDialog(answer, "INVITE", 4, ""));
        alice.expectStatus(481);
        alice.send(alice.inDialog(answer, "UPDATE", 5, TextPhone.SDP));
        alice.expectStatus(481);

        assertThat(house.media).isEmpty();
    }

    @Test
    void not_even_from_a_proxy_that_has_not_seen_its_end() throws Exception {
        Message answer = hungUp("ended-before");
        int port = server.port();
        server.close();
        server = server(settings(port));
        server.start();
        house.mediaAlive = false; // the capture node has

        alice.send(alice.inDialog(answer, "INVITE", 3, TextPhone.SDP));
        alice.expectStatus(481);

        assertThat(house.media).isEmpty();
    }

    private Message hungUp(String callId) throws InterruptedException {
        Message answer = connect(callId);
        alice.send(alice.inDialog(answer, "BYE", 2, ""));
        bob.send(bob.response(bob.expectRequest("BYE"), 200, "OK", ""));
        alice.expectStatus(200);
        assertThat(house.deleted.poll(30, TimeUnit.SECONDS)).hasToString(answer.header("X-Session-Id"));
        house.media.clear();
        return answer;
    }

    @Test
    void an_offer_that_comes_when_the_call_is_over_gets_no_media_either() {
        Message answer = connect("over-meanwhile");
        house.media.clear();

        alice.send(alice.inDialog(answer, "INVITE", 2, ""));
        Message atBob = bob.expectRequest("INVITE");
        alice.send(alice.inDialog(answer, "BYE", 3, ""));
        bob.send(bob.response(bob.expectRequest("BYE"), 200, "OK", ""));
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));

        bob.expectRequest("ACK");
        bob.expectRequest("BYE");
        alice.expectStatus(481);
        assertThat(house.media).isEmpty();
    }

    @Test
    void a_sdp_part_of_a_multipart_body_is_relayed_and_the_rest_stays() {
        house.reach("1002", bob);
        String body = "--gap\r\nContent-Type: application/sdp\r\n\r\n" + TextPhone.SDP
                + "--gap\r\nContent-Type: text/plain\r\n\r\n127.0.0.1 stays\r\n--gap--\r\n";
        String invite = alice.request("INVITE", "sip:1002@example.com", "multipart", body)
                .replace(
                        "Content-Type: application/sdp\r\nContent-Length",
                        "Content-Type: multipart/mixed;boundary=gap\r\nContent-Length");

        alice.send(invite);

        Message atBob = bob.expectRequest("INVITE");
        assertThat(atBob.body())
                .contains("198.51.100.1")
                .contains("127.0.0.1 stays")
                .endsWith("--gap--\r\n");
    }

    @Test
    void a_restarted_proxy_routes_what_a_call_still_has_to_say() throws Exception {
        Message answer = connect("restart");
        int port = server.port();
        server.close();
        house.events.clear();
        server = server(settings(port));
        server.start();

        alice.send(alice.inDialog(answer, "INVITE", 2, TextPhone.SDP));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        Message again = alice.expectStatus(200);
        alice.send(alice.inDialog(answer, "BYE", 3, ""));
        bob.expectRequest("BYE");

        assertThat(again.body()).contains("198.51.100.2");
        assertThat(house.deleted.poll(30, TimeUnit.SECONDS)).hasToString(answer.header("X-Session-Id"));
        assertThat(house.events)
                .as("the journal knows that call, this proxy does not")
                .isEmpty();
    }

    @Test
    void a_restarted_proxy_passes_on_the_answer_to_an_invite_that_it_has_forgotten() throws Exception {
        house.reach("1002", bob);
        alice.send(alice.invite("sip:1002@example.com", "forgotten"));
        Message atBob = bob.expectRequest("INVITE");
        int port = server.port();
        server.close();
        server = server(settings(port));
        server.start();

        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));

        assertThat(alice.expectStatus(200).headers("Via")).hasSize(1);
    }

    @Test
    void a_call_over_udp_and_tcp_is_recorded_on_both_routes() throws IOException {
        house.reach("1002", bob);
        try (var tcp = new TcpPhone(server.port())) {
            tcp.send(alice.invite("sip:1002@example.com", "tcp").replace("SIP/2.0/UDP", "SIP/2.0/TCP"));
            Message atBob = bob.expectRequest("INVITE");
            bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
            Message answer = tcp.expectStatus(200);

            assertThat(atBob.header("Record-Route")).contains("transport=tcp").contains(",");
            assertThat(answer.body()).contains("198.51.100.2");

            bob.send(bob.calleeInDialog(atBob, "BYE", 1, ""));
            assertThat(tcp.expectRequest("BYE").requestUri()).isEqualTo(alice.uri());
        }
    }

    @Test
    void subscriptions_come_back_the_same_way() {
        house.reach("1002", bob);

        alice.send(
                alice.request("SUBSCRIBE", "sip:1002@example.com", "subscribe", "", "Event: presence", "Expires: 60"));
        Message atBob = bob.expectRequest("SUBSCRIBE");
        bob.send(bob.response(atBob, 200, "OK", "", "Expires: 60"));
        alice.expectStatus(200);
        bob.send(bob.calleeInDialog(atBob, "NOTIFY", 1, "")
                .replace("Max-Forwards", "Event: presence\r\nSubscription-State: active\r\nMax-Forwards"));

        Message notify = alice.expectRequest("NOTIFY");
        assertThat(notify.headers("Route")).isEmpty();
        assertThat(house.events.stream().filter(event -> event instanceof CallEvent.CallStarted))
                .isEmpty();
    }

    @Test
    void hanging_up_a_ringing_phone_is_not_needed() throws Exception {
        house.reach("1002", bob);
        alice.send(alice.invite("sip:1002@example.com", "no-answer"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 480, "No Answer", ""));
        alice.expectStatus(480);

        assertThat(house.deleted.poll(30, TimeUnit.SECONDS)).isNotNull();
        assertThat(alice.hearsNo(message -> message.status() > 480, Duration.ofMillis(100)))
                .isTrue();
    }
}
