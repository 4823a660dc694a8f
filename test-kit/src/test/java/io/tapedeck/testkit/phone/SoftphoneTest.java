package io.tapedeck.testkit.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tapedeck.protocol.sdp.Direction;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.audio.Correlation;
import io.tapedeck.testkit.audio.ToneDetector;
import io.tapedeck.testkit.leaks.LeakCheck;
import io.tapedeck.testkit.time.Eventually;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two phones that talk to each other directly: each is the other's proxy. */
@ExtendWith(LeakCheck.class)
class SoftphoneTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final InetSocketAddress NOBODY = new InetSocketAddress("127.0.0.1", 9);

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void both_hear_the_tone_of_the_other_until_one_hangs_up(String transport) {
        try (var bob = phone("1002", NOBODY, transport);
                var alice = phone("1001", bob.address(), transport)) {
            bob.autoAnswer(AudioSource.tone(880));

            PhoneCall call = alice.call("1002", AudioSource.tone(440));
            PhoneCall incoming = bob.incoming(SOON);

            assertThat(call.answered(SOON)).isTrue();
            assertThat(call.statusCode()).isEqualTo(200);
            awaitHeard(call, 800);
            awaitHeard(incoming, 800);
            awaitTone(call, 880);
            awaitTone(incoming, 440);
            incoming.hangUp();
            assertThat(call.ended(SOON)).isTrue();
            assertThat(incoming.ended(SOON)).isTrue();
        }
    }

    @Test
    void sound_keeps_its_place_on_the_time_line() {
        try (var bob = phone("1002", NOBODY, "udp");
                var alice = phone("1001", bob.address(), "udp")) {
            AudioSource noise = AudioSource.noise(7);
            bob.autoAnswer(noise);

            PhoneCall call = alice.call("1002", AudioSource.silence());
            assertThat(call.answered(SOON)).isTrue();
            awaitHeard(call, 2_000);

            // within a second: the two begin as the machine lets them, and a phone that was held up is whole a second
            // later
            Eventually.passes(() -> assertThat(lastSecondAmong(call, noise)).isGreaterThan(0.95), SOON);
            assertThat(call.receivedPackets()).isCloseTo(call.heard().length / 160, within(60L));
        }
    }

    @Test
    void a_phone_that_refuses_gives_its_reason() {
        try (var bob = phone("1002", NOBODY, "udp");
                var alice = phone("1001", bob.address(), "udp")) {
            PhoneCall call = alice.call("1002", AudioSource.silence());

            bob.incoming(SOON).reject(486);

            assertThat(call.answered(SOON)).isFalse();
            assertThat(call.statusCode()).isEqualTo(486);
            assertThat(call.ended(SOON)).isTrue();
        }
    }

    @Test
    void a_phone_that_deflects_a_call_names_somebody_else() {
        try (var bob = phone("1002", NOBODY, "udp");
                var alice = phone("1001", bob.address(), "udp")) {
            PhoneCall call = alice.call("1002", AudioSource.silence());

            bob.incoming(SOON).deflect("1003");

            assertThat(call.ended(SOON)).isTrue();
            assertThat(call.statusCode()).isEqualTo(302);
            assertThat(call.header("Contact")).contains("<sip:1003@example.org>");
        }
    }

    @Test
    void a_phone_with_two_codecs_takes_the_one_that_is_offered_first() {
        try (var bob = both("1002", NOBODY, Codec.PCMA, Codec.PCMU);
                var alice = both("1001", bob.address(), Codec.PCMU, Codec.PCMA)) {
            bob.autoAnswer(AudioSource.tone(880));

            PhoneCall call = alice.call("1002", AudioSource.silence());

            assertThat(call.answered(SOON)).isTrue();
            assertThat(bob.incoming(SOON).sessionDescription()).containsPattern("m=audio \\d+ RTP/AVP 0 8 101");
            assertThat(call.sessionDescription()).containsPattern("m=audio \\d+ RTP/AVP 0 101");
            awaitTone(call, 880);
        }
    }

    private static Softphone both(String user, InetSocketAddress proxy, Codec first, Codec second) {
        return Softphone.at(proxy)
                .identity(user, "example.org")
                .codecs(first, second)
                .build();
    }

    @Test
    void a_cancelled_call_stops_ringing() {
        try (var bob = phone("1002", NOBODY, "udp");
                var alice = phone("1001", bob.address(), "udp")) {
            PhoneCall call = alice.call("1002", AudioSource.silence());
            PhoneCall incoming = bob.incoming(SOON);
            incoming.ring();

            call.cancel();

            assertThat(incoming.ended(SOON)).isTrue();
            assertThat(call.ended(SOON)).isTrue();
            assertThat(call.statusCode()).isEqualTo(487);
            assertThat(incoming.statusCode()).isEqualTo(487);
        }
    }

    @Test
    void a_held_phone_sends_nothing_until_it_is_taken_back() {
        try (var bob = phone("1002", NOBODY, "udp");
                var alice = phone("1001", bob.address(), "udp")) {
            bob.autoAnswer(AudioSource.tone(880));
            PhoneCall call = alice.call("1002", AudioSource.tone(440));
            PhoneCall incoming = bob.incoming(SOON);
            assertThat(call.answered(SOON)).isTrue();
            awaitHeard(call, 200);

            assertThat(call.reinvite(Direction.INACTIVE)).isEqualTo(200);
            long sentWhenHeld = sentBeforeItFellSilent(incoming);
            assertThat(alice.options("1002", SOON)).isEqualTo(200);
            assertThat(incoming.sentPackets()).isEqualTo(sentWhenHeld);

            assertThat(call.reinvite(Direction.SENDRECV)).isEqualTo(200);
            Eventually.holds(() -> incoming.sentPackets() > sentWhenHeld + 10, SOON, "the phone sends again");
        }
    }

    @Test
    void keys_and_info_arrive_on_the_other_side() {
        try (var bob = phone("1002", NOBODY, "udp");
                var alice = phone("1001", bob.address(), "udp")) {
            bob.autoAnswer(AudioSource.silence());
            PhoneCall call = alice.call("1002", AudioSource.silence(), Map.of("X-Session-Id", "4711"));
            PhoneCall incoming = bob.incoming(SOON);
            assertThat(call.answered(SOON)).isTrue();

            call.sendDtmf("*1#");
            int status = call.sendInfo(Map.of("Record", "on"));

            assertThat(status).isEqualTo(200);
            assertThat(incoming.infos()).singleElement().asString().contains("Record: on");
            assertThat(incoming.sessionId()).isEqualTo("4711");
            Eventually.holds(() -> incoming.heardKeys().equals("*1#"), SOON, "the keys are heard");
        }
    }

    @Test
    void one_phone_holds_many_calls_at_once() {
        try (var bob = phone("1002", NOBODY, "udp");
                var alice = phone("1001", bob.address(), "udp")) {
            bob.autoAnswer(AudioSource.tone(880));

            List<PhoneCall> calls = IntStream.range(0, 30)
                    .mapToObj(i -> alice.call("1002", AudioSource.tone(440)))
                    .toList();

            assertThat(calls).allMatch(call -> call.answered(SOON));
            calls.forEach(call -> awaitHeard(call, 1_000));
            calls.forEach(call -> awaitTone(call, 880));
            calls.forEach(PhoneCall::hangUp);
            assertThat(calls).allMatch(call -> call.ended(SOON));
        }
    }

    @Test
    void a_call_to_a_closed_tcp_port_fails_at_once() {
        try (var alice = phone("1001", NOBODY, "tcp")) {
            PhoneCall call = alice.call("1002", AudioSource.silence());

            assertThat(call.ended(SOON)).isTrue();
            assertThat(call.statusCode()).isEqualTo(503);
        }
    }

    @Test
    void a_closed_phone_says_goodbye() {
        try (var bob = phone("1002", NOBODY, "udp")) {
            bob.autoAnswer(AudioSource.silence());
            try (var alice = phone("1001", bob.address(), "udp")) {
                assertThat(alice.call("1002", AudioSource.silence()).answered(SOON))
                        .isTrue();
            }

            assertThat(bob.incoming(SOON).ended(SOON)).isTrue();
        }
    }

    private static Softphone phone(String user, InetSocketAddress proxy, String transport) {
        return Softphone.at(proxy)
                .identity(user, "example.org")
                .transport(transport)
                .codec(user.equals("1001") ? Codec.PCMA : Codec.PCMU)
                .build();
    }

    /** How alike the last second that was heard is to what was played from a second before its place to a second behind. */
    private static double lastSecondAmong(PhoneCall call, AudioSource played) {
        short[] heard = call.heard();
        int at = heard.length - 8_000;
        short[] around = new short[24_000];
        played.read(at - 8_000, around);
        return Correlation.best(around, Arrays.copyOfRange(heard, at, heard.length))
                .coefficient();
    }

    private static void awaitHeard(PhoneCall call, int milliseconds) {
        Eventually.holds(() -> call.heard().length >= milliseconds * 8, SOON, milliseconds + " ms are heard");
    }

    /** The answer may come before the sound ends; 400 ms are the time of twenty packets. */
    private static long sentBeforeItFellSilent(PhoneCall phone) {
        var last = new AtomicLong(-1);
        var since = new AtomicLong();
        Eventually.holds(
                () -> {
                    long sent = phone.sentPackets();
                    if (last.getAndSet(sent) != sent) {
                        since.set(System.nanoTime());
                    }
                    return System.nanoTime() - since.get() > 400_000_000L;
                },
                SOON,
                "it falls silent");
        return last.get();
    }

    /** A sender that gets no processor for a while leaves a gap; the half second after it is whole again. */
    private static void awaitTone(PhoneCall call, int hertz) {
        awaitHeard(call, 500);
        Eventually.passes(
                () -> assertThat(ToneDetector.purity(lastHalfSecond(call), 8_000, hertz))
                        .isGreaterThan(0.95),
                SOON);
    }

    private static short[] lastHalfSecond(PhoneCall call) {
        short[] heard = call.heard();
        return Arrays.copyOfRange(heard, heard.length - 4_000, heard.length);
    }
}
