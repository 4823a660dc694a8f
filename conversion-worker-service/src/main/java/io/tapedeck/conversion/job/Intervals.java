package io.tapedeck.conversion.job;

import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.captures.OrderedInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** From the intervals of an order to the pieces of a file. */
final class Intervals {

    private Intervals() {}

    /** Those of the order, by their beginning; at least one. */
    static List<OrderedInterval> of(CaptureSealed capture, RecordingOrder order) {
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

    /**
     * From the first beginning to the last end, which count from the first beginning. A pause silences what another interval
     * would have heard.
     *
     * @param cut leaves out what is not heard
     */
    static List<Piece> pieces(List<OrderedInterval> sorted, boolean cut) {
        Instant zero = sorted.getFirst().from();
        List<Instant> edges = sorted.stream()
                .flatMap(interval -> Stream.of(interval.from(), interval.to()))
                .distinct()
                .sorted()
                .toList();
        var pieces = new ArrayList<Piece>();
        for (int i = 1; i < edges.size(); i++) {
            boolean heard = heard(sorted, edges.get(i - 1));
            if (heard || !cut) {
                join(
                        pieces,
                        new Piece(
                                Duration.between(zero, edges.get(i - 1)), Duration.between(zero, edges.get(i)), heard));
            }
        }
        return pieces;
    }

    /** What of the pieces lies within the first so many seconds of the file. */
    static List<Piece> first(List<Piece> pieces, Duration limit) {
        var kept = new ArrayList<Piece>();
        Duration left = limit;
        for (Piece piece : pieces) {
            if (!left.isPositive()) {
                break;
            }
            Duration length = piece.length().compareTo(left) < 0 ? piece.length() : left;
            kept.add(new Piece(piece.from(), piece.from().plus(length), piece.heard()));
            left = left.minus(length);
        }
        return kept;
    }

    private static boolean heard(List<OrderedInterval> intervals, Instant at) {
        List<OrderedInterval> there = intervals.stream()
                .filter(interval -> !at.isBefore(interval.from()) && at.isBefore(interval.to()))
                .toList();
        return !there.isEmpty() && there.stream().noneMatch(OrderedInterval::paused);
    }

    private static void join(List<Piece> pieces, Piece next) {
        if (!pieces.isEmpty()) {
            Piece last = pieces.getLast();
            if (last.to().equals(next.from()) && last.heard() == next.heard()) {
                pieces.set(pieces.size() - 1, new Piece(last.from(), next.to(), last.heard()));
                return;
            }
        }
        pieces.add(next);
    }
}
