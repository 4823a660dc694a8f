package io.tapedeck.proxy.dialog;

import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.calls.TimelineEntry;
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

    /**
     * Whoever it belongs to has sent the call elsewhere.
     *
     * @param direction of the call from now on
     */
    record TargetDiverted(int target, Direction direction, Instant at) implements CallSignal {}

    /** A final response that is no success, or none in time (408). */
    record TargetFailed(int target, int statusCode, Instant at) implements CallSignal {}

    /** CANCEL of the caller. */
    record Cancelled(Instant at) implements CallSignal {}

    /** The caller's INVITE got its final response, and it is no success. */
    record Failed(int statusCode, Instant at) implements CallSignal {}

    /** A mistake of ours: whoever was connected is hung up, whatever there was before. */
    record BrokenOff(Instant at) implements CallSignal {}

    /** BYE. */
    record HungUp(Side by, Instant at) implements CallSignal {}

    /** The media relay has let the call go because both parties fell silent. */
    record MediaLost(Instant at) implements CallSignal {}

    /** REFER: a party is asked to call somebody else. */
    record Referred(Move move, Instant at) implements CallSignal {}

    /** Nobody will be called, or not through us: the REFER was refused, has failed or is too long ago. */
    record ReferEnded(Instant at) implements CallSignal {}

    /** An INVITE is on its way that makes another party talk in the place of one. */
    record JoinBegun(Move move, Instant at) implements CallSignal {}

    /**
     * The first 2xx to that INVITE.
     *
     * @param target the number of the party that talks from now on
     * @param orders the recordings that begin now
     */
    record JoinAnswered(int target, Move move, Direction direction, List<RecordingOrder> orders, Instant at)
            implements CallSignal {

        public JoinAnswered {
            orders = List.copyOf(orders);
        }
    }

    /** That INVITE got its final response, and it is no success. */
    record JoinFailed(Instant at) implements CallSignal {}

    /** The call was made to ask before a transfer; the party that was asked is about to talk in another session. */
    record HandedOver(Instant at) implements CallSignal {}
    /**
     * Something was done to the recording, or refused.
     *
     * @param orders recordings that go on; those that the call did not know are added to it
     */
    record Noted(TimelineEntry entry, List<RecordingOrder> orders) implements CallSignal {

        public Noted {
            orders = List.copyOf(orders);
        }

        @Override
        public Instant at() {
            return entry.at();
        }
    }
}
