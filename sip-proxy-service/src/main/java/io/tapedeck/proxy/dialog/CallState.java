package io.tapedeck.proxy.dialog;

import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.EndedReason;
import org.jspecify.annotations.Nullable;

/** Where a call stands. Every state carries the call as it was last published. */
public sealed interface CallState {

    CallRecord call();

    /** The INVITE is on its way; nobody rings. */
    record Calling(CallRecord call) implements CallState {}

    /** At least one target rings. */
    record Ringing(CallRecord call) implements CallState {}

    /**
     * The caller gave up. An answer that was already under way may still cross the CANCEL (RFC 3261, 9.1).
     *
     * @param reason why
     */
    record Cancelling(CallRecord call, EndedReason reason) implements CallState {}

    /**
     * Somebody answered.
     *
     * @param target number of the target that did
     */
    record Talking(CallRecord call, int target) implements CallState {}

    /**
     * A party is about to be replaced.
     *
     * @param target number of the target that had answered
     * @param joining the INVITE that replaces it is on its way; until then only a REFER was seen
     * @param left the end of the dialog that there was, when it has ended already
     */
    record Moving(CallRecord call, int target, Move move, boolean joining, CallSignal.@Nullable HungUp left)
            implements CallState {}

    record Ended(CallRecord call) implements CallState {}
}
