package io.tapedeck.conversion.timeline;

import static io.tapedeck.conversion.calls.SealedCalls.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.captures.MaskedSpan;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.conversion.calls.RawCall;
import io.tapedeck.protocol.codec.G711;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls in packets of 20 ms; every byte of a packet is the µ-law code of its content, so that its place can be seen. */
class CallTimelineTest {

    private static final int PACKET = 160;
    private static final long PACKET_NANOS = 20_000_000;

    private final RawCall call = new RawCall();
    private AudioDecoders decoders = new G711Decoders();

    /** What the network or the sender does to packet n: when it comes, in milliseconds, with which number and timestamp. */
    private record Sent(int content, double atMillis, int sequence, int timestamp, int ssrc) {}

    private record Case(String name, List<Sent> sent, List<Integer> heard) {

        @Override
        public String toString() {
            return name;
        }
    }

    /** Heard: the content of each 20 ms of the recording, 0 for silence. */
    static final List<Case> CASES = List.of(
            new Case("in order", plain(1, 2, 3, 4), heard(1, 2, 3, 4)),
            new Case("a lost packet leaves its length of silence", plain(1, 2, 4), heard(1, 2, 0, 4)),
            new Case("a leg that starts late", plain(3, 4, 5), heard(0, 0, 3, 4, 5)),
            new Case(
                    "reordering and duplicates",
                    List.of(sent(1, 0), sent(3, 41), sent(2, 42), sent(2, 43), sent(4, 60), sent(3, 61)),
                    heard(1, 2, 3, 4)),
            new Case(
                    "jitter does not move sound",
                    List.of(sent(1, 3), sent(2, 20), sent(3, 55), sent(4, 61)),
                    heard(1, 2, 3, 4)),
            new Case(
                    "numbers and timestamps wrap",
                    List.of(
                            new Sent(1, 0, 65_534, -320, 7),
                            new Sent(2, 20, 65_535, -160, 7),
                            new Sent(3, 40, 0, 0, 7),
                            new Sent(4, 60, 1, 160, 7)),
                    heard(1, 2, 3, 4)),
            new Case(
                    "a new source is anchored by its arrival",
                    List.of(
                            new Sent(1, 0, 5, 800, 7),
                            new Sent(2, 20, 6, 960, 7),
                            new Sent(4, 60, 900, 77_777, 8),
                            new Sent(5, 80, 901, 77_937, 8)),
                    heard(1, 2, 0, 4, 5)),
            new Case(
                    "the sender counts anew",
                    List.of(
                            new Sent(1, 0, 30_000, 800, 7),
                            new Sent(2, 20, 30_001, 960, 7),
                            new Sent(3, 40, 5, 1_120, 7),
                            new Sent(4, 60, 6, 1_280, 7),
                            new Sent(5, 80, 7, 1_440, 7)),
                    heard(1, 2, 3, 4, 5)));

    @ParameterizedTest
    @FieldSource("CASES")
    void every_packet_finds_its_place(Case it) {
        it.sent().forEach(packet -> add(0, packet));

        assertThat(heardIn(it.heard().size())).isEqualTo(it.heard());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_hold_lasts_as_long_as_it_lasted(boolean timestampsGoOn) {
        int resumed = 100;
        for (int n = 0; n < 10; n++) {
            add(0, new Sent(n + 1, n * 20, n, n * PACKET, 7));
        }
        for (int n = resumed; n < resumed + 20; n++) {
            int sequence = 10 + n - resumed;
            add(0, new Sent(n + 1, n * 20, sequence, timestampsGoOn ? n * PACKET : sequence * PACKET, 7));
        }

        List<Integer> heard = heardIn(resumed + 20);

        assertThat(heard.subList(0, 10)).isEqualTo(consecutive(1, 10));
        assertThat(heard.subList(10, resumed)).containsOnly(0);
        assertThat(heard.subList(resumed, resumed + 20)).isEqualTo(consecutive(resumed + 1, 20));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, -200})
    void a_clock_that_runs_astray_during_a_hold_is_found_when_it_goes_on(int partsPerMillion) {
        int resumed = 7_500; // after two and a half minutes
        for (int n = 0; n < 50; n++) {
            add(0, astray(n, n, partsPerMillion));
        }
        for (int n = resumed; n < resumed + 50; n++) {
            add(0, astray(n, 50 + n - resumed, partsPerMillion));
        }

        List<Integer> heard = heardIn(resumed + 50);

        assertThat(heard.subList(resumed, resumed + 50))
                .isEqualTo(heard.subList(0, 50))
                .isEqualTo(consecutive(1, 50));
    }

    @Test
    void two_sources_at_once_are_both_heard() {
        for (int n = 0; n < 40; n++) {
            add(0, new Sent(n + 1, n * 20, n, n * PACKET, 7));
            add(0, new Sent(0, n * 20 + 7, n, n * PACKET, 8));
        }

        assertThat(heardIn(40)).isEqualTo(consecutive(1, 40));
    }

    @Test
    void a_jump_of_the_timestamps_is_not_a_jump_of_time() {
        for (int n = 0; n < 40; n++) {
            add(0, new Sent(n + 1, n * 20, n, n * PACKET + (n < 20 ? 0 : 1_000_000), 7));
        }

        assertThat(heardIn(40)).isEqualTo(consecutive(1, 40));
    }

    @Test
    void a_burst_after_a_stall_of_the_network_keeps_its_places() {
        for (int n = 0; n < 60; n++) {
            add(0, new Sent(n + 1, n < 20 || n >= 50 ? n * 20 : 1_000 + n * 0.01, n, n * PACKET, 7));
        }

        assertThat(heardIn(60)).isEqualTo(consecutive(1, 60));
    }

    /** Overtaken by none that would show it: the last one before a pause, or of the call. */
    @ParameterizedTest
    @ValueSource(ints = {21, 50})
    void a_single_packet_that_comes_late_before_nothing_follows_was_delayed(int packets) {
        for (int n = 0; n < packets; n++) {
            if (n <= 20 || n >= 40) {
                add(0, new Sent(n + 1, n * 20 + (n == 20 ? 90 : 0), n <= 20 ? n : n - 19, n * PACKET, 7));
            }
        }

        List<Integer> expected = new ArrayList<>(consecutive(1, packets));
        Collections.fill(expected.subList(21, Math.max(21, packets - 10)), 0);
        assertThat(heardIn(packets)).isEqualTo(expected);
    }

    @Test
    void a_single_packet_with_a_wild_timestamp_moves_nothing() {
        for (int n = 0; n < 40; n++) {
            add(0, new Sent(n + 1, n * 20, n, n == 20 ? 99_999_999 : n * PACKET, 7));
        }

        List<Integer> expected = new ArrayList<>(consecutive(1, 40));
        expected.set(20, 0);
        assertThat(heardIn(40)).isEqualTo(expected);
    }

    @Test
    void both_parties_stay_in_step_when_a_clock_runs_fast() {
        int packets = 15_000; // five minutes
        double fast = 1 - 200e-6;
        var jitter = new Random(1);
        for (int n = 0; n < packets; n++) {
            add(0, new Sent(n % 200, n * 20 * fast + jitter.nextDouble() * 2, n & 0xFFFF, n * PACKET, 7));
        }

        short[] heard = samples(Duration.ofMillis(packets * 20))[0];

        int late = packets - 1_050; // 150 of 200
        int place = (int) Math.round(late * PACKET * fast);
        int tolerance = 5 * 8; // milliseconds
        assertThat(contentAt(heard, place + tolerance)).isEqualTo(150);
        assertThat(contentAt(heard, place - tolerance)).isEqualTo(149);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, -500})
    void a_clock_of_another_speed_is_known_from_the_first_word_on(int partsPerMillion) {
        double speed = 1 - partsPerMillion / 1e6;
        for (int n = 0; n < 500; n++) {
            add(0, new Sent(n % 200, n * 20 * speed, n, n * PACKET, 7));
        }

        short[] heard = samples(Duration.ofSeconds(10))[0];

        for (int n = 51; n < 500; n += 100) {
            int place = (int) Math.round(n * PACKET * speed);
            assertThat(contentAt(heard, place + 12)).as("packet %s", n).isEqualTo(n % 200);
            assertThat(contentAt(heard, place - 12)).as("packet %s", n).isEqualTo(n % 200 - 1);
        }
    }

    /** Less than three seconds before and after a hold; neither run tells its speed. */
    @ParameterizedTest
    @ValueSource(ints = {500, -500, -300})
    void a_clock_has_one_speed_before_and_after_a_hold_in_which_timestamps_stand_still(int partsPerMillion) {
        double speed = 1 - partsPerMillion / 1e6;
        int run = 140;
        int hold = 300;
        for (int n = 0; n < 2 * run; n++) {
            add(0, new Sent(n % 200, (n < run ? n : n + hold) * 20 * speed, n, n * PACKET, 7));
        }

        short[] heard = samples(Duration.ofMillis((2 * run + hold) * 20))[0];

        for (int n : List.of(5, run - 5, run + 5, 2 * run - 5)) {
            int place = (int) Math.round((n < run ? n : n + hold) * PACKET * speed);
            assertThat(contentAt(heard, place + 4)).as("packet %s", n).isEqualTo(n % 200);
            assertThat(contentAt(heard, place - 4)).as("packet %s", n).isEqualTo(n % 200 - 1);
        }
    }

    /** Noise is made in whole frames of the receiver's clock, so it ends a little before the sound that follows. */
    @ParameterizedTest
    @ValueSource(ints = {500, -500})
    void sound_behind_a_pause_filled_with_noise_is_in_its_place_from_the_first_word_on(int partsPerMillion) {
        decoders = (format, hertz) -> new NoisyPauses();
        double speed = 1 - partsPerMillion / 1e6;
        int spurt = 200;
        for (int sequence = 0; sequence < 2 * spurt; sequence++) {
            int n = sequence < spurt ? sequence : sequence + spurt;
            add(0, new Sent(n % 200, n * 20 * speed, sequence, n * PACKET, 7));
        }

        short[] heard = samples(Duration.ofMillis(3 * spurt * 20))[0];

        for (int n : List.of(5, spurt - 5, 2 * spurt + 5, 2 * spurt + 50, 3 * spurt - 5)) {
            int place = (int) Math.round(n * PACKET * speed);
            assertThat(contentAt(heard, place + 6)).as("packet %s", n).isEqualTo(n % 200);
            assertThat(contentAt(heard, place - 6)).as("packet %s", n).isEqualTo(n % 200 - 1);
        }
    }

    @Test
    void a_network_that_takes_longer_from_now_on_does_not_touch_the_sound() {
        for (int n = 0; n < 800; n++) {
            add(0, new Sent(n % 200, n * 20 + (n < 200 ? 0 : 18), n, n * PACKET, 7));
        }

        List<Integer> heard = heardIn(800);

        assertThat(heard)
                .isEqualTo(IntStream.range(0, 800).mapToObj(n -> n % 200).toList());
    }

    @Test
    void packets_that_come_when_their_place_is_given_out_are_counted() {
        try (var timeline = new CallTimeline(streams(), STARTED, Duration.ofSeconds(60), 8_000, decoders)) {
            add(0, 1, 59_000, 1);
            call.replay((index, nanos, frame) -> {
                timeline.advanceTo(nanos);
                timeline.accept(index, nanos, frame);
                timeline.accept(index, nanos - 40_000_000_000L, frame);
            });

            assertThat(timeline.report().overdue()).isEqualTo(1);
        }
    }

    @Test
    void comfort_noise_and_keys_are_silent_and_keep_the_time() {
        add(0, 1, 0, 0);
        call.add(0, at(20), 13, 1, PACKET, 7, new byte[] {40});
        call.add(0, at(40), 101, 2, 2 * PACKET, 7, new byte[] {1, 10, 0, (byte) 160});
        call.add(0, at(60), 101, 3, 2 * PACKET, 7, new byte[] {1, 10, 1, 64});
        add(0, 5, 80, 4);

        assertThat(heardIn(5)).isEqualTo(heard(1, 0, 0, 0, 5));
    }

    @Test
    void the_noise_of_a_pause_ends_where_another_source_speaks() {
        decoders = (format, hertz) ->
                format.encoding().equals("CN") ? new ComfortNoise(8_000) : new G711Decoders().open(format, hertz);
        for (int n = 0; n < 5; n++) {
            add(0, new Sent(n + 1, n * 20, n, n * PACKET, 7));
        }
        call.add(0, at(100), 13, 5, 5 * PACKET, 7, new byte[] {30});
        for (int n = 10; n < 150; n++) {
            add(0, new Sent(n, n * 20, n, n * PACKET, 8));
        }

        List<Integer> heard = heardIn(150);

        assertThat(heard.subList(0, 5)).isEqualTo(consecutive(1, 5));
        assertThat(heard.subList(10, 150)).isEqualTo(consecutive(10, 140));
    }

    @Test
    void a_masked_span_is_silent_for_the_party_that_it_is_about_and_for_nobody_else() {
        for (int n = 0; n < 10; n++) {
            add(0, n + 1, n * 20, n);
            add(1, n + 1, n * 20, n);
        }
        var spans = List.of(new MaskedSpan(Side.CALLER, at(60), at(100)));
        var blocks = new ArrayList<short[][]>();

        run(streams(), spans, Duration.ofMillis(200), blocks);

        short[] caller = blocks.getFirst()[0];
        assertThat(Arrays.copyOfRange(caller, 3 * PACKET, 5 * PACKET)).containsOnly((short) 0);
        assertThat(contentAt(caller, 3 * PACKET - 1)).isEqualTo(3);
        assertThat(contentAt(caller, 5 * PACKET)).isEqualTo(6);
        assertThat(contentAt(blocks.getFirst()[1], 4 * PACKET)).isEqualTo(5);
    }

    @Test
    void the_caller_is_always_first_and_a_silent_party_has_a_channel() {
        add(1, 1, 0, 0);
        add(1, 2, 20, 1);

        short[][] samples = samples(Duration.ofMillis(40));

        assertThat(samples[0]).containsOnly((short) 0);
        assertThat(contentAt(samples[1], PACKET / 2)).isEqualTo(1);
    }

    @Test
    void a_call_without_packets_has_its_length() {
        assertThat(samples(Duration.ofSeconds(3))[0]).hasSize(24_000);
    }

    @Test
    void an_unknown_codec_is_counted_by_name() {
        call.add(0, at(0), 18, 0, 0, 7, new byte[20]);

        assertThat(run(Duration.ofMillis(20), new ArrayList<>()).unknownCodecs())
                .containsExactly("G729");
    }

    @Test
    void an_encrypted_stream_is_never_heard_not_even_as_a_static_payload_type() {
        var streams = List.of(RawCall.stream(
                0,
                Side.CALLER,
                new PayloadFormat(8, "SRTP/PCMA", 8_000, 1, ""),
                new PayloadFormat(101, "SRTP/TELEPHONE-EVENT", 8_000, 1, "")));
        add(0, 1, 0, 0);
        call.add(0, at(20), 8, 1, PACKET, 7, new byte[PACKET]);
        call.add(0, at(40), 101, 2, 2 * PACKET, 7, new byte[] {1, 10, 0, (byte) 160});

        TimelineReport report = run(streams, Duration.ofMillis(60), new ArrayList<>());

        assertThat(report.nothingDecodable()).isTrue();
        assertThat(report.encrypted()).isTrue();
        assertThat(report.unknownCodecs()).containsExactly("SRTP/PCMA", "SRTP/payload type 0");
    }

    private void add(int side, int content, double atMillis, int sequence) {
        add(side, new Sent(content, atMillis, sequence, sequence * PACKET, 7));
    }

    private void add(int side, Sent sent) {
        var payload = new byte[PACKET];
        Arrays.fill(payload, code(sent.content()));
        call.add(side, at(sent.atMillis()), 0, sent.sequence(), sent.timestamp(), sent.ssrc(), payload);
    }

    private List<Integer> heardIn(int packets) {
        short[] samples = samples(Duration.ofNanos(packets * PACKET_NANOS))[0];
        var heard = new ArrayList<Integer>();
        for (int n = 0; n < packets; n++) {
            heard.add(contentAt(samples, n * PACKET + PACKET / 2));
        }
        return heard;
    }

    private short[][] samples(Duration duration) {
        var blocks = new ArrayList<short[][]>();
        run(duration, blocks);
        int total = blocks.stream().mapToInt(block -> block[0].length).sum();
        var all = new short[2][total];
        int at = 0;
        for (short[][] block : blocks) {
            System.arraycopy(block[0], 0, all[0], at, block[0].length);
            System.arraycopy(block[1], 0, all[1], at, block[0].length);
            at += block[0].length;
        }
        return all;
    }

    private TimelineReport run(Duration duration, List<short[][]> blocks) {
        return run(streams(), duration, blocks);
    }

    private static List<MediaStream> streams() {
        return List.of(
                RawCall.stream(
                        0,
                        Side.CALLER,
                        new PayloadFormat(0, "PCMU", 8_000, 1, ""),
                        new PayloadFormat(18, "G729", 8_000, 1, ""),
                        new PayloadFormat(101, "TELEPHONE-EVENT", 8_000, 1, "")),
                RawCall.stream(1, Side.CALLEE, new PayloadFormat(0, "PCMU", 8_000, 1, "")));
    }

    private TimelineReport run(List<MediaStream> streams, Duration duration, List<short[][]> blocks) {
        return run(streams, List.of(), duration, blocks);
    }

    private TimelineReport run(
            List<MediaStream> streams, List<MaskedSpan> masked, Duration duration, List<short[][]> blocks) {
        try (var timeline = new CallTimeline(streams, masked, STARTED, duration, 8_000, decoders)) {
            call.replay((index, nanos, frame) -> {
                timeline.advanceTo(nanos);
                drain(timeline, blocks);
                timeline.accept(index, nanos, frame);
            });
            timeline.finish();
            drain(timeline, blocks);
            return timeline.report();
        }
    }

    private static void drain(CallTimeline timeline, List<short[][]> blocks) {
        var block = new SoundBlock(CallTimeline.BLOCK);
        while (timeline.read(block) > 0) {
            blocks.add(
                    new short[][] {Arrays.copyOf(block.caller, block.count), Arrays.copyOf(block.callee, block.count)});
        }
    }

    private static Instant at(double millis) {
        return STARTED.plusNanos(Math.round(millis * 1e6));
    }

    /** 127 and 255 are both silence. */
    private static byte code(int content) {
        return (byte) (content == 0 ? 255 : content < 100 ? content : content + 28);
    }

    private static int contentAt(short[] samples, int position) {
        int code = G711.encodeMuLaw(samples[position]) & 0xFF;
        return code == 255 || code == 127 ? 0 : code < 100 ? code : code - 28;
    }

    private static Sent sent(int content, double atMillis) {
        return new Sent(content, atMillis, content, content * PACKET, 7);
    }

    private static Sent astray(int n, int sequence, int partsPerMillion) {
        int content = sequence % 50 + 1;
        return new Sent(content, n * 20, sequence, (int) Math.round(n * PACKET * (1 + partsPerMillion / 1e6)), 7);
    }

    private static List<Sent> plain(int... contents) {
        var sent = new ArrayList<Sent>();
        for (int content : contents) {
            sent.add(sent(content, (content - 1) * 20));
        }
        return sent;
    }

    private static List<Integer> heard(Integer... contents) {
        return List.of(contents);
    }

    private static List<Integer> consecutive(int from, int count) {
        var list = new ArrayList<Integer>(Collections.nCopies(count, 0));
        for (int i = 0; i < count; i++) {
            list.set(i, from + i);
        }
        return list;
    }
}
