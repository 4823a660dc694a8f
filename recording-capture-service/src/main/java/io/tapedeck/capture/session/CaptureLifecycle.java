package io.tapedeck.capture.session;

import io.tapedeck.capture.session.CaptureState.Draining;
import io.tapedeck.capture.session.CaptureState.Finished;
import io.tapedeck.capture.session.CaptureState.Paused;
import io.tapedeck.capture.session.CaptureState.Recording;
import io.tapedeck.capture.session.CaptureState.Relaying;
import io.tapedeck.capture.session.CaptureState.Stopped;
import io.tapedeck.capture.session.Effect.KeepPackets;
import io.tapedeck.capture.session.Effect.OpenCapture;
import io.tapedeck.capture.session.Effect.ReleaseMedia;
import io.tapedeck.capture.session.Effect.Seal;
import io.tapedeck.capture.session.Effect.WithholdPackets;
import io.tapedeck.capture.session.Signal.ClockTicked;
import io.tapedeck.capture.session.Signal.HungUp;
import io.tapedeck.capture.session.Signal.MediaLost;
import io.tapedeck.capture.session.Signal.NodeStopping;
import io.tapedeck.capture.session.Signal.OrderGiven;
import io.tapedeck.capture.session.Signal.OrdersWithdrawn;
import io.tapedeck.capture.session.Signal.PauseWanted;
import io.tapedeck.capture.session.Signal.ResumeWanted;
import io.tapedeck.contracts.captures.SealReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The whole life of a call's recording, as one table. It does no I/O and reads no clock. Adding a state or a signal
 * breaks the compile until its row is written.
 *
 * @param drainTime how long packets in flight are still taken after the call ended
 */
record CaptureLifecycle(Duration drainTime) {

    CaptureState begin() {
        return new Relaying(false);
    }

    Step next(CaptureState state, Signal signal) {
        return switch (state) {
            case Relaying relaying -> relaying(relaying, signal);
            case Recording _ -> recording(state, signal);
            case Paused _ -> paused(state, signal);
            case Stopped stopped -> stopped(stopped, signal);
            case Draining draining -> draining(draining, signal);
            case Finished _ -> stay(state); // stragglers are normal on UDP
        };
    }

    private static Step relaying(Relaying state, Signal signal) {
        return switch (signal) {
            case OrderGiven _ ->
                state.paused()
                        ? moveTo(new Paused(), new OpenCapture())
                        : moveTo(new Recording(), new OpenCapture(), new KeepPackets());
            case PauseWanted _ -> moveTo(new Relaying(true));
            case ResumeWanted _ -> moveTo(new Relaying(false));
            case OrdersWithdrawn _, ClockTicked _ -> stay(state);
            case HungUp _, MediaLost _, NodeStopping _ -> moveTo(new Finished(), new ReleaseMedia());
        };
    }

    private Step recording(CaptureState state, Signal signal) {
        return switch (signal) {
            case OrderGiven _, ResumeWanted _, ClockTicked _ -> stay(state);
            case PauseWanted _ -> moveTo(new Paused(), new WithholdPackets());
            case OrdersWithdrawn _ -> moveTo(new Stopped(false), new WithholdPackets());
            case HungUp(Instant at) -> moveTo(new Draining(at.plus(drainTime), SealReason.CALL_ENDED));
            case MediaLost _ -> cut(SealReason.MEDIA_TIMEOUT);
            case NodeStopping _ -> cut(SealReason.SHUTDOWN);
        };
    }

    private static Step paused(CaptureState state, Signal signal) {
        return switch (signal) {
            // whoever paused has a reason (card data); no order lifts the pause, nor does the end of all orders
            case OrderGiven _, PauseWanted _, ClockTicked _ -> stay(state);
            case ResumeWanted _ -> moveTo(new Recording(), new KeepPackets());
            case OrdersWithdrawn _ -> moveTo(new Stopped(true));
            case HungUp _ -> seal(SealReason.CALL_ENDED);
            case MediaLost _ -> seal(SealReason.MEDIA_TIMEOUT);
            case NodeStopping _ -> seal(SealReason.SHUTDOWN);
        };
    }

    private static Step stopped(Stopped state, Signal signal) {
        return switch (signal) {
            case OrderGiven _ -> state.paused() ? moveTo(new Paused()) : moveTo(new Recording(), new KeepPackets());
            case PauseWanted _ -> moveTo(new Stopped(true));
            case ResumeWanted _ -> moveTo(new Stopped(false));
            case OrdersWithdrawn _, ClockTicked _ -> stay(state);
            case HungUp _, MediaLost _, NodeStopping _ -> seal(SealReason.STOPPED);
        };
    }

    private static Step draining(Draining state, Signal signal) {
        return switch (signal) {
            case ClockTicked(Instant now) -> now.isBefore(state.deadline()) ? stay(state) : cut(state.reason());
            case NodeStopping _, MediaLost _ -> cut(state.reason());
            // the controller repeats itself
            case HungUp _, OrderGiven _, PauseWanted _, ResumeWanted _, OrdersWithdrawn _ -> stay(state);
        };
    }

    private static Step cut(SealReason reason) {
        return moveTo(new Finished(), new WithholdPackets(), new Seal(reason), new ReleaseMedia());
    }

    private static Step seal(SealReason reason) {
        return moveTo(new Finished(), new Seal(reason), new ReleaseMedia());
    }

    private static Step stay(CaptureState state) {
        return new Step(state, List.of());
    }

    private static Step moveTo(CaptureState next, Effect... effects) {
        return new Step(next, List.of(effects));
    }

    record Step(CaptureState state, List<Effect> effects) {}
}
