package io.tapedeck.proxy.dialog;

import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.calls.CallEvent;
import java.util.List;

/** What the owner of a call has to do. In the order given. */
public sealed interface CallEffect {

    /** Tell the journal. */
    record Publish(CallEvent event) implements CallEffect {}

    /** Start these recordings with the SDP answer that is about to go to the caller. */
    record StartRecordings(List<RecordingOrder> orders) implements CallEffect {

        public StartRecordings {
            orders = List.copyOf(orders);
        }
    }

    /** End the session on its capture node. */
    record ReleaseMedia() implements CallEffect {}
}
