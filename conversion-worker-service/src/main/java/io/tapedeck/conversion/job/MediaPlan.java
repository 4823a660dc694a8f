package io.tapedeck.conversion.job;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.RecordingOrder.Pauses;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.captures.OrderedInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a media file is to hold. Equal plans for one capture give equal files.
 *
 * @param rateHertz samples per second; 0 for the highest rate that was spoken, as far as the format has it
 * @param startedAt the moment of the first sample
 * @param pieces one after the other, whatever was said or lost; what lies between two of them is left out
 * @param lastHeardAt when the last sound of a plan that ends with it was captured, if that is known; for people only
 */
public record MediaPlan(
        CallLabel label,
        MediaFormat format,
        ChannelLayout layout,
        int rateHertz,
        Instant startedAt,
        List<Piece> pieces,
        @Nullable Instant lastHeardAt) {

    public MediaPlan {
        pieces = List.copyOf(pieces);
        if (format == MediaFormat.AMR && layout == ChannelLayout.STEREO) {
            layout = ChannelLayout.MONO; // it has one channel, and stereo is what whoever says nothing gets
        }
        if (rateHertz < 0) {
            throw new IllegalArgumentException("no file has " + rateHertz + " samples per second");
        }
    }

    public MediaPlan(
            CallLabel label,
            MediaFormat format,
            ChannelLayout layout,
            int rateHertz,
            Instant startedAt,
            List<Piece> pieces) {
        this(label, format, layout, rateHertz, startedAt, pieces, null);
    }

    /** The plan for one of the orders of a capture. An order without intervals of its own has the whole capture. */
    public static MediaPlan of(CaptureSealed capture, RecordingOrder order) {
        List<OrderedInterval> intervals = Intervals.of(capture, order);
        Instant begin = intervals.getFirst().from();
        List<Piece> pieces = limited(Intervals.pieces(intervals, order.pauses() == Pauses.CUT), order.limitSeconds());
        Duration first = pieces.isEmpty() ? Duration.ZERO : pieces.getFirst().from();
        return new MediaPlan(
                CallLabel.of(capture),
                order.format(),
                order.layout(),
                rate(order),
                begin.plus(first),
                pieces.stream().map(piece -> piece.from(first)).toList());
    }

    /** A rule for all formats may name a rate that AMR does not have. */
    private static int rate(RecordingOrder order) {
        return order.sampleRateHertz() == null || order.format() == MediaFormat.AMR ? 0 : order.sampleRateHertz();
    }

    private static List<Piece> limited(List<Piece> pieces, @Nullable Integer seconds) {
        return seconds == null ? pieces : Intervals.first(pieces, Duration.ofSeconds(seconds));
    }

    /** A call of which nothing is known, from the given moment to its last sound. */
    public static MediaPlan wholeCall(MediaFormat format, ChannelLayout layout, int rateHertz, Instant startedAt) {
        return new MediaPlan(CallLabel.NONE, format, layout, rateHertz, startedAt, List.of(Piece.wholeCall()));
    }

    /** The same of a call of which something is known. */
    public MediaPlan of(CallLabel call, Instant lastHeard) {
        return new MediaPlan(call, format, layout, rateHertz, startedAt, pieces, lastHeard);
    }

    /** Whether it ends with the last sound of the call. */
    public boolean endless() {
        return !pieces.isEmpty() && pieces.getLast().endless();
    }

    /** Of the file; meaningless when it is {@link #endless}. */
    public Duration duration() {
        return pieces.stream().map(Piece::length).reduce(Duration.ZERO, Duration::plus);
    }

    /** The moment behind the last sample. */
    public Instant endedAt() {
        return pieces.isEmpty() ? startedAt : startedAt.plus(pieces.getLast().to());
    }

    /** Whether any sound of the call belongs to it. */
    public boolean hears() {
        return heard().isPositive();
    }

    /** How much of the call it holds, without what is silence in its place. */
    public Duration heard() {
        return pieces.stream().filter(Piece::heard).map(Piece::length).reduce(Duration.ZERO, Duration::plus);
    }
}
