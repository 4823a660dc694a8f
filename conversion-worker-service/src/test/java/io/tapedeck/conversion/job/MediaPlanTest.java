package io.tapedeck.conversion.job;

import static io.tapedeck.conversion.calls.SealedCalls.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.RecordingOrder.Pauses;
import io.tapedeck.contracts.captures.OrderedInterval;
import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.conversion.calls.RawCall;
import io.tapedeck.conversion.calls.SealedCalls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MediaPlanTest {

    private static final RecordingOrder ORDER = SealedCalls.order(MediaFormat.WAV, ChannelLayout.STEREO);

    private static final RecordingOrder CUTTING = new RecordingOrder(
            ORDER.recordingId(),
            ORDER.tenantId(),
            null,
            ORDER.format(),
            ORDER.layout(),
            null,
            null,
            Pauses.CUT,
            false,
            null,
            null);

    private static final RawFile RAW = new RawFile(URI.create("file:///nowhere"), 0, "");

    @Test
    void an_order_without_intervals_has_the_whole_call() {
        MediaPlan plan = plan();

        assertThat(plan.startedAt()).isEqualTo(STARTED);
        assertThat(plan.duration()).isEqualTo(Duration.ofSeconds(60));
        assertThat(plan.pieces()).containsExactly(piece(0, 60, true));
    }

    @Test
    void a_pause_is_silence_of_its_length() {
        MediaPlan plan = plan(interval(0, 10, false), interval(10, 15, true), interval(15, 60, false));

        assertThat(plan.duration()).isEqualTo(Duration.ofSeconds(60));
        assertThat(plan.pieces()).containsExactly(piece(0, 10, true), piece(10, 15, false), piece(15, 60, true));
    }

    @Test
    void a_pause_silences_what_another_interval_would_have_heard() {
        MediaPlan plan = plan(interval(0, 60, false), interval(10, 15, true));

        assertThat(plan.pieces()).containsExactly(piece(0, 10, true), piece(10, 15, false), piece(15, 60, true));
    }

    @Test
    void pauses_and_gaps_are_left_out_when_the_order_says_so() {
        MediaPlan plan = plan(
                CUTTING, interval(0, 2, true), interval(2, 10, false), interval(10, 15, true), interval(20, 60, false));

        assertThat(plan.startedAt()).isEqualTo(STARTED.plusSeconds(2));
        assertThat(plan.pieces()).containsExactly(piece(0, 8, true), piece(18, 58, true));
        assertThat(plan.duration()).isEqualTo(Duration.ofSeconds(48));
    }

    @Test
    void a_recording_that_was_paused_all_the_time_is_empty_when_pauses_are_cut() {
        MediaPlan plan = plan(CUTTING, interval(0, 60, true));

        assertThat(plan.duration()).isZero();
        assertThat(plan.hears()).isFalse();
    }

    @Test
    void orders_that_want_the_same_have_equal_plans() {
        RecordingOrder other = SealedCalls.order(MediaFormat.WAV, ChannelLayout.STEREO);
        var capture = SealedCalls.sealed(Duration.ofSeconds(60), RAW, ORDER, other, CUTTING);

        assertThat(MediaPlan.of(capture, other)).isEqualTo(MediaPlan.of(capture, ORDER));
        assertThat(MediaPlan.of(capture, CUTTING)).isEqualTo(MediaPlan.of(capture, ORDER));
    }

    @Test
    void time_zero_is_where_the_recording_begins() {
        MediaPlan plan = plan(interval(40, 50, false), interval(20, 30, false));

        assertThat(plan.startedAt()).isEqualTo(STARTED.plusSeconds(20));
        assertThat(plan.duration()).isEqualTo(Duration.ofSeconds(30));
        assertThat(plan.pieces()).containsExactly(piece(0, 10, true), piece(10, 20, false), piece(20, 30, true));
    }

    @Test
    void the_intervals_of_another_order_change_nothing() {
        var other = new OrderedInterval(
                new RecordingId(UUID.randomUUID()), STARTED.plusSeconds(5), STARTED.plusSeconds(6), true);

        assertThat(plan(interval(0, 60, false), other).pieces()).containsExactly(piece(0, 60, true));
    }

    @Test
    void the_key_is_made_of_our_own_ids_and_the_day_in_utc() {
        RecordingKey key = RecordingKey.of(ORDER.tenantId(), STARTED, ORDER.recordingId(), MediaFormat.MP3);

        assertThat(key.path()).isEqualTo(ORDER.tenantId() + "/2030/01/07/" + ORDER.recordingId() + ".mp3");
    }

    @Test
    void a_limit_ends_the_file_and_counts_silence_as_well() {
        var limited = new RecordingOrder(
                ORDER.recordingId(),
                ORDER.tenantId(),
                null,
                ORDER.format(),
                ORDER.layout(),
                null,
                null,
                null,
                false,
                null,
                20);

        MediaPlan plan = plan(limited, interval(0, 10, false), interval(10, 15, true), interval(15, 60, false));

        assertThat(plan.pieces()).containsExactly(piece(0, 10, true), piece(10, 15, false), piece(15, 20, true));
        assertThat(plan.heard()).isEqualTo(Duration.ofSeconds(15));
    }

    private static MediaPlan plan(OrderedInterval... intervals) {
        return plan(ORDER, intervals);
    }

    private static MediaPlan plan(RecordingOrder order, OrderedInterval... intervals) {
        var sealed = SealedCalls.sealed(RawCall.G711, Duration.ofSeconds(60), RAW, List.of(intervals), ORDER, order);
        return MediaPlan.of(sealed, order);
    }

    private static OrderedInterval interval(int from, int to, boolean paused) {
        return new OrderedInterval(ORDER.recordingId(), STARTED.plusSeconds(from), STARTED.plusSeconds(to), paused);
    }

    private static Piece piece(int from, int to, boolean heard) {
        return new Piece(Duration.ofSeconds(from), Duration.ofSeconds(to), heard);
    }
}
