package io.tapedeck.protocol.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WrappingNumbersTest {

    @Test
    void sequence_numbers_keep_their_distance_across_the_wrap() {
        var last = new SequenceNumber(65_535);
        var first = new SequenceNumber(0);

        assertThat(last.next()).isEqualTo(first);
        assertThat(first.distanceFrom(last)).isEqualTo(1);
        assertThat(last.distanceFrom(first)).isEqualTo(-1);
        assertThat(new SequenceNumber(32_767).distanceFrom(first)).isEqualTo(32_767);
        assertThat(new SequenceNumber(32_768).distanceFrom(first)).isEqualTo(-32_768);
        assertThatIllegalArgumentException().isThrownBy(() -> new SequenceNumber(65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> new SequenceNumber(-1));
    }

    @Test
    void timestamps_keep_their_distance_across_the_wrap() {
        var before = new RtpTimestamp(0xFFFF_FF60);
        var after = before.plusTicks(320);

        assertThat(after.bits()).isEqualTo(160);
        assertThat(after.ticksSince(before)).isEqualTo(320);
        assertThat(before.ticksSince(after)).isEqualTo(-320);
        assertThat(before).hasToString("4294967136");
    }

    @Test
    void unwrapping_follows_a_stream_through_many_wraps() {
        var sequence = new SequenceUnwrapper();
        var timestamp = new TimestampUnwrapper();

        for (long i = 65_000; i < 400_000; i++) {
            assertThat(sequence.unwrap((int) i & 0xFFFF)).isEqualTo(i);
            assertThat(timestamp.unwrap((int) (i * 100_000))).isEqualTo(i * 100_000 - 65_000L * 100_000 + first());
        }
    }

    private static long first() {
        return Integer.toUnsignedLong((int) (65_000L * 100_000));
    }

    @Test
    void unwrapping_puts_late_packets_where_they_belong() {
        var unwrapper = new SequenceUnwrapper();

        long[] places = IntStream.of(0, 65_535, 1, 65_534, 2)
                .mapToLong(unwrapper::unwrap)
                .toArray();

        assertThat(places).containsExactly(0, -1, 1, -2, 2);
    }

    @Test
    void one_stray_packet_does_not_shift_the_rest() {
        var unwrapper = new SequenceUnwrapper();

        long[] places = IntStream.of(10, 30_010, 11, 60_010, 12)
                .mapToLong(unwrapper::unwrap)
                .toArray();

        assertThat(places[2]).isEqualTo(11);
        assertThat(places[4]).isEqualTo(12);
    }

    @Test
    void unwrapping_restores_any_order_with_short_delays() {
        var random = new SplittableRandom(3550);
        var unwrapper = new SequenceUnwrapper();
        unwrapper.unwrap(40_000);

        LongStream.range(40_001, 300_000)
                .map(place -> place + random.nextInt(-2_000, 2_001))
                .forEach(place ->
                        assertThat(unwrapper.unwrap((int) place & 0xFFFF)).isEqualTo(place));
    }

    @Test
    void clock_rates_turn_ticks_into_time_and_back() {
        assertThat(ClockRate.TELEPHONY.durationOf(160)).isEqualTo(Duration.ofMillis(20));
        assertThat(ClockRate.TELEPHONY.durationOf(-160)).isEqualTo(Duration.ofMillis(-20));
        assertThat(ClockRate.TELEPHONY.ticksIn(Duration.ofMillis(20))).isEqualTo(160);
        assertThat(ClockRate.TELEPHONY.ticksIn(Duration.ofMillis(-20))).isEqualTo(-160);
        assertThat(new ClockRate(90_000).ticksIn(Duration.ofDays(10_000))).isEqualTo(77_760_000_000_000L);
        assertThat(new ClockRate(44_100).durationOf(1)).isEqualTo(Duration.ofNanos(22_675));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClockRate(0));
    }
}
