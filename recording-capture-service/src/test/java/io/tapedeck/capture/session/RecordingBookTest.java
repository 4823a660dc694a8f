package io.tapedeck.capture.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.captures.OrderedInterval;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecordingBookTest {

    private final RecordingBook book = new RecordingBook();
    private final RecordingOrder first = order();
    private final RecordingOrder second = order();

    @Test
    void an_order_covers_the_span_from_start_to_stop() {
        book.start(first, second(1), HeldMedia.NOTHING);
        book.stop(first.recordingId(), second(5));

        assertThat(book.closedIntervals())
                .containsExactly(new OrderedInterval(first.recordingId(), second(1), second(5), false));
        assertThat(book.openIntervals()).isEmpty();
    }

    @Test
    void a_pause_is_an_interval_of_its_own() {
        book.start(first, second(1), HeldMedia.NOTHING);
        book.hold(HeldMedia.EVERYTHING, second(2));
        book.hold(HeldMedia.NOTHING, second(4));
        book.stopAll(second(5));

        assertThat(book.closedIntervals())
                .containsExactly(
                        new OrderedInterval(first.recordingId(), second(1), second(2), false),
                        new OrderedInterval(first.recordingId(), second(2), second(4), true),
                        new OrderedInterval(first.recordingId(), second(4), second(5), false));
    }

    @Test
    void orders_of_one_call_have_spans_of_their_own() {
        book.start(first, second(1), HeldMedia.NOTHING);
        book.start(second, second(2), HeldMedia.NOTHING);
        book.stop(first.recordingId(), second(3));
        book.stopAll(second(9));

        assertThat(book.closedIntervals())
                .containsExactly(
                        new OrderedInterval(first.recordingId(), second(1), second(3), false),
                        new OrderedInterval(second.recordingId(), second(2), second(9), false));
    }

    @Test
    void an_order_without_pictures_is_paused_by_the_pause_of_sound_alone() {
        book.start(first, second(1), HeldMedia.NOTHING);
        book.hold(new HeldMedia(Set.of("video")), second(2));
        book.hold(HeldMedia.EVERYTHING, second(3));
        book.hold(new HeldMedia(Set.of("audio")), second(4));
        book.hold(HeldMedia.NOTHING, second(5));
        book.stopAll(second(6));

        assertThat(book.closedIntervals())
                .containsExactly(
                        new OrderedInterval(first.recordingId(), second(1), second(3), false),
                        new OrderedInterval(first.recordingId(), second(3), second(5), true),
                        new OrderedInterval(first.recordingId(), second(5), second(6), false));
    }

    @Test
    void an_order_given_twice_goes_on_as_it_was() {
        book.start(first, second(1), HeldMedia.NOTHING);
        book.start(first, second(3), HeldMedia.NOTHING);
        book.stopAll(second(5));

        assertThat(book.closedIntervals())
                .containsExactly(new OrderedInterval(first.recordingId(), second(1), second(5), false));
        assertThat(book.orders()).containsExactly(first);
    }

    @Test
    void an_order_during_a_pause_begins_paused() {
        book.start(first, second(1), HeldMedia.EVERYTHING);
        book.hold(HeldMedia.NOTHING, second(2));

        assertThat(book.closedIntervals())
                .containsExactly(new OrderedInterval(first.recordingId(), second(1), second(2), true));
    }

    @Test
    void an_interval_never_ends_before_it_began() {
        book.start(first, second(5), HeldMedia.NOTHING);
        book.stopAll(second(4));

        assertThat(book.closedIntervals())
                .containsExactly(new OrderedInterval(first.recordingId(), second(5), second(5), false));
    }

    private static Instant second(int offset) {
        return Instant.parse("2030-01-07T09:00:00Z").plusSeconds(offset);
    }

    private static RecordingOrder order() {
        return new RecordingOrder(
                new RecordingId(UUID.randomUUID()),
                new TenantId(UUID.randomUUID()),
                null,
                MediaFormat.WAV,
                ChannelLayout.STEREO,
                null);
    }
}
