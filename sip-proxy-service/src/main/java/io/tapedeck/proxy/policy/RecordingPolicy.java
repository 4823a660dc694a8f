package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.RecordingOrder;
import java.util.List;

/** Says which recordings a call gets, and for whom. */
public interface RecordingPolicy {

    /** @return one order per recording, with fresh ids; empty when the call is not recorded */
    List<RecordingOrder> orders(Conversation conversation);

    /**
     * When another party has taken the place of one.
     *
     * @param conversation as it is from now on
     * @param running what was being recorded until now
     */
    RecordingPlan afterMove(Conversation conversation, List<RecordingOrder> running);
}
