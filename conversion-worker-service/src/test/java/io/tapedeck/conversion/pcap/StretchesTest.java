package io.tapedeck.conversion.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StretchesTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long DAY = 86_400 * SECOND;

    private final Room room = new Room(100);
    private final Stretches caller = new Stretches(room);
    private final Stretches callee = new Stretches(room);

    @Test
    void the_call_is_when_both_were_heard_however_long_one_ports_other_calls_are() {
        talk(caller, 0, 60);
        talk(callee, 0, 3);
        talk(caller, 3 * DAY, 10);
        talk(callee, 3 * DAY, 10);

        Stretches call = Stretches.believable(List.of(caller), List.of(callee));

        assertThat(call.firstNanos()).isEqualTo(3 * DAY);
        assertThat(call.contain(0)).isFalse();
    }

    @Test
    void strays_of_the_other_party_make_no_call() {
        talk(caller, 0, 60);
        talk(caller, 3 * DAY, 1);
        callee.add(3 * DAY);

        assertThat(Stretches.believable(List.of(caller), List.of(callee)).firstNanos())
                .isZero();
    }

    @Test
    void all_that_share_room_note_no_more_times_than_it_has() {
        var small = new Room(5);
        var one = new Stretches(small);
        var other = new Stretches(small);
        one.add(0);
        other.add(DAY);
        other.add(2 * DAY); // a stretch without its seconds
        one.add(DAY);

        assertThat(one.contain(0)).isTrue();
        assertThat(one.contain(DAY)).isFalse();
        assertThat(other.contain(DAY)).isTrue();
        assertThat(other.seconds().size()).isEqualTo(1);
    }

    private static void talk(Stretches party, long fromNanos, int seconds) {
        for (long at = fromNanos; at < fromNanos + seconds * SECOND; at += SECOND / 5) {
            party.add(at);
        }
    }
}
