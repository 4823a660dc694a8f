package io.tapedeck.conversion.job;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.OrderedInterval;
import io.tapedeck.conversion.timeline.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What one media file is to hold.
 *
 * @param startedAt the moment of the first sample
 * @param duration of the file, whatever was said or lost
 * @param silences stretches that belong to the recording's time but not to its sound: pauses, and the time between two
 *     intervals
 * @param streams of the capture
 */
public record MediaPlan(
        SessionId sessionId,
        MediaFormat format,
        ChannelLayout layout,
        Instant startedAt,
        Duration duration,
        List<Span> silences,
        List<MediaStream> streams) {

    public MediaPlan {
        silences = List.copyOf(silences);
        streams = List.copyOf(streams);
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a recording cannot last " + duration);
        }
    }

    /** The plan for one of the orders of a capture. An order without intervals of its own has the whole capture. */
    public static MediaPlan of(CaptureSealed capture, RecordingOrder order) {
        List<OrderedInterval> intervals = intervalsOf(capture, order);
        Instant from = intervals.getFirst().from();
        Instant to = intervals.stream()
                .map(OrderedInterval::to)
                .max(Comparator.naturalOrder())
                .orElse(from);
        return new MediaPlan(
                capture.sessionId(),
                order.format(),
                order.layout(),
                from,
                Duration.between(from, to),
                silences(intervals, from, to),
                capture.streams());
    }

    private static List<OrderedInterval> intervalsOf(CaptureSealed capture, RecordingOrder order) {
        List<OrderedInterval> own = capture.intervals().stream()
                .filter(interval -> interval.recordingId().equals(order.recordingId()))
                .filter(interval -> !interval.to().isBefore(interval.from()))
                .sorted(Comparator.comparing(OrderedInterval::from))
                .toList();
        if (!own.isEmpty()) {
            return own;
        }
        Instant end = capture.endedAt().isBefore(capture.startedAt()) ? capture.startedAt() : capture.endedAt();
        return List.of(new OrderedInterval(order.recordingId(), capture.startedAt(), end, false));
    }

    private static List<Span> silences(List<OrderedInterval> sorted, Instant zero, Instant end) {
        var silent = new ArrayList<Span>();
        Instant heardTo = zero;
        for (OrderedInterval interval : sorted) {
            if (interval.paused()) {
                add(silent, zero, interval.from(), interval.to());
                continue;
            }
            add(silent, zero, heardTo, interval.from());
            heardTo = interval.to().isAfter(heardTo) ? interval.to() : heardTo;
        }
        add(silent, zero, heardTo, end);
        return silent;
    }

    private static void add(List<Span> silent, Instant zero, Instant from, Instant to) {
        if (to.isAfter(from)) {
            silent.add(new Span(Duration.between(zero, from), Duration.between(zero, to)));
        }
    }
}
