package io.tapedeck.proxy.control;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends recordings when their files are full. The conversion cuts the file to the exact length; this is what ends the
 * recording of it, never too early. Belongs to the mailbox of the session.
 */
final class TimeLimits {

    /** A stop that came a moment too early would leave the file short. */
    private static final Duration MARGIN = Duration.ofMillis(100);

    /** Until a node that was away may be back. */
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Alarms alarms;
    private final Consumer<RecordingId> onLimit;
    private final Map<RecordingId, Watch> watches = new HashMap<>();
    private boolean paused;

    TimeLimits(Alarms alarms, Consumer<RecordingId> onLimit) {
        this.alarms = alarms;
        this.onLimit = onLimit;
    }

    /** The recording starts now. */
    void watch(RecordingOrder order) {
        Integer limit = order.limitSeconds();
        if (limit != null && !watches.containsKey(order.recordingId())) {
            var watch = new Watch(order, Duration.ofSeconds(limit).plus(MARGIN));
            watches.put(order.recordingId(), watch);
            if (!paused || !watch.cutsPauses()) {
                watch.run();
            }
        }
    }

    /** The limit was reached, but the recording could not be stopped. */
    void askAgain(RecordingId recording) {
        Watch watch = watches.get(recording);
        if (watch != null) {
            watch.again();
        }
    }

    void forget(RecordingId recording) {
        Watch watch = watches.remove(recording);
        if (watch != null) {
            watch.halt();
        }
    }

    void forgetAll() {
        watches.values().forEach(Watch::halt);
        watches.clear();
    }

    /** Files from which pauses are cut grow no longer; those with silence do. */
    void pause() {
        paused = true;
        watches.values().stream().filter(Watch::cutsPauses).forEach(Watch::halt);
    }

    void resume() {
        paused = false;
        watches.values().stream().filter(Watch::cutsPauses).forEach(Watch::run);
    }

    private final class Watch {

        private final RecordingOrder order;
        private Duration left;
        private long since;
        private @Nullable Future<?> alarm;

        Watch(RecordingOrder order, Duration left) {
            this.order = order;
            this.left = left;
        }

        boolean cutsPauses() {
            return order.pauses() == RecordingOrder.Pauses.CUT;
        }

        void run() {
            if (alarm == null) {
                since = System.nanoTime();
                alarm = alarms.after(left, () -> onLimit.accept(order.recordingId()));
            }
        }

        void again() {
            alarm = null;
            left = RETRY;
            run();
        }

        void halt() {
            if (alarm != null) {
                alarm.cancel(false);
                alarm = null;
                left = left.minusNanos(System.nanoTime() - since);
            }
        }
    }
}
