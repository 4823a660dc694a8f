package io.tapedeck.proxy.dialog;

import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.proxy.dialog.CallLifecycle.Step;
import io.tapedeck.proxy.dialog.CallState.Moving;
import io.tapedeck.proxy.dialog.CallState.Talking;
import java.time.Instant;

/** The rows of {@link CallLifecycle} for a call of which a party is about to be replaced. */
final class MovingRows {

    private MovingRows() {}

    static Step next(Moving state, CallSignal signal) {
        return switch (signal) {
            case CallSignal.Referred(var move, var _) ->
                state.joining()
                        ? CallLifecycle.stay(state)
                        : CallLifecycle.quietly(new Moving(state.call(), state.target(), move, false, state.left()));
            case CallSignal.JoinBegun(var move, var _) ->
                CallLifecycle.quietly(new Moving(state.call(), state.target(), move, true, state.left()));
            case CallSignal.ReferEnded(var at) -> state.joining() ? CallLifecycle.stay(state) : back(state, at);
            case CallSignal.JoinFailed(var at) -> state.joining() ? back(state, at) : CallLifecycle.stay(state);
            case CallSignal.JoinAnswered joined ->
                CallLifecycle.joined(CallChanges.joined(state.call(), state.target(), joined), joined.target());
            case CallSignal.HungUp bye -> left(state, bye);
            case CallSignal.MediaLost(var at) ->
                CallLifecycle.end(CallChanges.ended(state.call(), at, EndedReason.MEDIA_TIMEOUT, 0));
            case CallSignal.HandedOver(var at) ->
                CallLifecycle.end(CallChanges.ended(state.call(), at, EndedReason.ATTENDED_TRANSFER_COMPLETE, 0));
            case CallSignal.TargetCalled called ->
                CallLifecycle.quietly(with(state, CallChanges.targetCalled(state.call(), called)));
            case CallSignal.TargetRang(var target, var at) ->
                CallChanges.alreadyRang(state.call(), target)
                        ? CallLifecycle.stay(state)
                        : CallLifecycle.change(with(state, CallChanges.rang(state.call(), target, at)));
            case CallSignal.TargetFailed(var target, var status, var at) ->
                CallLifecycle.change(with(state, CallChanges.targetFailed(state.call(), target, status, at)));
            case CallSignal.TargetDiverted diverted ->
                CallLifecycle.change(with(state, CallChanges.targetDiverted(state.call(), diverted)));
            case CallSignal.TargetKept(var target, var by, var at) -> {
                var reason = CallLifecycle.disconnectBy(by);
                CallRecord call = CallChanges.kept(state.call(), state.target(), reason, target, at);
                yield CallLifecycle.change(new Moving(call, target, state.move(), state.joining(), state.left()));
            }
            // these are about the INVITE that began the session
            case CallSignal.TargetAnswered _, CallSignal.Cancelled _, CallSignal.Failed _ -> CallLifecycle.stay(state);
            case CallSignal.Noted _, CallSignal.BrokenOff _ -> CallLifecycle.stay(state); // have a row for all states
        };
    }

    /** The dialog may end before the next one is there (RFC 5589, 6.1); only the fate of that one tells. */
    private static Step left(Moving state, CallSignal.HungUp bye) {
        return state.left() == null
                ? CallLifecycle.quietly(new Moving(state.call(), state.target(), state.move(), state.joining(), bye))
                : CallLifecycle.stay(state);
    }

    /** To whom there was, if it is still there. */
    private static Step back(Moving state, Instant at) {
        CallSignal.HungUp left = state.left();
        if (left == null) {
            return CallLifecycle.quietly(new Talking(state.call(), state.target()));
        }
        EndedReason reason = state.move().isTransfer() ? EndedReason.REFERRED : CallLifecycle.disconnectBy(left.by());
        return CallLifecycle.end(CallChanges.ended(state.call(), state.joining() ? at : left.at(), reason, 0));
    }

    static Moving with(Moving state, CallRecord call) {
        return new Moving(call, state.target(), state.move(), state.joining(), state.left());
    }
}
