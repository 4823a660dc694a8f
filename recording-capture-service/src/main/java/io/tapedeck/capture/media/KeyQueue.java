package io.tapedeck.capture.media;

import io.tapedeck.capture.session.Playback;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Keys that are pressed towards one party, one after the other. Loop thread only. */
final class KeyQueue {

    /** More digits than anybody dials at once. */
    private static final int MOST_WAITING = 64;

    /** One permit for each that is playing on the node; never waited for. */
    private final Semaphore plays;

    private final Outflow outflow;
    private final LoopTimers timers;
    private final Queue<Playback> waiting = new ArrayDeque<>();
    private Duration pause = Duration.ZERO;
    private @Nullable Playout pressed;

    KeyQueue(Semaphore plays, Outflow outflow, LoopTimers timers) {
        this.plays = plays;
        this.outflow = outflow;
        this.timers = timers;
    }

    /** @return false when too many wait, or the node plays as much as it may already */
    boolean press(Playback key, Duration pauseToNext) {
        if (pressed != null) {
            pause = pauseToNext;
            return waiting.size() < MOST_WAITING && waiting.add(key);
        }
        if (!plays.tryAcquire()) {
            return false;
        }
        pause = pauseToNext;
        var first = new Playout(key, outflow, timers);
        pressed = first;
        first.begin();
        return true;
    }

    boolean areHeard() {
        return pressed != null && pressed.isHeard();
    }

    /** Whether this has to be silent because a key sounds. */
    boolean silence(Playout other) {
        return areHeard() && other != pressed;
    }

    void ended(Playout playout) {
        if (playout != pressed) {
            return;
        }
        Playback next = waiting.poll();
        if (next == null) {
            clear();
            return;
        }
        var following = new Playout(next, outflow, timers);
        pressed = following;
        following.beginAfter(pause);
    }

    void clear() {
        if (pressed != null) {
            Duration _ = pressed.stop();
            pressed = null;
            plays.release();
        }
        waiting.clear();
    }
}
