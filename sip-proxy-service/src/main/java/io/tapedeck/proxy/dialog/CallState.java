package io.tapedeck.proxy.dialog;

import io.tapedeck.contracts.calls.CallRecord;

/** Where a call stands. Every state carries the call as it was last published. */
public sealed interface CallState {

    CallRecord call();

    /** The INVITE is on its way; nobody rings. */
    record Calling(CallRecord call) implements CallState {}

    /** At least one target rings. */
    record Ringing(CallRecord call) implements CallState {}

    /** The caller gave up. An answer that was already under way may still cross the CANCEL (RFC 3261, 9.1). */
    record Cancelling(CallRecord call) implements CallState {}

    /**
     * Somebody answered.
     *
     * @param target number of the target that did
     */
    record Talking(CallRecord call, int target) implements CallState {}

    record Ended(CallRecord call) implements CallState {}
}
