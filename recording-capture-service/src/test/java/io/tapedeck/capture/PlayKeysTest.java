package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.codec.G711;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.ng.NgValue.NgInteger;
import io.tapedeck.protocol.ng.NgValue.NgString;
import io.tapedeck.protocol.rtp.KeyPressTracker;
import io.tapedeck.protocol.rtp.KeyPressTracker.KeyPress;
import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.protocol.rtp.RtpPackets;
import io.tapedeck.protocol.rtp.TelephoneEvent;
import io.tapedeck.testkit.audio.ToneDetector;
import io.tapedeck.testkit.time.Eventually;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that a controller presses in a party's place, as the other party gets them. */
class PlayKeysTest {

    private static final int PCMA = 8;
    private static final int EVENTS = 101;
    private static final int TICKS = 160;
    private static final long PACKET_NANOS = 20_000_000L;

    @TempDir
    static Path spool;

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.start(spool);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void a_key_is_an_event_that_grows_and_ends_three_times() {
        try (var call = call(RtpPhone::sdp)) {
            byte[] before = call.aliceSpeaks();

            press(call, "code", "5", "duration", 130, "volume", 12);
            List<byte[]> heard = heard(call, 9);

            assertNumbered(before, heard);
            List<TelephoneEvent> events =
                    heard.stream().map(PlayKeysTest::event).toList();
            assertThat(events).extracting(TelephoneEvent::event).containsOnly(5);
            assertThat(events).extracting(TelephoneEvent::volume).containsOnly(12);
            assertThat(events)
                    .extracting(TelephoneEvent::durationTicks)
                    .containsExactly(160, 320, 480, 640, 800, 960, 1_040, 1_040, 1_040);
            assertThat(events)
                    .extracting(TelephoneEvent::end)
                    .containsExactly(false, false, false, false, false, false, true, true, true);
            assertThat(heard).extracting(packet -> view(packet).marker()).startsWith(true, false);
            assertThat(heard)
                    .extracting(packet -> view(packet).timestamp())
                    .containsOnly(view(heard.getFirst()).timestamp());
        }
    }

    @Test
    void the_event_has_the_time_of_its_beginning_in_the_stream_that_goes_on_behind_it() {
        try (var call = call(RtpPhone::sdp)) {
            byte[] before = call.aliceSpeaks();

            press(call, "code", 11);
            List<byte[]> heard = heard(call, 1);
            for (int late = view(heard.getFirst()).timestamp() - view(before).timestamp();
                    late > TICKS;
                    late -= TICKS) {
                call.alice.skip(); // however long the order took, she keeps time
            }
            for (int i = 1; i < 15; i++) {
                heard.add(call.bob.receive().orElseThrow());
                call.alice.send(call.portForAlice); // she talks on in her time, and is not heard
            }
            int begun = view(heard.getFirst()).timestamp();
            byte[] after = aliceAgain(call);

            assertThat(begun - view(before).timestamp()).isPositive();
            assertThat(view(after).timestamp() - begun).isGreaterThan(2_000); // 250 ms, the usual duration
            assertThat(view(after).ssrc()).isEqualTo(view(before).ssrc());
            assertThat(view(after).payloadType()).isEqualTo(PCMA);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,0", "9,9", "*,10", "#,11", "A,12", "d,15", "10,10", "15,15"})
    void a_code_is_a_key_or_the_number_of_its_event(String code, int event) {
        try (var call = call(RtpPhone::sdp)) {
            press(call, "code", code, "duration", 100);

            assertThat(event(call.bob.receive().orElseThrow()).event()).isEqualTo(event);
        }
    }

    @Test
    void keys_wait_for_each_other_and_come_in_order() {
        try (var call = call(RtpPhone::sdp)) {
            for (char key : "1234".toCharArray()) {
                press(call, "code", key, "duration", 100, "pause", 100);
            }

            assertThat(keys(call, 4)).extracting(KeyPress::digit).containsExactly('1', '2', '3', '4');
        }
    }

    @Test
    void the_pressing_party_hears_nothing_of_it() {
        try (var call = call(RtpPhone::sdp)) {
            press(call, "code", "1", "duration", 100);
            heard(call, 7);

            assertThat(call.alice.receive(100)).isEmpty();
        }
    }

    @Test
    void a_key_is_pressed_into_a_tone_that_goes_on_behind_it() {
        try (var call = call(RtpPhone::sdp)) {
            var tone = new NgDictionary(Map.of("tone", new NgString("425/20000")));
            call.ng.ok("play media", "call-id", call.callId(), "from-tag", "tB", "tapedeck", tone);
            byte[] before = call.bob.receive().orElseThrow();

            press(call, "code", "7", "duration", 100);
            List<byte[]> all = new ArrayList<>(List.of(before));
            boolean pressed = false;
            for (int i = 0; i < 500 && !(pressed && view(all.getLast()).payloadType() == PCMA); i++) {
                all.add(call.bob.receive().orElseThrow());
                pressed |= view(all.getLast()).payloadType() == EVENTS;
            }

            assertThat(pressed).isTrue();
            assertNumbered(all.getFirst(), all.subList(1, all.size()));
            byte[] after = all.getLast();
            assertThat(ToneDetector.purity(sound(List.of(after)), 8_000, 425)).isGreaterThan(0.5);
            int events = (int) all.stream()
                    .filter(packet -> view(packet).payloadType() == EVENTS)
                    .count();
            assertThat(events).isEqualTo(7);
            assertThat(view(after).timestamp() - view(before).timestamp())
                    .isGreaterThanOrEqualTo(TICKS * (all.size() - 1)); // its time has passed unheard
        }
    }

    @Test
    void long_events_in_a_fast_clock_go_on_in_segments() {
        try (var call = call(phone -> Sdp.of(
                "m=audio " + phone.port() + " RTP/AVP 96 97 101",
                "a=rtpmap:96 opus/48000/2",
                "a=rtpmap:97 telephone-event/8000",
                "a=rtpmap:101 telephone-event/48000"))) {
            press(call, "code", "3", "duration", 1_500);
            List<byte[]> heard = heard(call, 75 + 2);

            assertThat(event(heard.get(67)).durationTicks()).isEqualTo(68 * 960);
            assertThat(event(heard.get(67)).end()).isFalse();
            assertThat(event(heard.get(68)).durationTicks()).isEqualTo(960);
            assertThat(view(heard.get(68)).timestamp() - view(heard.get(67)).timestamp())
                    .isGreaterThanOrEqualTo(68 * 960);
            assertThat(event(heard.getLast()).durationTicks()).isEqualTo(72_000 - 68 * 960);
            assertThat(event(heard.getLast()).end()).isTrue();
        }
    }

    @Test
    void who_takes_no_events_hears_both_tones() {
        try (var call = call(phone -> phone.sdp("sendrecv", "8"))) {
            NgDictionary reply = press(call, "code", "8", "duration", 200, "volume", -6);
            short[] sound = sound(heard(call, 10));

            assertThat(reply.text("warning")).contains("the party takes no events; tones are played");
            double low = ToneDetector.level(sound, 8_000, 852);
            double high = ToneDetector.level(sound, 8_000, 1_336);
            double wanted = Math.pow(10, (-3.14 - 6) / 20); // 0 dBm0 is 3.14 dB below full scale
            assertThat(low).isBetween(wanted * 0.9, wanted * 1.1);
            assertThat(high).isBetween(wanted * 0.9, wanted * 1.1);
        }
    }

    @Test
    void a_codec_that_garbles_tones_is_refused_where_there_are_no_events() {
        try (var call = call(phone -> Sdp.of("m=audio " + phone.port() + " RTP/AVP 18"))) {
            assertThat(refusal(call, "code", "8"))
                    .isEqualTo("Failed to inject DTMF event: the party takes no events; "
                            + "none of its codecs can carry tones");
        }
    }

    @Test
    void what_is_no_key_is_refused() {
        try (var call = call(RtpPhone::sdp)) {
            assertThat(refusal(call)).isEqualTo("No 'code' specified");
            assertThat(refusal(call, "code", "x")).isEqualTo("Out of range 'code' specified");
            assertThat(refusal(call, "code", 16)).isEqualTo("Out of range 'code' specified");
            assertThat(refusal(call, "code", -1)).isEqualTo("Out of range 'code' specified");
            assertThat(call.ng
                            .ask("play DTMF", "call-id", call.callId(), "code", "1")
                            .text("error-reason"))
                    .contains("No participant party specified");
            assertThat(call.ng
                            .ask("play DTMF", "call-id", "nobody", "from-tag", "a", "code", "1")
                            .text("error-reason"))
                    .contains("Unknown call-id");
        }
    }

    @Test
    void no_more_than_so_many_keys_wait() {
        try (var call = call(RtpPhone::sdp)) {
            for (int i = 0; i < 65; i++) {
                press(call, "code", "1", "duration", 5_000);
            }

            // on a slow machine the first have ended meanwhile, each after five seconds
            Object[] another = pairs(call, "code", "1", "duration", 5_000);
            String refusal = Eventually.value(
                    () -> call.ng.ask("play DTMF", another).text("error-reason").orElse(null), Duration.ofSeconds(60));
            assertThat(refusal).isEqualTo("Failed to inject DTMF event: too many are playing or waiting");
        }
    }

    @Test
    void keys_are_captured_with_what_was_played() {
        try (var call = call(RtpPhone::sdp)) {
            press(call, "code", "6", "duration", 100);
            List<byte[]> heard = heard(call, 7);

            String capture = RelayedPhones.captureOf(call.hangUp());

            node.sealedManifest(capture);
            RawCapture raw = RawCapture.read(node.media(capture));
            int played = raw.interfaces().stream().map(i -> i.name()).toList().indexOf("played to callee audio RTP");
            assertThat(raw.payloadsOf(played)).containsExactlyElementsOf(heard);
        }
    }

    private static RelayedPhones call(java.util.function.Function<RtpPhone, String> sdp) {
        return RelayedPhones.labelled(node, UUID.randomUUID().toString(), sdp);
    }

    /** Alice seems to press, so Bob hears it. */
    private static NgDictionary press(RelayedPhones call, Object... more) {
        return call.ng.ok("play DTMF", pairs(call, more));
    }

    private static String refusal(RelayedPhones call, Object... more) {
        return call.ng.ask("play DTMF", pairs(call, more)).text("error-reason").orElseThrow();
    }

    private static Object[] pairs(RelayedPhones call, Object... more) {
        List<Object> pairs = new ArrayList<>(List.of("call-id", call.callId(), "from-tag", "fA"));
        for (Object value : more) {
            pairs.add(value instanceof Integer number ? new NgInteger(number) : value);
        }
        return pairs.toArray();
    }

    private static List<byte[]> heard(RelayedPhones call, int packets) {
        List<byte[]> heard = new ArrayList<>();
        for (int i = 0; i < packets; i++) {
            heard.add(call.bob.receive().orElseThrow());
        }
        return heard;
    }

    /** As a phone understands them. */
    private static List<KeyPress> keys(RelayedPhones call, int count) {
        var tracker = new KeyPressTracker();
        List<KeyPress> presses = new ArrayList<>();
        for (int i = 0; i < 20 * count && presses.size() < count; i++) {
            byte[] packet = call.bob.receive().orElseThrow();
            KeyPress press = tracker.event(
                    ByteBuffer.wrap(packet),
                    RtpPackets.HEADER_LENGTH,
                    TelephoneEvent.LENGTH,
                    view(packet).timestamp(),
                    i * PACKET_NANOS);
            if (press != null) {
                presses.add(press);
            }
        }
        return presses;
    }

    private static byte[] aliceAgain(RelayedPhones call) {
        for (int i = 0; i < 500; i++) {
            call.alice.send(call.portForAlice);
            var heard = call.bob.receive(40);
            if (heard.isPresent()) {
                return heard.get();
            }
        }
        throw new AssertionError("Bob does not hear Alice any more");
    }

    private static void assertNumbered(byte[] first, List<byte[]> packets) {
        RtpPacketView before = view(first);
        for (int i = 0; i < packets.size(); i++) {
            RtpPacketView packet = view(packets.get(i));
            assertThat(packet.ssrc()).isEqualTo(before.ssrc());
            assertThat(packet.sequenceNumber()).isEqualTo(before.sequenceNumber() + 1 + i & 0xFFFF);
        }
    }

    private static TelephoneEvent event(byte[] packet) {
        assertThat(view(packet).payloadType()).isEqualTo(EVENTS);
        return TelephoneEvent.parse(ByteBuffer.wrap(packet).position(RtpPackets.HEADER_LENGTH))
                .orElseThrow();
    }

    private static short[] sound(List<byte[]> packets) {
        var pcm = new short[packets.size() * TICKS];
        for (int i = 0; i < packets.size(); i++) {
            byte[] packet = packets.get(i);
            assertThat(view(packet).payloadType()).isEqualTo(PCMA);
            G711.decodeALaw(packet, RtpPackets.HEADER_LENGTH, TICKS, pcm, i * TICKS);
        }
        return Arrays.copyOf(pcm, pcm.length);
    }

    private static RtpPacketView view(byte[] packet) {
        var view = new RtpPacketView();
        assertThat(view.wrap(ByteBuffer.wrap(packet))).isTrue();
        return view;
    }
}
