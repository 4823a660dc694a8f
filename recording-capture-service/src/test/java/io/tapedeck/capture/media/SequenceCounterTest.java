package io.tapedeck.capture.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequenceCounterTest {

    private final SequenceCounter counter = new SequenceCounter();

    @Test
    void missing_numbers_are_lost() {
        take(100, 101, 104, 105);

        expect(6, 2, 0, 0, 0);
    }

    @Test
    void numbers_wrap() {
        take(65_534, 65_535, 1, 2);

        expect(5, 1, 0, 0, 0);
    }

    @Test
    void several_wraps_are_counted() {
        for (int i = 0; i < 200_000; i++) {
            counter.take(i & 0xFFFF);
        }

        expect(200_000, 0, 0, 0, 0);
    }

    @Test
    void a_packet_that_was_overtaken_is_not_lost() {
        take(7, 9, 8, 10);

        expect(4, 0, 1, 0, 0);
    }

    @Test
    void also_across_the_wrap() {
        take(65_535, 1, 0, 2);

        expect(4, 0, 1, 0, 0);
    }

    @Test
    void a_packet_overtaken_by_many_is_late() {
        take(1, 2, 4, 5, 6, 7, 8, 9, 3);

        expect(9, 0, 1, 0, 1);
    }

    @Test
    void a_packet_from_before_the_first_belongs_to_the_stream() {
        take(10, 9, 11);

        expect(3, 0, 1, 0, 0);
    }

    @Test
    void a_duplicate_makes_up_for_no_loss() {
        take(1, 2, 2, 2, 4, 1);

        expect(4, 1, 0, 3, 0);
    }

    @Test
    void a_single_stray_changes_nothing() {
        take(1, 2, 30_000, 3);

        expect(3, 0, 0, 0, 0);
    }

    @Test
    void a_sender_that_begins_anew_loses_nothing_by_it() {
        take(1, 2, 3, 30_000, 30_001, 30_002);

        expect(6, 0, 0, 0, 0);
    }

    @Test
    void another_source_is_added_to_what_was_before() {
        take(1, 3);
        counter.restart();
        take(500, 502);

        expect(6, 2, 0, 0, 0);
    }

    private void take(int... numbers) {
        for (int number : numbers) {
            counter.take(number);
        }
    }

    private void expect(long expected, long lost, long reordered, long duplicates, long late) {
        assertThat(counter.expected()).as("expected").isEqualTo(expected);
        assertThat(counter.lost()).as("lost").isEqualTo(lost);
        assertThat(counter.reordered()).as("reordered").isEqualTo(reordered);
        assertThat(counter.duplicates()).as("duplicates").isEqualTo(duplicates);
        assertThat(counter.late()).as("late").isEqualTo(late);
    }
}
