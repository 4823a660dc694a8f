package io.tapedeck.capture.session;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was wanted before there was anything to record; fulfilled by the answer. */
final class EarlyOrders {

    private final Map<RecordingId, RecordingOrder> orders = new LinkedHashMap<>();
    private boolean wanted;

    /** @param more none to record all the same */
    void add(List<RecordingOrder> more) {
        more.forEach(order -> orders.putIfAbsent(order.recordingId(), order));
        wanted = true;
    }

    boolean wanted() {
        return wanted;
    }

    boolean has(RecordingId recording) {
        return orders.containsKey(recording);
    }

    Set<RecordingId> recordings() {
        return new HashSet<>(orders.keySet());
    }

    /** Hands them over. */
    List<RecordingOrder> take() {
        List<RecordingOrder> all = List.copyOf(orders.values());
        forget(null);
        return all;
    }

    /** @param recording null for all of them */
    void forget(@Nullable RecordingId recording) {
        if (recording == null) {
            orders.clear();
            wanted = false;
        } else if (orders.remove(recording) != null) {
            wanted = !orders.isEmpty();
        }
    }
}
