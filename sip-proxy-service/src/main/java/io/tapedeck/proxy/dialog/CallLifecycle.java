package io.tapedeck.proxy.dialog;

import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.calls.CallEvent.CallAnswered;
import io.tapedeck.contracts.calls.CallEvent.CallChanged;
import io.tapedeck.contracts.calls.CallEvent.CallEnded;
import io.tapedeck.contracts.calls.CallEvent.CallStarted;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.proxy.dialog.CallEffect.Publish;
import io.tapedeck.proxy.dialog.CallEffect.ReleaseMedia;
import io.tapedeck.proxy.dialog.CallEffect.StartRecordings;
import io.tapedeck.proxy.dialog.CallSignal.BrokenOff;
import io.tapedeck.proxy.dialog.CallSignal.Cancelled;
import io.tapedeck.proxy.dialog.CallSignal.Failed;
import io.tapedeck.proxy.dialog.CallSignal.HandedOver;
import io.tapedeck.proxy.dialog.CallSignal.HungUp;
import io.tapedeck.proxy.dialog.CallSignal.JoinAnswered;
import io.tapedeck.proxy.dialog.CallSignal.JoinBegun;
import io.tapedeck.proxy.dialog.CallSignal.JoinFailed;
import io.tapedeck.proxy.dialog.CallSignal.MediaLost;
import io.tapedeck.proxy.dialog.CallSignal.Noted;
import io.tapedeck.proxy.dialog.CallSignal.ReferEnded;
import io.tapedeck.proxy.dialog.CallSignal.Referred;
import io.tapedeck.proxy.dialog.CallSignal.TargetAnswered;
import io.tapedeck.proxy.dialog.CallSignal.TargetCalled;
import io.tapedeck.proxy.dialog.CallSignal.TargetDiverted;
import io.tapedeck.proxy.dialog.CallSignal.TargetFailed;
import io.tapedeck.proxy.dialog.CallSignal.TargetKept;
import io.tapedeck.proxy.dialog.CallSignal.TargetRang;
import io.tapedeck.proxy.dialog.CallState.Calling;
import io.tapedeck.proxy.dialog.CallState.Cancelling;
import io.tapedeck.proxy.dialog.CallState.Ended;
import io.tapedeck.proxy.dialog.CallState.Moving;
import io.tapedeck.proxy.dialog.CallState.Ringing;
import io.tapedeck.proxy.dialog.CallState.Talking;
import java.time.Instant;
import java.util.List;

/**
 * The whole life of a call, as one table. A 2xx that the caller never acknowledges needs no row of its own: the callee
 * has to send BYE (RFC 3261, 13.3.1.4), and if it cannot, the media falls silent.
 */
public final class CallLifecycle {

    private static final int REQUEST_TERMINATED = 487;
    private static final int SERVER_ERROR = 500;

    private CallLifecycle() {}

    /**
     * @param call with revision 1
     */
    public static Step begin(CallRecord call) {
        return new Step(new Calling(call), List.of(new Publish(new CallStarted(call))));
    }

    public static Step next(CallState state, CallSignal signal) {
        return switch (new Situation(state, signal)) {
            case Situation(Ended _, CallSignal _) -> stay(state); // stragglers are normal on UDP

            case Situation(CallState before, BrokenOff(var at)) ->
                end(CallChanges.ended(before.call(), at, EndedReason.REJECTED, SERVER_ERROR));

            case Situation(CallState before, Noted noted) -> noted(before, CallChanges.noted(before.call(), noted));

            case Situation(Talking talking, CallSignal any) -> talking(talking, any);
            case Situation(Moving moving, CallSignal any) -> MovingRows.next(moving, any);

            case Situation(Cancelling(var call, var reason), Failed(int _, var at)) ->
                end(CallChanges.ended(call, at, reason, REQUEST_TERMINATED));
            case Situation(Cancelling(var call, var reason), TargetFailed(var target, var status, var at)) ->
                change(new Cancelling(CallChanges.targetFailed(call, target, status, at), reason));
            case Situation(Cancelling _, Cancelled _) -> stay(state);
            case Situation(Cancelling _, TargetRang _) -> stay(state);
            case Situation(Cancelling _, TargetCalled _) -> stay(state);
            case Situation(Cancelling _, TargetDiverted _) -> stay(state);

            case Situation(CallState before, TargetKept _) -> stay(before); // only who answered can be kept
            case Situation(CallState before, TargetCalled called) -> called(before, called);
            case Situation(CallState before, TargetRang(var target, var at)) -> rang(before, target, at);
            case Situation(CallState before, TargetAnswered(var target, var orders, var at)) ->
                answer(CallChanges.answered(before.call(), target, orders, at), target);
            case Situation(CallState before, TargetFailed(var target, var status, var at)) ->
                failed(before, CallChanges.targetFailed(before.call(), target, status, at));
            case Situation(CallState before, TargetDiverted diverted) ->
                failed(before, CallChanges.targetDiverted(before.call(), diverted));
            case Situation(CallState before, Cancelled _) ->
                quietly(new Cancelling(before.call(), EndedReason.CANCELLED));
            case Situation(CallState before, HandedOver _) ->
                quietly(new Cancelling(before.call(), EndedReason.ATTENDED_TRANSFER_COMPLETE));
            case Situation(CallState before, JoinAnswered joined) ->
                joined(CallChanges.joined(before.call(), 0, joined), joined.target());
            case Situation(CallState before, JoinBegun _) -> stay(before); // picked up while it rings
            case Situation(CallState before, JoinFailed _) -> stay(before);
            case Situation(CallState before, Referred _) -> stay(before); // who does not talk cannot be transferred
            case Situation(CallState before, ReferEnded _) -> stay(before);
            case Situation(CallState before, Failed(var status, var at)) ->
                end(CallChanges.ended(before.call(), at, failure(status), status));
            case Situation(CallState before, HungUp(var by, var at)) -> // BYE in an early dialog (RFC 3261, 15)
                end(CallChanges.ended(before.call(), at, disconnectBy(by), REQUEST_TERMINATED));
            case Situation(CallState before, MediaLost(var at)) ->
                end(CallChanges.ended(before.call(), at, EndedReason.MEDIA_TIMEOUT, 0));
        };
    }

    private static Step talking(Talking state, CallSignal signal) {
        CallRecord call = state.call();
        return switch (signal) {
            case HungUp(var by, var at) -> end(CallChanges.ended(call, at, disconnectBy(by), 0));
            case MediaLost(var at) -> end(CallChanges.ended(call, at, EndedReason.MEDIA_TIMEOUT, 0));
            case HandedOver(var at) -> end(CallChanges.ended(call, at, EndedReason.ATTENDED_TRANSFER_COMPLETE, 0));
            case TargetKept(var target, var by, var at) ->
                change(new Talking(CallChanges.kept(call, state.target(), disconnectBy(by), target, at), target));
            case Referred(var move, var _) -> quietly(new Moving(call, state.target(), move, false, null));
            case JoinBegun(var move, var _) -> quietly(new Moving(call, state.target(), move, true, null));
            case JoinAnswered joined -> joined(CallChanges.joined(call, state.target(), joined), joined.target());
            case TargetAnswered _ -> stay(state); // a second 2xx; the caller hangs one up
            case TargetFailed _ -> stay(state); // was cancelled by the answer
            case Cancelled _ -> stay(state); // came too late
            case TargetCalled _, TargetRang _, TargetDiverted _, Failed _, JoinFailed _, ReferEnded _ -> stay(state);
            case Noted _, BrokenOff _ -> stay(state); // have a row for all states
        };
    }

    private static Step noted(CallState before, CallRecord call) {
        if (call.revision() == before.call().revision()) {
            return stay(before);
        }
        return change(
                switch (before) {
                    case Calling _ -> new Calling(call);
                    case Ringing _ -> new Ringing(call);
                    case Cancelling(var _, var reason) -> new Cancelling(call, reason);
                    case Talking(var _, var target) -> new Talking(call, target);
                    case Moving moving -> MovingRows.with(moving, call);
                    case Ended _ -> before;
                });
    }

    private static Step called(CallState before, TargetCalled called) {
        CallRecord call = CallChanges.targetCalled(before.call(), called);
        return new Step(before instanceof Ringing ? new Ringing(call) : new Calling(call), List.of());
    }

    private static Step rang(CallState before, int target, Instant at) {
        if (CallChanges.alreadyRang(before.call(), target)) {
            return stay(before);
        }
        return change(new Ringing(CallChanges.rang(before.call(), target, at)));
    }

    private static Step failed(CallState before, CallRecord call) {
        return change(before instanceof Ringing ? new Ringing(call) : new Calling(call));
    }

    static EndedReason disconnectBy(Side side) {
        return side == Side.CALLER ? EndedReason.CALLER_DISCONNECT : EndedReason.CALLEE_DISCONNECT;
    }

    private static EndedReason failure(int statusCode) {
        return statusCode / 100 == 3 ? EndedReason.REDIRECTED : EndedReason.REJECTED;
    }

    static Step stay(CallState state) {
        return new Step(state, List.of());
    }

    /** Nothing that a CDR shows has changed. */
    static Step quietly(CallState next) {
        return new Step(next, List.of());
    }

    static Step change(CallState next) {
        return new Step(next, List.of(new Publish(new CallChanged(next.call()))));
    }

    private static Step answer(CallRecord call, int target) {
        return new Step(
                new Talking(call, target),
                List.of(new StartRecordings(call.orders()), new Publish(new CallAnswered(call))));
    }

    /** The parties have changed: recordings begin, but the call was answered before. */
    static Step joined(CallRecord call, int target) {
        boolean first =
                call.targets().stream().filter(one -> one.answeredAt() != null).count() == 1;
        CallEvent event = first ? new CallAnswered(call) : new CallChanged(call);
        return new Step(new Talking(call, target), List.of(new Publish(event)));
    }

    static Step end(CallRecord call) {
        return new Step(new Ended(call), List.of(new ReleaseMedia(), new Publish(new CallEnded(call))));
    }

    /** The next state and what is to be done on the way. */
    public record Step(CallState state, List<CallEffect> effects) {

        public Step {
            effects = List.copyOf(effects);
        }
    }

    private record Situation(CallState state, CallSignal signal) {}
}
