package io.tapedeck.conversion.job;

import static io.tapedeck.conversion.calls.SealedCalls.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.captures.OrderedInterval;
import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.conversion.calls.RawCall;
import io.tapedeck.conversion.calls.SealedCalls;
import io.tapedeck.conversion.timeline.Span;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MediaPlanTest {

    private static final RecordingOrder ORDER = SealedCalls.order(MediaFormat.WAV, ChannelLayout.STEREO);

    @Test
    void an_order_without_intervals_has_the_whole_call() {
        MediaPlan plan = plan();

        assertThat(plan.startedAt()).isEqualTo(STARTED);
        assertThat(plan.duration()).isEqualTo(Duration.ofSeconds(60));
        assertThat(plan.silences()).isEmpty();
    }

    @Test
    void a_pause_is_silence_of_its_length() {
        MediaPlan plan = plan(interval(0, 10, false), interval(10, 15, true), interval(15, 60, false));

        assertThat(plan.duration()).isEqualTo(Duration.ofSeconds(60));
        assertThat(plan.silences())
                .contains(span(10, 15))
                .allSatisfy(span -> assertThat(span).isEqualTo(span(10, 15)));
    }

    @Test
    void time_zero_is_where_the_recording_begins() {
        MediaPlan plan = plan(interval(40, 50, false), interval(20, 30, false));

        assertThat(plan.startedAt()).isEqualTo(STARTED.plusSeconds(20));
        assertThat(plan.duration()).isEqualTo(Duration.ofSeconds(30));
        assertThat(plan.silences()).containsExactly(span(10, 20));
    }

    @Test
    void the_intervals_of_another_order_change_nothing() {
        var other = new OrderedInterval(
                new RecordingId(UUID.randomUUID()), STARTED.plusSeconds(5), STARTED.plusSeconds(6), true);

        assertThat(plan(interval(0, 60, false), other).silences()).isEmpty();
    }

    @Test
    void the_key_is_made_of_our_own_ids_and_the_day_in_utc() {
        RecordingKey key = RecordingKey.of(ORDER.tenantId(), STARTED, ORDER.recordingId(), MediaFormat.MP3);

        assertThat(key.path()).isEqualTo(ORDER.tenantId() + "/2030/01/07/" + ORDER.recordingId() + ".mp3");
    }

    private static MediaPlan plan(OrderedInterval... intervals) {
        var raw = new RawFile(URI.create("file:///nowhere"), 0, "");
        return MediaPlan.of(
                SealedCalls.sealed(RawCall.G711, Duration.ofSeconds(60), raw, List.of(intervals), ORDER), ORDER);
    }

    private static OrderedInterval interval(int from, int to, boolean paused) {
        return new OrderedInterval(ORDER.recordingId(), STARTED.plusSeconds(from), STARTED.plusSeconds(to), paused);
    }

    private static Span span(int from, int to) {
        return new Span(Duration.ofSeconds(from), Duration.ofSeconds(to));
    }
}
