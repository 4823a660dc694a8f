package io.tapedeck.proxy.dialog;

import io.tapedeck.contracts.RecordingOrder;
import java.time.Instant;
import java.util.List;

/** What happens to a call. Targets are named by their numbers, from 1. */
public sealed interface CallSignal {

    Instant at();

    /**
     * An INVITE went to a target.
     *
     * @param callee number of the party that the target belongs to
     * @param destination its address without parameters
     * @param trunkName empty when it is not a trunk
     * @param outboundCallerId the number that a trunk is shown; empty when it is not a trunk
     */
    record TargetCalled(
            int target, String callee, String destination, String trunkName, String outboundCallerId, Instant at)
            implements CallSignal {}

    /** 180 or another provisional response that tells of progress. */
    record TargetRang(int target, Instant at) implements CallSignal {}

    /**
     * The first 2xx of the target.
     *
     * @param orders the recordings that the call gets, now that it is known who speaks
     */
    record TargetAnswered(int target, List<RecordingOrder> orders, Instant at) implements CallSignal {

        public TargetAnswered {
            orders = List.copyOf(orders);
        }
    }

    /**
     * Several had answered, and the caller keeps this one: the dialog with the one it talked to has ended.
     *
     * @param by who ended that dialog
     */
    record TargetKept(int target, Side by, Instant at) implements CallSignal {}

    /** A final response that is no success, or none in time (408). */
    record TargetFailed(int target, int statusCode, Instant at) implements CallSignal {}

    /** CANCEL of the caller. */
    record Cancelled(Instant at) implements CallSignal {}

    /** The caller's INVITE got its final response, and it is no success. */
    record Failed(int statusCode, Instant at) implements CallSignal {}

    /** BYE. */
    record HungUp(Side by, Instant at) implements CallSignal {}

    /** The media relay has let the call go because both parties fell silent. */
    record MediaLost(Instant at) implements CallSignal {}
}
