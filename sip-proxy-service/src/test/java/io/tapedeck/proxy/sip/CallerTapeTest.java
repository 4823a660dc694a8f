package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.CallTarget;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.proxy.policy.CallerRecording;
import io.tapedeck.proxy.routing.ExampleDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A caller is recorded without a callee. */
class CallerTapeTest extends WireTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final RecordingOrder ORDER = new RecordingOrder(
            new RecordingId(new UUID(7, 9)),
            FakeHouse.TENANT,
            FakeHouse.USER,
            MediaFormat.WAV,
            ChannelLayout.MONO,
            null);

    private final FakeSpeaker speaker = new FakeSpeaker();

    @Override
    SipServer server(SipServerSettings settings) {
        SipServer server = super.server(settings);
        server.speakWith(speaker.voices());
        return server;
    }

    @BeforeEach
    void tape() {
        speaker.reset();
        recording(LONG, LONG);
    }

    private void recording(Duration limit, Duration silence) {
        house.taping = new CallerRecording(ExampleDirectory.ACME, ORDER, limit, silence);
    }

    @Test
    void who_calls_is_answered_hears_a_beep_and_is_recorded_until_the_end() throws Exception {
        Message answer = speaking("hang-up");
        alice.send(alice.inDialog(answer, "BYE", 2, ""));
        alice.expectStatus(200);

        assertThat(answer.body()).contains("m=audio 9 RTP/AVP 8\r\n", "a=sendrecv");
        assertThat(house.media.getFirst()).isEqualTo("offer caller from-alice");
        assertThat(house.media.get(1)).startsWith("answer from-alice td").endsWith(" orders=1");
        CallRecord call = ended("hang-up");
        assertThat(call.endedReason()).isEqualTo(EndedReason.CALLER_DISCONNECT);
        assertThat(call.orders()).containsExactly(ORDER);
        assertThat(call.caller().userId()).isEqualTo(FakeHouse.USER);
        assertThat(call.targets()).extracting(CallTarget::destination).containsExactly("sip:record@acme.example");
        assertThat(call.answeredAt()).isNotNull();
    }

    @Test
    void the_hash_key_ends_it_and_is_not_in_the_recording() throws Exception {
        Message answer = speaking("hash");

        house.listeners.get(SessionId.of(answer.header("X-Session-Id"))).pressed("from-alice", '4');
        house.listeners.get(SessionId.of(answer.header("X-Session-Id"))).pressed("from-alice", '#');
        hungUp();

        assertThat(house.media).contains("mask #");
        assertThat(ended("hash").endedReason()).isEqualTo(EndedReason.CALLEE_DISCONNECT);
    }

    @Test
    void silence_ends_it() throws Exception {
        recording(LONG, SHORT);
        house.silent = Duration.ofSeconds(1);

        speaking("silence");
        hungUp();

        assertThat(ended("silence").endedReason()).isEqualTo(EndedReason.CALLEE_DISCONNECT);
    }

    @Test
    void who_speaks_is_not_cut_off_until_the_limit() throws Exception {
        recording(Duration.ofSeconds(1), Duration.ofMillis(50));
        house.silent = Duration.ZERO;

        speaking("limit");
        hungUp();

        CallRecord call = ended("limit");
        assertThat(Duration.between(call.answeredAt(), call.endedAt())).isGreaterThanOrEqualTo(Duration.ofMillis(990));
    }

    @Test
    void an_answer_that_is_not_acknowledged_is_repeated() throws Exception {
        alice.send(alice.invite("sip:record@example.com", "no-ack"));
        Message first = alice.expectStatus(200);

        Message second = alice.expectStatus(200);

        assertThat(second.text()).isEqualTo(first.text());
        alice.send(alice.inDialog(first, "ACK", 1, ""));
        alice.send(alice.inDialog(first, "BYE", 2, ""));
        assertThat(ended("no-ack").endedReason()).isEqualTo(EndedReason.CALLER_DISCONNECT);
    }

    @Test
    void a_caller_may_hold_and_come_back() throws Exception {
        Message answer = speaking("hold");

        alice.send(alice.inDialog(answer, "INVITE", 2, TextPhone.SDP + "a=sendonly\r\n"));
        Message held = alice.expect(
                "the answer to the hold",
                message -> message.status() == 200 && message.header("CSeq").equals("2 INVITE"));
        alice.send(alice.inDialog(answer, "ACK", 2, ""));

        assertThat(held.body()).contains("a=recvonly");
        alice.send(alice.inDialog(answer, "BYE", 3, ""));
        assertThat(ended("hold").orders()).hasSize(1);
    }

    @Test
    void who_offers_nothing_that_can_be_heard_is_refused() throws Exception {
        alice.send(alice.request("INVITE", "sip:record@example.com", "no-offer", ""));
        alice.expectStatus(488);
        assertThat(ended("no-offer").statusCode()).isEqualTo(488);

        alice.send(alice.request(
                "INVITE", "sip:record@example.com", "secret", TextPhone.SDP.replace("RTP/AVP", "RTP/SAVP")));
        alice.expectStatus(488);
        assertThat(ended("secret").statusCode()).isEqualTo(488);
    }

    @Test
    void after_a_restart_the_caller_can_still_hang_up() throws IOException, InterruptedException {
        Message answer = speaking("restart");
        int port = server.port();
        server.close();
        server = server(settings(port));
        server.start();

        alice.send(alice.inDialog(answer, "BYE", 2, ""));

        alice.expectStatus(200);
        assertThat(house.deleted.poll(30, TimeUnit.SECONDS)).hasToString(answer.header("X-Session-Id"));
    }

    private Message speaking(String callId) throws InterruptedException {
        alice.send(alice.invite("sip:record@example.com", callId));
        Message answer = alice.expectStatus(200);
        alice.send(alice.inDialog(answer, "ACK", 1, ""));
        assertThat(house.listening.poll(30, TimeUnit.SECONDS)).isEqualTo(List.of("from-alice"));
        assertThat(speaker.said.poll(30, TimeUnit.SECONDS)).isEqualTo("beep to CALLER");
        return answer;
    }

    private void hungUp() {
        Message bye = alice.expectRequest("BYE");
        assertThat(bye.header("To")).contains("tag=from-alice");
        alice.send(alice.response(bye, 200, "OK", ""));
    }

    private CallRecord ended(String callId) throws InterruptedException {
        CallEvent end = eventsUntilEnd(callId).getLast();
        assertThat(house.deleted.poll(30, TimeUnit.SECONDS))
                .isEqualTo(end.call().sessionId());
        return end.call();
    }
}
