package io.tapedeck.conversion.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.video.EncodedFrame;
import io.tapedeck.protocol.video.VideoCodec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecodeTimesTest {

    private final DecodeTimes times = new DecodeTimes(VideoCodec.H264);
    private final List<DecodeTimes.Timed> timed = new ArrayList<>();

    @Test
    void pictures_in_the_order_they_are_shown_are_decoded_when_they_are_shown() {
        play(0, 3_600, 7_200, 10_000, 14_400, 18_000, 21_600, 25_200, 28_800, 32_400);

        assertThat(timed).allMatch(picture -> picture.decodeAt() == picture.showAt());
        assertThat(shown())
                .containsExactly(0L, 3_600L, 7_200L, 10_000L, 14_400L, 18_000L, 21_600L, 25_200L, 28_800L, 32_400L);
    }

    @Test
    void pictures_that_are_shown_later_than_others_are_decoded_before_them_and_nothing_moves() {
        play(0, 3, 1, 2, 6, 4, 5, 9, 7, 8, 12, 10, 11); // I P B B P B B ...

        assertThat(shown()).containsExactly(0L, 3L, 1L, 2L, 6L, 4L, 5L, 9L, 7L, 8L, 12L, 10L, 11L);
        assertThat(timed).allMatch(picture -> picture.decodeAt() <= picture.showAt());
        assertThat(decoded()).isSorted().doesNotHaveDuplicates().startsWith(-1L, 0L);
    }

    @Test
    void a_beginning_that_was_cut_off_does_not_hide_the_pattern() {
        play(
                0, 1, 2, 3, 30_000, 10_000, 20_000, 60_000, 40_000, 50_000, 90_000, 70_000, 80_000, 120_000, 100_000,
                110_000);

        assertThat(shown()).contains(30_000L, 10_000L, 20_000L, 60_000L, 40_000L, 50_000L);
        assertThat(decoded()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_time_that_goes_back_without_need_is_held_up() {
        play(0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000, 850);

        assertThat(decoded()).isSorted().doesNotHaveDuplicates();
        assertThat(timed).allMatch(picture -> picture.decodeAt() <= picture.showAt());
    }

    private void play(long... places) {
        for (long place : places) {
            keep(times.next(new EncodedFrame(VideoCodec.H264, place, place == 0, new byte[] {1})));
        }
        for (DecodeTimes.Timed next = times.rest(); next != null; next = times.rest()) {
            timed.add(next);
        }
    }

    private void keep(DecodeTimes.Timed picture) {
        if (picture != null) {
            timed.add(picture);
        }
    }

    private List<Long> shown() {
        return timed.stream().map(DecodeTimes.Timed::showAt).toList();
    }

    private List<Long> decoded() {
        return timed.stream().map(DecodeTimes.Timed::decodeAt).toList();
    }
}
