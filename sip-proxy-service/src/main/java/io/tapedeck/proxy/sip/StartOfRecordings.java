package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.RecordingOrder.Start;
import io.tapedeck.proxy.control.RecordingControl;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * When the recordings that the rules order begin: with the first media before an answer, with the answer, or when both
 * parties are connected. Belongs to the mailbox of the call.
 */
final class StartOfRecordings {

    private final RecordingControl recording;
    private final Agreement agreement;
    private String earlyTag = "";
    private List<RecordingOrder> begun = List.of();

    StartOfRecordings(RecordingControl recording, Agreement agreement) {
        this.recording = recording;
        this.agreement = agreement;
    }

    /**
     * What begins with this media of a target that has not answered. Of several that ring only the first to send media is
     * recorded: the caller hears that one.
     *
     * @param orders what the rules order should that target answer
     */
    List<RecordingOrder> of(List<RecordingOrder> orders, String tag) {
        if (!earlyTag.isEmpty()) {
            return List.of();
        }
        earlyTag = tag;
        begun = orders.stream().filter(order -> order.start() == Start.EARLY).toList();
        return begun;
    }

    /** The orders of the one who answered; what its owner has begun before goes on. */
    List<RecordingOrder> known(List<RecordingOrder> orders) {
        return orders.stream().map(order -> early(order).orElse(order)).toList();
    }

    private Optional<RecordingOrder> early(RecordingOrder order) {
        return begun.stream().filter(one -> isOfSameOwner(one, order)).findFirst();
    }

    private static boolean isOfSameOwner(RecordingOrder one, RecordingOrder other) {
        return one.tenantId().equals(other.tenantId()) && Objects.equals(one.userId(), other.userId());
    }

    /** Those that begin with the answer. */
    List<RecordingOrder> startingNow(List<RecordingOrder> orders) {
        return orders.stream()
                .filter(order -> order.start() != Start.BRIDGE && !begun.contains(order))
                .toList();
    }

    /** Somebody answered: what waits for the bridge is expected, what was begun for somebody else ends. */
    void settle(List<RecordingOrder> orders) {
        recording.expect(
                orders.stream().filter(order -> order.start() == Start.BRIDGE).toList());
        List<RecordingOrder> forNobody =
                begun.stream().filter(order -> !orders.contains(order)).toList();
        if (!forNobody.isEmpty()) {
            agreement.end(forNobody);
        }
    }
}
