package io.tapedeck.capture.media;

import io.tapedeck.capture.session.Playback;
import java.time.Duration;

/** Hands over the frames of a playback when they are due. Loop thread only. */
final class Playout {

    /** A loop that was late sends what it missed at once, up to this much; beyond it the sound is moved. */
    private static final long MOST_LATE_NANOS = 200_000_000L;

    private final Playback playback;
    private final Outflow outflow;
    private final LoopTimers timers;
    private final long frameNanos;
    private int next;
    private int roundsLeft;
    private long due;
    private boolean resting;
    private boolean stopped;

    Playout(Playback playback, Outflow outflow, LoopTimers timers) {
        this.playback = playback;
        this.outflow = outflow;
        this.timers = timers;
        this.frameNanos = playback.frameTime().toNanos();
        this.next = playback.firstFrame();
        this.roundsLeft = playback.rounds();
    }

    void begin() {
        due = outflow.roundBegins(playback.frameTime());
        timers.at(due, this::step);
    }

    /** Until then the party hears somebody else. */
    void beginAfter(Duration pause) {
        resting = true;
        due = System.nanoTime();
        plan(pause.toNanos());
    }

    int clockHertz() {
        return playback.clockHertz();
    }

    /** Whether the party hears this just now, and not the other party. */
    boolean isHeard() {
        return !resting;
    }

    Duration stop() {
        stopped = true;
        return playback.frameTime().multipliedBy(next);
    }

    private void step() {
        if (stopped) {
            return;
        }
        if (resting) {
            resting = false;
            begin();
            return;
        }
        if (next == playback.frames().size()) {
            roundEnded();
            return;
        }
        long now = System.nanoTime();
        if (now - due > MOST_LATE_NANOS) {
            due = now;
        }
        outflow.insert(this, playback.frames().get(next), due);
        next++;
        plan(frameNanos);
    }

    private void roundEnded() {
        roundsLeft--;
        if (roundsLeft == 0) {
            stopped = true;
            outflow.ended(this);
            return;
        }
        next = 0;
        resting = !playback.rest().isZero();
        if (resting) {
            plan(playback.rest().toNanos());
        } else {
            step();
        }
    }

    private void plan(long nanos) {
        due += nanos;
        timers.at(due, this::step);
    }
}
