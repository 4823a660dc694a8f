package io.tapedeck.protocol.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RollOverTest {

    private final RollOver source = new RollOver(0xCAFE);

    @Test
    void a_call_begins_with_none() {
        assertThat(source.guess(0)).isZero();
        assertThat(source.guess(65_535)).isZero();
    }

    @Test
    void a_small_number_behind_a_large_one_is_the_next_turn() {
        source.proved(0, 65_535);
        assertThat(source.guess(0)).isEqualTo(1);

        source.proved(1, 0);

        assertThat(source.guess(1)).isEqualTo(1);
    }

    @Test
    void what_was_sent_before_the_turn_may_come_behind_it() {
        source.proved(0, 65_530);
        source.proved(1, 3);

        assertThat(source.guess(65_535)).isZero();
        source.proved(0, 65_535);

        assertThat(source.guess(4)).isEqualTo(1);
    }

    @Test
    void packets_that_nobody_opens_are_counted_all_the_same() {
        source.passed(65_000);
        source.passed(65_535);
        source.passed(10);

        assertThat(source.guess(11)).isEqualTo(1);
        assertThat(source.isProven()).isFalse();
    }

    @Test
    void a_source_that_was_never_authentic_is_worth_a_search() {
        assertThat(IntStream.range(0, 40).allMatch(_ -> source.refused())).isTrue();
    }

    @Test
    void each_search_goes_on_behind_the_last_one_and_begins_anew_after_months() {
        assertThat(source.searchFrom(RollOver.WINDOW)).isZero();
        assertThat(source.searchFrom(RollOver.WINDOW)).isEqualTo(8);
        IntStream.range(2, 512).forEach(_ -> source.searchFrom(RollOver.WINDOW));

        assertThat(source.searchFrom(RollOver.WINDOW)).isZero();
    }

    @Test
    void one_that_was_is_so_only_when_nothing_fits_any_more() {
        source.proved(0, 100);

        assertThat(IntStream.range(0, 16).anyMatch(_ -> source.refused())).isFalse();
        assertThat(source.refused()).isTrue();

        source.proved(5, 7);
        assertThat(source.guess(8)).isEqualTo(5);
    }

    @Test
    void another_key_changes_nothing() {
        source.proved(2, 9);

        RollOver next = source.carriedOver();

        assertThat(next.guess(10)).isEqualTo(2);
        assertThat(next.isProven()).isFalse();
    }

    @Test
    void strangers_do_not_make_a_source_forgotten() {
        var sources = new RollOvers();
        sources.of(7).proved(3, 100);

        IntStream.range(1_000, 2_000).forEach(sources::of);

        assertThat(sources.of(7).guess(101)).isEqualTo(3);
    }
}
