package io.tapedeck.capture.session;

import io.tapedeck.capture.session.CaptureDescription.OpenInterval;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.captures.OrderedInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which order covers which span of a capture. Not thread-safe. */
final class RecordingBook {

    private final Map<RecordingId, RecordingOrder> orders = new LinkedHashMap<>();
    private final Map<RecordingId, OpenInterval> open = new LinkedHashMap<>();
    private final List<OrderedInterval> closed = new ArrayList<>();

    /** Whether nothing is left to record once this one has stopped. */
    boolean isOnlyActive(RecordingId id) {
        return open.size() == 1 && open.containsKey(id);
    }

    boolean isActive(RecordingId id) {
        return open.containsKey(id);
    }

    /** An order that is active already goes on as it was. */
    void start(RecordingOrder order, Instant at, HeldMedia held) {
        orders.putIfAbsent(order.recordingId(), order);
        open.putIfAbsent(order.recordingId(), new OpenInterval(order.recordingId(), at, held.holds(order)));
    }

    void stop(RecordingId id, Instant at) {
        OpenInterval interval = open.remove(id);
        if (interval != null) {
            closed.add(interval.closedAt(at));
        }
    }

    void stopAll(Instant at) {
        List.copyOf(open.keySet()).forEach(id -> stop(id, at));
    }

    /** Those of which nothing is left to record are paused, all others are not. */
    void hold(HeldMedia held, Instant at) {
        open.replaceAll((id, interval) -> {
            boolean paused = held.holds(orders.get(id));
            if (interval.paused() == paused) {
                return interval;
            }
            closed.add(interval.closedAt(at));
            return new OpenInterval(id, at, paused);
        });
    }

    List<RecordingOrder> orders() {
        return List.copyOf(orders.values());
    }

    List<OrderedInterval> closedIntervals() {
        return List.copyOf(closed);
    }

    List<OpenInterval> openIntervals() {
        return List.copyOf(open.values());
    }
}
