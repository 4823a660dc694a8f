package io.tapedeck.protocol.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamSpliceTest {

    private static final int SOURCE = 0xA;
    private static final int OURS = 0x77;
    private static final long MILLI = 1_000_000L;

    private final StreamSplice splice = new StreamSplice(OURS, 500, 9_000, 8_000);

    @Test
    void an_insertion_follows_on_what_was_heard() {
        splice.hasHeard(SOURCE, 65_535, 1_600, 0);

        splice.insert(splice.dueAfter(20 * MILLI, 5 * MILLI));

        assertThat(splice.ssrc()).isEqualTo(SOURCE);
        assertThat(splice.sequenceNumber()).isZero();
        assertThat(splice.timestamp()).isEqualTo(1_760);
    }

    @Test
    void after_a_pause_of_the_source_the_insertion_has_the_time_of_now() {
        splice.hasHeard(SOURCE, 7, 1_600, 0);

        splice.insert(splice.dueAfter(20 * MILLI, 1_000 * MILLI));

        assertThat(splice.sequenceNumber()).isEqualTo(8);
        assertThat(splice.timestamp()).isEqualTo(1_600 + 8_000);
    }

    @Test
    void the_source_goes_on_in_step_after_the_insertion() {
        splice.hasHeard(SOURCE, 10, 0, 0);
        for (int i = 1; i <= 5; i++) {
            splice.withhold(SOURCE, 10 + i);
            splice.insert(i * 20 * MILLI);
        }

        assertThat(splice.relay(SOURCE, 16, 6 * 160, 121 * MILLI)).isTrue();

        assertThat(splice.sequenceNumber()).isEqualTo(16);
        assertThat(splice.timestamp()).isEqualTo(6 * 160);
    }

    @Test
    void a_packet_from_the_time_of_the_insertion_is_withheld_and_leaves_no_gap() {
        splice.hasHeard(SOURCE, 10, 0, 0);
        splice.insert(20 * MILLI);
        splice.insert(40 * MILLI);

        assertThat(splice.relay(SOURCE, 12, 320, 41 * MILLI)).isFalse();
        assertThat(splice.relay(SOURCE, 13, 480, 60 * MILLI)).isTrue();

        assertThat(splice.sequenceNumber()).isEqualTo(13);
        assertThat(splice.timestamp()).isEqualTo(480);
    }

    @Test
    void a_packet_overtaken_by_the_insertion_never_gets_a_number_that_was_given() {
        splice.hasHeard(SOURCE, 10, 0, 0);
        splice.insert(20 * MILLI);
        assertThat(splice.relay(SOURCE, 20, 1_600, 200 * MILLI)).isTrue();

        assertThat(splice.relay(SOURCE, 19, 1_440, 201 * MILLI)).isFalse();
        assertThat(splice.relay(SOURCE, 21, 1_760, 220 * MILLI)).isTrue();

        assertThat(splice.sequenceNumber()).isEqualTo(13);
    }

    @Test
    void what_is_lost_or_reordered_on_the_way_stays_so() {
        splice.hasHeard(SOURCE, 10, 0, 0);
        splice.insert(20 * MILLI);
        splice.insert(40 * MILLI);
        splice.relay(SOURCE, 12, 480, 60 * MILLI);
        assertThat(splice.sequenceNumber()).isEqualTo(13);

        splice.relay(SOURCE, 15, 960, 120 * MILLI);
        assertThat(splice.sequenceNumber()).isEqualTo(16);
        splice.relay(SOURCE, 14, 800, 121 * MILLI);
        assertThat(splice.sequenceNumber()).isEqualTo(15);
        assertThat(splice.timestamp()).isEqualTo(800);
    }

    @Test
    void with_nothing_heard_the_stream_is_ours_and_the_source_continues_it() {
        splice.insert(0);
        assertThat(splice.ssrc()).isEqualTo(OURS);
        assertThat(splice.sequenceNumber()).isEqualTo(501);
        splice.insert(20 * MILLI);
        assertThat(splice.timestamp()).isEqualTo(9_160);

        assertThat(splice.relay(SOURCE, 40_000, 123_456, 40 * MILLI)).isTrue();

        assertThat(splice.ssrc()).isEqualTo(OURS);
        assertThat(splice.sequenceNumber()).isEqualTo(503);
        assertThat(splice.timestamp()).isEqualTo(9_320);
        assertThat(splice.isSource(SOURCE)).isTrue();
        assertThat(splice.timestampShift()).isEqualTo(9_320 - 123_456);
    }

    @Test
    void another_source_is_put_on_the_same_line() {
        splice.hasHeard(SOURCE, 10, 0, 0);
        splice.insert(20 * MILLI);

        assertThat(splice.relay(0xB, 1, 77, 40 * MILLI)).isTrue();

        assertThat(splice.ssrc()).isEqualTo(SOURCE);
        assertThat(splice.sequenceNumber()).isEqualTo(12);
        assertThat(splice.timestamp()).isEqualTo(320);
    }

    @Test
    void a_source_whose_clock_jumped_meanwhile_goes_on_with_the_time_of_now() {
        splice.hasHeard(SOURCE, 10, 0, 0);
        splice.insert(20 * MILLI);

        assertThat(splice.relay(SOURCE, 900, 1_000_000, 40 * MILLI)).isTrue();

        assertThat(splice.sequenceNumber()).isEqualTo(12);
        assertThat(splice.timestamp()).isEqualTo(320);
    }

    @Test
    void withheld_packets_leave_no_gap_in_the_sequence_and_one_in_time() {
        splice.hasHeard(SOURCE, 10, 0, 0);
        for (int i = 11; i < 20; i++) {
            splice.withhold(SOURCE, i);
        }

        assertThat(splice.relay(SOURCE, 20, 1_600, 200 * MILLI)).isTrue();

        assertThat(splice.sequenceNumber()).isEqualTo(11);
        assertThat(splice.timestamp()).isEqualTo(1_600);
    }

    @Test
    void repeated_packets_of_one_event_share_its_timestamp() {
        splice.hasHeard(SOURCE, 10, 0, 0);
        splice.insert(20 * MILLI);
        int event = splice.timestamp();
        splice.insertAgain(event);
        splice.insertAgain(event);

        assertThat(splice.sequenceNumber()).isEqualTo(13);
        assertThat(splice.timestamp()).isEqualTo(event);
    }
}
