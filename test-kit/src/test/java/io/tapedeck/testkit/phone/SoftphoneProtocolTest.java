package io.tapedeck.testkit.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.protocol.digest.DigestAlgorithm;
import io.tapedeck.protocol.digest.DigestChallenge;
import io.tapedeck.protocol.digest.DigestCredentials;
import io.tapedeck.protocol.digest.DigestException;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.leaks.LeakCheck;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(LeakCheck.class)
class SoftphoneProtocolTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String NOWHERE = "sip:127.0.0.1:9";

    @ParameterizedTest
    @EnumSource
    void it_registers_with_the_right_password(DigestAlgorithm algorithm) throws IOException {
        try (var registrar = new ScriptedPeer(request -> List.of(registrarOf(algorithm, request)));
                var phone = phone(registrar.address(), "secret")) {
            int status = phone.register(SOON);

            assertThat(status).isEqualTo(200);
            assertThat(registrar.received("REGISTER"))
                    .extracting(SipMessage::sequence)
                    .containsExactly(1, 2);
            assertThat(phone.unregister()).isEqualTo(200);
            assertThat(registrar.received("REGISTER").getLast().header("Expires"))
                    .isEqualTo("0");
        }
    }

    @Test
    void a_wrong_password_gives_the_final_status_and_no_endless_tries() throws IOException {
        try (var registrar = new ScriptedPeer(request -> List.of(registrarOf(DigestAlgorithm.MD5, request)));
                var phone = phone(registrar.address(), "wrong")) {
            int status = phone.register(SOON);

            assertThat(status).isEqualTo(401);
            assertThat(registrar.received("REGISTER")).hasSize(2);
        }
    }

    @Test
    void a_lost_request_is_sent_again() throws IOException {
        var count = new AtomicInteger();
        try (var deafAtFirst = new ScriptedPeer(request ->
                        count.incrementAndGet() == 1 ? List.of() : List.of(SipMessage.response(request, 200, "t")));
                var phone = phone(deafAtFirst.address(), "secret")) {
            assertThat(phone.register(SOON)).isEqualTo(200);
            assertThat(deafAtFirst.repeated("REGISTER")).hasSizeGreaterThanOrEqualTo(2);
            assertThat(deafAtFirst.received("REGISTER")).hasSize(1);
        }
    }

    @Test
    void a_silent_registrar_is_a_timeout() throws IOException {
        try (var silent = new ScriptedPeer(request -> List.of());
                var phone = phone(silent.address(), "secret")) {
            assertThat(phone.register(Duration.ofMillis(200))).isEqualTo(408);
        }
    }

    @Test
    void requests_in_a_dialog_take_the_recorded_route_backwards() throws IOException {
        var far = new ScriptedPeer[1];
        try (var proxy = new ScriptedPeer(request -> answerWithRoutes(request, far[0].address()));
                var phone = phone(proxy.address(), "secret")) {
            far[0] = proxy;
            PhoneCall call = phone.call("1002", AudioSource.silence());
            assertThat(call.answered(SOON)).isTrue();
            call.hangUp();

            SipMessage ack = proxy.await("ACK", 0);
            SipMessage bye = proxy.await("BYE", 0);

            String near = "<sip:127.0.0.1:" + proxy.address().getPort() + ";lr>";
            assertThat(ack.values("Route")).containsExactly(near, "<sip:far.example.org;lr>");
            assertThat(bye.values("Route")).containsExactly(near, "<sip:far.example.org;lr>");
            assertThat(ack.requestUri()).isEqualTo("sip:bob@192.0.2.1:5099");
            assertThat(bye.sequence()).isEqualTo(ack.sequence() + 1);
            assertThat(call.sessionId()).isEqualTo("session-1");
        }
    }

    @Test
    void a_repeated_answer_is_acknowledged_again() throws IOException {
        var far = new ScriptedPeer[1];
        try (var proxy = new ScriptedPeer(request -> {
                    List<SipMessage> answers = answerWithRoutes(request, far[0].address());
                    return request.method().equals("INVITE")
                            ? List.of(answers.getFirst(), answers.getFirst())
                            : answers;
                });
                var phone = phone(proxy.address(), "secret")) {
            far[0] = proxy;

            assertThat(phone.call("1002", AudioSource.silence()).answered(SOON)).isTrue();

            assertThat(proxy.await("ACK", 1).sequence()).isEqualTo(1);
        }
    }

    @Test
    void an_answer_that_cannot_be_used_ends_the_call() throws IOException {
        try (var proxy = new ScriptedPeer(request -> request.method().equals("ACK")
                        ? List.of()
                        : List.of(SipMessage.response(request, 200, "far")
                                .with("Contact", "<" + NOWHERE + ">")
                                .withBody("application/sdp", "v=0\r\nm=audio 9 RTP/AVP 18\r\n")));
                var phone = phone(proxy.address(), "secret")) {
            PhoneCall call = phone.call("1002", AudioSource.silence());

            assertThat(call.answered(SOON)).isFalse();
            assertThat(call.statusCode()).isEqualTo(488);
        }
    }

    @Test
    void a_request_without_what_a_dialog_needs_is_refused() throws IOException {
        try (var stranger = new ScriptedPeer(request -> List.of());
                var phone = phone(stranger.address(), "secret")) {
            stranger.send(phone.address(), request("INVITE", "z9hG4bK-1", "")); // without Contact
            stranger.send(phone.address(), request("BYE", "z9hG4bK-2", ";tag=unknown"));
            stranger.send(phone.address(), request("MESSAGE", "z9hG4bK-3", ""));

            assertThat(stranger.awaitStatus("INVITE")).isEqualTo(400);
            assertThat(stranger.awaitStatus("BYE")).isEqualTo(481);
            assertThat(stranger.awaitStatus("MESSAGE")).isEqualTo(405);
        }
    }

    @Test
    void an_answer_is_repeated_until_it_is_acknowledged() throws Exception {
        try (var caller = new ScriptedPeer(request -> List.of());
                var phone = phone(caller.address(), "secret")) {
            phone.autoAnswer(AudioSource.silence());
            SipMessage invite = request("INVITE", "z9hG4bK-1", "")
                    .with("Contact", "<" + NOWHERE + ">")
                    .withBody("application/sdp", "v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 9 RTP/AVP 8\r\n");
            caller.send(phone.address(), invite);
            caller.send(phone.address(), invite); // a repetition is no second call
            Eventually.holds(() -> caller.statuses("INVITE").size() >= 5, SOON, "the 200 is repeated");

            String toTag = ";tag=" + caller.response("INVITE").to().tag();
            caller.send(phone.address(), request("ACK", "z9hG4bK-2", toTag));
            caller.send(phone.address(), request("BYE", "z9hG4bK-3", toTag).replace("CSeq", "2 BYE"));

            assertThat(caller.awaitStatus("BYE")).isEqualTo(200);
            assertThat(phone.incoming(SOON).ended(SOON)).isTrue();
            assertThat(caller.statuses("INVITE")).contains(100, 180, 200);
            assertThatThrownBy(() -> phone.incoming(Duration.ofMillis(1))).hasMessageContaining("no call came in");
        }
    }

    private static SipMessage request(String method, String branch, String toTag) {
        return SipMessage.request(method, "sip:1001@example.org")
                .with("Via", "SIP/2.0/UDP 127.0.0.1:5999;rport;branch=" + branch)
                .with("From", "<sip:stranger@example.org>;tag=1")
                .with("To", "<sip:1001@example.org>" + toTag)
                .with("Call-ID", "4711")
                .with("CSeq", "1 " + method);
    }

    private static List<SipMessage> answerWithRoutes(SipMessage request, InetSocketAddress self) {
        if (request.method().equals("ACK")) {
            return List.of();
        }
        SipMessage response = SipMessage.response(request, 200, "far");
        if (!request.method().equals("INVITE")) {
            return List.of(response);
        }
        return List.of(
                response.with("Record-Route", "<sip:far.example.org;lr>, <sip:127.0.0.1:" + self.getPort() + ";lr>")
                        .with("Contact", "\"Bob, at home\" <sip:bob@192.0.2.1:5099>")
                        .with("X-Session-Id", "session-1")
                        .withBody(
                                "application/sdp",
                                "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                                        + "m=audio 9 RTP/AVP 8\r\n"));
    }

    private static SipMessage registrarOf(DigestAlgorithm algorithm, SipMessage request) {
        String ha1 = algorithm.ha1("alice", "tapedeck", "secret");
        boolean known =
                request.find("Authorization").map(value -> matches(value, ha1)).orElse(false);
        return known
                ? SipMessage.response(request, 200, "registrar").with("Contact", request.header("Contact"))
                : SipMessage.response(request, 401, "registrar")
                        .with("WWW-Authenticate", "Unheard-Of realm=\"x\"")
                        .with(
                                "WWW-Authenticate",
                                new DigestChallenge("tapedeck", "nonce-1", algorithm, false, null).toHeaderValue());
    }

    private static boolean matches(String authorization, String ha1) {
        try {
            return DigestCredentials.parse(authorization).matches(ha1, "REGISTER");
        } catch (DigestException e) {
            throw new AssertionError(e);
        }
    }

    private static Softphone phone(InetSocketAddress proxy, String password) {
        return Softphone.at(proxy)
                .identity("1001", "example.org")
                .credentials("alice", password)
                .build();
    }
}
