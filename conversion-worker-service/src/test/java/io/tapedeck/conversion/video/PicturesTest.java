package io.tapedeck.conversion.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.conversion.job.Piece;
import io.tapedeck.protocol.video.EncodedFrame;
import io.tapedeck.protocol.video.VideoCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PicturesTest {

    private static final long SECOND = VideoTime.HERTZ;

    @Test
    void what_came_before_the_file_and_what_needs_it_is_not_seen() {
        var pictures = of(new Piece(Duration.ZERO, Duration.ofSeconds(10), true));

        pictures.add(Side.CALLER, key(SECOND)); // the file begins at second 5
        pictures.add(Side.CALLER, delta(6 * SECOND));
        pictures.add(Side.CALLER, key(7 * SECOND));
        pictures.add(Side.CALLER, delta(8 * SECOND));
        pictures.add(Side.CALLER, delta(16 * SECOND));

        assertThat(places(pictures)).containsExactly(2 * SECOND, 3 * SECOND);
    }

    @Test
    void a_key_frame_that_is_a_moment_too_early_is_the_first_picture() {
        var pictures = of(new Piece(Duration.ZERO, Duration.ofSeconds(10), true));

        pictures.add(Side.CALLER, key(5 * SECOND - 7_200));
        pictures.add(Side.CALLER, delta(5 * SECOND - 3_600));
        pictures.add(Side.CALLER, delta(5 * SECOND));
        pictures.add(Side.CALLER, delta(5 * SECOND + 3_600));

        assertThat(places(pictures)).containsExactly(0L, 1L, 0L, 3_600L); // DecodeTimes keeps the order
    }

    @Test
    void a_cut_brings_what_follows_nearer() {
        var pictures = of(
                new Piece(Duration.ZERO, Duration.ofSeconds(1), true),
                new Piece(Duration.ofSeconds(3), Duration.ofSeconds(9), true));

        pictures.add(Side.CALLER, key(5 * SECOND));
        pictures.add(Side.CALLER, delta(7 * SECOND));
        pictures.add(Side.CALLER, delta(8 * SECOND));
        pictures.add(Side.CALLER, key(10 * SECOND));

        assertThat(places(pictures)).containsExactly(0L, 3 * SECOND);
    }

    @Test
    void a_new_source_whose_clock_overlaps_the_old_ones_a_little_follows_it() {
        var pictures = of(new Piece(Duration.ZERO, Duration.ofSeconds(10), true));

        pictures.add(Side.CALLER, key(6 * SECOND));
        pictures.add(Side.CALLER, key(6 * SECOND - 900));
        pictures.add(Side.CALLER, delta(6 * SECOND + 3_600));

        assertThat(places(pictures)).containsExactly(SECOND, SECOND + 1, SECOND + 3_600);
    }

    @Test
    void nothing_is_taken_before_its_time() {
        var pictures = of(new Piece(Duration.ZERO, Duration.ofSeconds(10), true));
        pictures.add(Side.CALLER, key(6 * SECOND));

        assertThat(pictures.takeBefore(Side.CALLER, SECOND)).isNull();
        assertThat(pictures.takeBefore(Side.CALLEE, 9 * SECOND)).isNull();
        assertThat(pictures.takeBefore(Side.CALLER, SECOND + 1)).isNotNull();
    }

    @Test
    void a_flood_costs_pictures_not_memory() {
        var pictures = of(new Piece(Duration.ZERO, Duration.ofSeconds(10), true));
        var megabyte = new byte[1 << 20];

        for (int i = 0; i < 1_000; i++) {
            pictures.add(Side.CALLER, new EncodedFrame(VideoCodec.VP8, 6 * SECOND + i, i == 0, megabyte));
        }

        assertThat(places(pictures)).hasSize(32);
        assertThat(pictures.dropped()).isEqualTo(968);
    }

    @Test
    void one_party_in_the_right_codec_can_pass_and_nobody_else() {
        var alone = both();
        alone.survey(Side.CALLER, key(6 * SECOND));
        var together = both();
        together.survey(Side.CALLER, key(6 * SECOND));
        together.survey(Side.CALLEE, key(6 * SECOND));

        assertThat(alone.passableAs(VideoCodec.H264)).isTrue();
        assertThat(alone.passableAs(VideoCodec.VP8)).isFalse();
        assertThat(alone.screens()).extracting(Pictures.Screen::side).containsExactly(Side.CALLER);
        assertThat(together.passableAs(VideoCodec.H264)).isFalse();
        assertThat(together.screens()).extracting(Pictures.Screen::side).containsExactly(Side.CALLER, Side.CALLEE);
    }

    private static Pictures both() {
        return new Pictures(List.of(Side.CALLER, Side.CALLEE), List.of(Piece.wholeCall()), Duration.ZERO);
    }

    private static Pictures of(Piece... pieces) {
        return new Pictures(List.of(Side.CALLER), List.of(pieces), Duration.ofSeconds(5));
    }

    private static EncodedFrame key(long position) {
        return new EncodedFrame(VideoCodec.H264, position, true, new byte[] {1});
    }

    private static EncodedFrame delta(long position) {
        return new EncodedFrame(VideoCodec.H264, position, false, new byte[] {1});
    }

    private static List<Long> places(Pictures pictures) {
        var places = new ArrayList<Long>();
        for (EncodedFrame next = pictures.takeBefore(Side.CALLER, Long.MAX_VALUE);
                next != null;
                next = pictures.takeBefore(Side.CALLER, Long.MAX_VALUE)) {
            places.add(next.position());
        }
        return places;
    }
}
