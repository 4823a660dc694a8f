package io.tapedeck.protocol.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class H264PayloadTest {

    /** Base64 of 67 42 E0 1F 8D and of 68 CE 38 80. */
    private static final String SPROP =
            "profile-level-id=42e01f; packetization-mode=1; sprop-parameter-sets=Z0LgH40=,aM44gA==";

    private static final String SETS = "0000000167" + "42e01f8d" + "0000000168" + "ce3880";

    private static final String IDR = """
        65 // NRI 3, type 5: slice of an IDR picture
        88 // first_mb_in_slice 0
        01 02
        """;

    private static final String DELTA = """
        41 // NRI 2, type 1: slice of another picture
        9A // first_mb_in_slice 0
        03
        """;

    private final Pictures pictures = new Pictures(VideoCodec.H264.payload(SPROP));

    @Test
    void single_units_get_start_codes_and_the_sets_of_the_sdp() {
        pictures.last(1, IDR).last(2, DELTA).end();

        assertThat(pictures.hex()).containsExactly(SETS + "00000001" + "65880102", "00000001" + "419a03");
        assertThat(pictures.seen).extracting(EncodedFrame::isKey).containsExactly(true, false);
        assertThat(pictures.positions()).containsExactly(1L, 2L);
    }

    @Test
    void units_that_travel_together_are_taken_apart() {
        pictures.packet(7, """
            78 // NRI 3, type 24: STAP-A
            0005 // size
            67 42 E0 1F AA // sequence parameter set
            0003 // size
            68 CE 3C // picture parameter set
            """).last(7, IDR).end();

        assertThat(pictures.hex())
                .containsExactly("00000001" + "6742e01faa" + "00000001" + "68ce3c" + "00000001" + "65880102");
    }

    @Test
    void fragments_are_joined_under_the_header_they_came_from() {
        pictures.packet(9, """
            7C // NRI 3, type 28: FU-A
            85 // S, type 5
            88 01
            """).packet(9, """
                    7C
                    05 // neither S nor E
                    02
                    """).last(9, """
                    7C
                    45 // E
                    03
                    """).end();

        assertThat(pictures.hex()).containsExactly(SETS + "00000001" + "65" + "88010203");
    }

    @Test
    void sets_sent_before_the_picture_are_kept_for_it() {
        var bare = new Pictures(VideoCodec.H264.payload(""));

        bare.last(1, IDR) // without sets it is no beginning
                .packet(2, "67 42 E0 1F 8D")
                .last(2, "68 CE 38 80")
                .last(3, IDR)
                .end();

        assertThat(bare.positions()).containsExactly(3L);
        assertThat(bare.hex()).containsExactly(SETS + "00000001" + "65880102");
        assertThat(bare.assembly.dropped()).isEqualTo(1);
    }

    @Test
    void a_loss_inside_a_picture_costs_everything_to_the_next_key_frame() {
        pictures.last(1, IDR)
                .packet(2, "7C 81 9A 01") // FU-A: S
                .loss()
                .last(2, "7C 41 02") // FU-A: E
                .last(3, DELTA)
                .last(4, IDR)
                .last(5, DELTA)
                .end();

        assertThat(pictures.positions()).containsExactly(1L, 4L, 5L);
        assertThat(pictures.assembly.dropped()).isEqualTo(2);
    }

    @Test
    void a_loss_between_pictures_spares_the_one_that_was_whole() {
        pictures.last(1, IDR)
                .last(2, DELTA)
                .loss()
                .last(4, DELTA)
                .loss()
                .last(6, IDR)
                .end();

        assertThat(pictures.positions()).containsExactly(1L, 2L, 6L);
    }

    @Test
    void a_picture_whose_upper_slices_were_lost_is_not_shown() {
        pictures.last(1, IDR).loss().last(2, """
            65
            40 // first_mb_in_slice 1
            00
            """).end();

        assertThat(pictures.positions()).containsExactly(1L);
    }

    @Test
    void a_sender_that_never_marks_the_end_is_understood() {
        pictures.packet(1, IDR).packet(2, DELTA).packet(3, DELTA).end();

        assertThat(pictures.positions()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_mark_too_early_does_not_tear_the_picture() {
        pictures.last(1, IDR).last(1, "65 40 09").end();

        assertThat(pictures.hex()).containsExactly(SETS + "00000001" + "65880102" + "00000001" + "654009");
    }

    @Test
    void the_picture_in_hand_can_be_had_when_its_end_was_marked() {
        pictures.packet(1, IDR);
        pictures.assembly.settle();
        assertThat(pictures.positions()).isEmpty();

        pictures.last(1, "65 40 09");
        pictures.assembly.settle();
        assertThat(pictures.positions()).containsExactly(1L);
    }

    @Test
    void what_the_interrupted_party_sends_next_waits_for_a_key_frame() {
        pictures.last(1, IDR).last(2, DELTA);
        pictures.assembly.interrupt();
        pictures.last(3, DELTA).last(4, IDR).end();

        assertThat(pictures.positions()).containsExactly(1L, 4L);
    }

    @Test
    void sizes_that_point_behind_the_packet_break_the_picture_only() {
        pictures.last(1, "78 00FF 65 88")
                .last(2, "7C")
                .last(3, "7D 85 00")
                .last(4, IDR)
                .end();

        assertThat(pictures.positions()).containsExactly(4L);
        assertThat(pictures.assembly.dropped()).isEqualTo(3);
    }

    @Test
    void a_picture_without_end_is_given_up() {
        var megabyte = new byte[1 << 20];
        megabyte[0] = 0x7C;
        pictures.last(1, IDR);
        for (int i = 0; i < 6; i++) {
            megabyte[1] = (byte) (i == 0 ? 0x81 : 0x01);
            pictures.assembly.accept(2, 2, false, false, megabyte, megabyte.length);
        }
        pictures.last(3, IDR).end();

        assertThat(pictures.positions()).containsExactly(1L, 3L);
    }

    @Test
    void the_sets_of_a_stream_are_found_in_it() {
        byte[] stream = HexFormat.of().parseHex("00000001" + "0910" + SETS + "00000001" + "65880102");

        assertThat(H264ByteStream.parameterSets(stream))
                .isEqualTo(HexFormat.of().parseHex(SETS));
    }
}
