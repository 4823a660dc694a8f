package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.proxy.routing.Authentication;
import java.util.List;
import java.util.Optional;

/** Says which recordings a call gets, and for whom. */
public interface RecordingPolicy {

    /** @return one order per recording, with fresh ids; empty when the call is not recorded */
    List<RecordingOrder> orders(Conversation conversation);

    /**
     * What the caller has to be asked before the call is placed; empty when nothing depends on an answer.
     *
     * @param conversation with the one who is about to be called
     */
    default Optional<Question> question(Conversation conversation) {
        return Optional.empty();
    }

    /**
     * How somebody is recorded who calls this address to speak to nobody; empty when it is no such address.
     *
     * @param user part of the address
     * @param host part of the address
     */
    default Optional<CallerRecording> callerRecording(Authentication sender, String user, String host) {
        return Optional.empty();
    }

    /**
     * When another party has taken the place of one.
     *
     * @param conversation as it is from now on
     * @param running what was being recorded until now, or waited for its start
     */
    RecordingPlan afterMove(Conversation conversation, List<RecordingOrder> running);
}
