package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import java.util.List;

/**
 * What becomes of the recordings of a session whose parties have changed. What is in neither list goes on.
 *
 * @param begin with fresh ids
 * @param end those that were running
 */
public record RecordingPlan(List<RecordingOrder> begin, List<RecordingId> end) {

    public RecordingPlan {
        begin = List.copyOf(begin);
        end = List.copyOf(end);
    }
}
