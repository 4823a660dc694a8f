package io.tapedeck.protocol.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.rtp.KeyPressTracker.KeyPress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyPressTrackerTest {

    private static final long MILLI = 1_000_000L;
    private static final boolean END = true;

    private final KeyPressTracker tracker = new KeyPressTracker();
    private final List<KeyPress> told = new ArrayList<>();
    private long now;

    @Test
    void a_press_is_told_once_however_often_its_end_is_repeated() {
        packet(5, !END, 160, 1_000);
        packet(5, !END, 320, 1_000);
        packet(5, END, 480, 1_000);
        packet(5, END, 480, 1_000);
        packet(5, END, 480, 1_000);

        assertThat(told).containsExactly(new KeyPress('5', 10, 480));
    }

    @Test
    void the_same_key_twice_is_two_presses() {
        packet(1, END, 400, 1_000);
        packet(1, END, 400, 3_000);

        assertThat(told).extracting(KeyPress::digit).containsExactly('1', '1');
    }

    @Test
    void a_lost_beginning_does_not_matter() {
        packet(11, END, 800, 7);

        assertThat(told).containsExactly(new KeyPress('#', 10, 800));
    }

    @Test
    void a_lost_end_is_noticed_by_the_next_press() {
        packet(1, !END, 400, 1_000);
        packet(2, !END, 160, 9_000);
        packet(2, END, 320, 9_000);

        assertThat(told).extracting(KeyPress::digit).containsExactly('1', '2');
    }

    @Test
    void a_lost_end_is_noticed_when_speech_goes_on() {
        packet(1, !END, 400, 1_000);
        idleAfter(100);
        assertThat(told).isEmpty();
        idleAfter(100);
        idleAfter(100);

        assertThat(told).containsExactly(new KeyPress('1', 10, 400));
    }

    @Test
    void a_press_whose_only_end_comes_with_a_lost_one_before_is_told_by_its_repetition() {
        packet(1, !END, 400, 1_000);
        packet(2, END, 320, 9_000);
        packet(2, END, 320, 9_000);

        assertThat(told).extracting(KeyPress::digit).containsExactly('1', '2');
    }

    @Test
    void packets_overtaken_by_the_end_change_nothing() {
        packet(5, !END, 160, 1_000);
        packet(5, END, 480, 1_000);
        packet(5, !END, 320, 1_000);
        packet(4, END, 320, 500);

        assertThat(told).hasSize(1);
    }

    @Test
    void packets_out_of_order_within_a_press_keep_its_longest_duration() {
        packet(5, !END, 480, 1_000);
        packet(5, !END, 160, 1_000);
        idleAfter(200);

        assertThat(told).containsExactly(new KeyPress('5', 10, 480));
    }

    @Test
    void a_key_held_longer_than_one_segment_is_one_press() {
        packet(9, !END, 0xFFFF, 1_000);
        packet(9, !END, 160, 1_000 + 0xFFFF);
        packet(9, END, 2_000, 1_000 + 0xFFFF);

        assertThat(told).containsExactly(new KeyPress('9', 10, 0xFFFF + 2_000L));
    }

    @Test
    void timestamps_may_wrap() {
        packet(1, END, 400, -100);
        packet(2, END, 400, 3_000);

        assertThat(told).extracting(KeyPress::digit).containsExactly('1', '2');
    }

    @Test
    void other_events_and_torn_packets_are_nothing() {
        packet(16, END, 400, 1_000);
        packet(32, END, 400, 2_000);
        assertThat(tracker.event(ByteBuffer.allocate(3), 0, 3, 5_000, 0)).isNull();

        assertThat(told).isEmpty();
    }

    @Test
    void a_stream_that_begins_anew_may_have_any_timestamp() {
        packet(1, END, 400, 1_000_000);
        assertThat(tracker.reset()).isNull();
        packet(2, END, 400, 5);

        assertThat(told).extracting(KeyPress::digit).containsExactly('1', '2');
    }

    private void packet(int event, boolean end, int duration, int timestamp) {
        ByteBuffer payload = ByteBuffer.allocate(TelephoneEvent.LENGTH);
        new TelephoneEvent(event, end, 10, duration).write(payload);
        now += 20 * MILLI;
        KeyPress press = tracker.event(payload, 0, TelephoneEvent.LENGTH, timestamp, now);
        if (press != null) {
            told.add(press);
        }
    }

    private void idleAfter(int millis) {
        now += millis * MILLI;
        KeyPress press = tracker.idle(now);
        if (press != null) {
            told.add(press);
        }
    }
}
