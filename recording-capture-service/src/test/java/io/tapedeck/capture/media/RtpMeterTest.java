package io.tapedeck.capture.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tapedeck.capture.session.Opinion;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PayloadFormat;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sequences whose figures were worked out by hand from RFC 3550, A.8, and G.107. */
class RtpMeterTest {

    private static final int PCMA = 8;
    private static final int OPUS = 96;
    private static final int KEYS = 101;
    private static final long MILLI = 1_000_000;

    private final RtpMeter meter = new RtpMeter();
    private int sequence = 1_000;

    @BeforeEach
    void payload_types_are_agreed() {
        meter.agree(audio(
                new PayloadFormat(PCMA, "PCMA", 8_000, 1, ""),
                new PayloadFormat(OPUS, "OPUS", 48_000, 2, ""),
                new PayloadFormat(KEYS, "TELEPHONE-EVENT", 8_000, 1, "")));
    }

    /** Packet 2 comes 5 ms late, packet 3 in time: |D| is 40 ticks twice. J = 40/16, then 2.5 + (40 - 2.5)/16. */
    @Test
    void jitter_follows_rfc_3550() {
        hear(PCMA, 0, 0);
        hear(PCMA, 160, 20);
        hear(PCMA, 320, 45);

        // in sixteenths of a tick: 40; of that whole ticks are shown
        assertThat(jitterTicks(8_000)).isEqualTo(2);

        hear(PCMA, 480, 60);

        // 40 + 40 - ((40 + 8) >> 4) = 77
        assertThat(jitterTicks(8_000)).isEqualTo(4);
    }

    @Test
    void jitter_counts_in_the_clock_of_the_payload() {
        hear(OPUS, 0, 0);
        hear(OPUS, 960, 25);

        assertThat(meter.reception(0).jitterMillis()).isCloseTo(5.0 / 16, within(0.02));
    }

    @Test
    void timestamps_that_wrap_are_no_jitter() {
        hear(PCMA, -160, 0);
        hear(PCMA, 0, 20);
        hear(PCMA, 160, 40);

        assertThat(meter.reception(0).jitterMillis()).isZero();
    }

    @Test
    void keys_whose_timestamp_stands_still_are_no_jitter() {
        hear(PCMA, 0, 0);
        for (int i = 1; i < 20; i++) {
            hear(KEYS, 160, 20L * i);
        }

        assertThat(meter.reception(0).jitterMillis()).isZero();
        assertThat(meter.reception(0).payloadType()).isEqualTo(KEYS);
    }

    @Test
    void a_new_source_is_a_change_and_no_loss() {
        hear(PCMA, 0, 0);
        sequence = 40_000;
        meter.heard(PCMA, 99, sequence, 77_777, 20 * MILLI);

        assertThat(meter.reception(0).sourceChanges()).isEqualTo(1);
        assertThat(meter.reception(0).lost()).isZero();
        assertThat(meter.reception(0).jitterMillis()).isZero();
        assertThat(meter.ssrc()).isEqualTo(99);
    }

    /** R = 93.2 - 0.024 * 20 = 92.72, by the cubic 4.40. */
    @Test
    void a_stream_without_faults_has_the_best_score() {
        seconds(12);

        Opinion opinion = opinion();
        assertThat(opinion.samples()).isEqualTo(2);
        assertThat(opinion.average().mos()).isCloseTo(4.40, within(0.01));
        assertThat(opinion.lowest().mos()).isEqualTo(opinion.highest().mos());
    }

    /** One in ten lost: Ie,eff = 95 * 10 / 35.1 = 27.07; R = 65.65, MOS 3.39. */
    @Test
    void loss_in_one_span_makes_the_lowest_score_and_leaves_the_highest() {
        seconds(6);
        for (int i = 300; i < 600; i++) {
            if (i % 10 == 5) {
                sequence++;
            } else {
                hear(PCMA, 160 * i, 20L * i);
            }
        }

        Opinion opinion = opinion();
        assertThat(opinion.highest().mos()).isCloseTo(4.40, within(0.01));
        assertThat(opinion.lowest().mos()).isBetween(3.35, 3.60);
        assertThat(opinion.lowest().lossPercent()).isBetween(7.5, 10.5);
        assertThat(meter.reception(0).lost()).isEqualTo(30);
    }

    @Test
    void a_short_call_has_a_score_all_the_same_and_silence_has_none() {
        assertThat(meter.reception(0).opinion()).isNull();

        hear(PCMA, 0, 0);

        assertThat(opinion().samples()).isEqualTo(1);
    }

    @Test
    void pictures_have_no_score() {
        var h264 = new PayloadFormat(97, "H264", 90_000, 1, "");
        meter.agree(AgreedPayloads.of(new MediaStream(0, Side.CALLER, "video", 0, Component.RTP, List.of(h264))));

        hear(97, 0, 0);

        assertThat(meter.reception(0).opinion()).isNull();
    }

    /** Our sender report passed at 1 s; the receiver held it for 0.5 s; its report came at 1.58 s. */
    @Test
    void round_trips_of_both_legs_add_up() {
        var other = new RtpMeter();
        meter.reports().sent(0xABCD_0123, 1_000 * MILLI);
        other.reports().sent(0x1111_2222, 1_000 * MILLI);

        meter.reports().received(other.reports(), 64, 0xABCD_0123, 32_768, 1_580 * MILLI);
        assertThat(meter.reception(0).roundTrip()).isEqualTo(Duration.ofMillis(80));
        assertThat(meter.reception(0).reportedLostPercent()).isEqualTo(25);

        other.reports().received(meter.reports(), 0, 0x1111_2222, 0, 1_020 * MILLI);
        assertThat(other.reception(0).roundTrip()).isEqualTo(Duration.ofMillis(100));
        assertThat(meter.reception(0).roundTrip()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void a_report_about_nothing_of_ours_gives_no_round_trip() {
        meter.reports().received(new LegReports(), 0, 0x5555, 0, 10 * MILLI);

        assertThat(meter.reception(0).roundTrip()).isNull();
    }

    private void seconds(int seconds) {
        for (int i = 0; i < 50 * seconds; i++) {
            hear(PCMA, 160 * i, 20L * i);
        }
    }

    private void hear(int type, int timestamp, long atMillis) {
        meter.heard(type, 7, sequence++ & 0xFFFF, timestamp, atMillis * MILLI);
    }

    private long jitterTicks(int hertz) {
        return Math.round(meter.reception(0).jitterMillis() * hertz / 1_000);
    }

    private Opinion opinion() {
        return Objects.requireNonNull(meter.reception(0).opinion());
    }

    private static AgreedPayloads audio(PayloadFormat... formats) {
        return AgreedPayloads.of(new MediaStream(0, Side.CALLER, "audio", 0, Component.RTP, List.of(formats)));
    }
}
