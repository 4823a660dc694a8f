package io.tapedeck.protocol.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Vp8PayloadTest {

    private static final String KEY = """
        10 // S, partition 0
        10 02 00 // frame tag: P = 0, a key frame
        9D 01 2A // start code
        40 01 F0 00 // 320 x 240
        AA
        """;

    private static final String DELTA = """
        10 // S, partition 0
        11 02 00 // frame tag: P = 1
        BB
        """;

    private final Pictures pictures = new Pictures(VideoCodec.VP8.payload(""));

    @Test
    void a_key_frame_and_what_follows_are_given_without_their_descriptors() {
        pictures.last(1, KEY).last(2, DELTA).end();

        assertThat(pictures.hex()).containsExactly("1002009d012a4001f000aa", "110200bb");
        assertThat(pictures.seen).extracting(EncodedFrame::isKey).containsExactly(true, false);
    }

    @Test
    void extensions_of_the_descriptor_are_passed_over() {
        pictures.last(1, """
            90 // X, S, partition 0
            F0 // I, L, T, K
            81 23 // M, PictureID 0x123
            05 // TL0PICIDX
            20 // TID 0, Y, KEYIDX 0
            10 02 00 9D 01 2A 40 01 F0 00 AA
            """).last(2, """
                    B0 // X, N, S
                    80 // I
                    24 // PictureID of 7 bits
                    11 02 00 BB
                    """).end();

        assertThat(pictures.hex()).containsExactly("1002009d012a4001f000aa", "110200bb");
    }

    @Test
    void partitions_follow_each_other() {
        pictures.packet(1, KEY).packet(1, """
            00 // partition 0 goes on
            01
            """).last(1, """
                    11 // S, partition 1
                    02
                    """).end();

        assertThat(pictures.hex()).containsExactly("1002009d012a4001f000aa" + "01" + "02");
    }

    @Test
    void nothing_is_shown_before_the_first_key_frame() {
        pictures.last(1, DELTA).last(2, DELTA).last(3, KEY).end();

        assertThat(pictures.positions()).containsExactly(3L);
        assertThat(pictures.assembly.dropped()).isEqualTo(2);
    }

    @Test
    void a_frame_without_its_first_packet_is_dropped() {
        pictures.last(1, KEY)
                .loss()
                .last(2, "00 01 02 03")
                .last(3, DELTA)
                .last(4, KEY)
                .end();

        assertThat(pictures.positions()).containsExactly(1L, 4L);
    }

    @Test
    void a_frame_whose_end_never_came_is_dropped() {
        pictures.last(1, KEY).packet(2, DELTA).end();

        assertThat(pictures.positions()).containsExactly(1L);
    }

    @Test
    void a_torn_descriptor_breaks_the_frame_only() {
        pictures.last(1, "90")
                .last(2, "90 F0")
                .last(3, "80 F0 81 23 05")
                .last(4, KEY)
                .end();

        assertThat(pictures.positions()).containsExactly(4L);
    }

    @ParameterizedTest
    @EnumSource(VideoCodec.class)
    void random_packets_do_no_harm(VideoCodec codec) {
        var random = new SplittableRandom(Long.getLong("tapedeck.random.seed", 7));
        var stream = new Pictures(codec.payload("sprop-parameter-sets=Z0LgH40=,aM44gA==,!,Zw=="));
        var payload = new byte[40];

        for (int i = 0; i < 100_000; i++) {
            random.nextBytes(payload);
            if (random.nextBoolean()) {
                payload[0] = (byte) (random.nextBoolean() ? 0x7C : 0x78); // FU-A, STAP-A
            }
            int length = random.nextInt(payload.length + 1);
            stream.assembly.accept(i / 3, i, random.nextBoolean(), random.nextInt(20) == 0, payload, length);
        }
        stream.end();

        assertThat(stream.seen.size() + stream.assembly.dropped()).isLessThanOrEqualTo(33_334);
    }
}
