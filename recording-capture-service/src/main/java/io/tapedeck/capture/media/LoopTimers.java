package io.tapedeck.capture.media;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What the loop has to do at a time: playing, pacing. Loop thread only. Bounded by the calls: each has a few. */
final class LoopTimers {

    private static final Logger LOG = System.getLogger(LoopTimers.class.getName());

    /** The nanosecond clock may wrap; differences to this do not. */
    private static final long ORIGIN = System.nanoTime();

    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(timer -> timer.atNanos - ORIGIN));

    /** Runs the task once, when {@link System#nanoTime()} has got there. */
    void at(long nanoTime, Runnable task) {
        timers.add(new Timer(nanoTime, task));
    }

    /** @return how long the loop may wait; {@link DatagramIo#FOR_EVER} when nothing is planned */
    long nanosToNext(long now) {
        Timer next = timers.peek();
        return next == null ? DatagramIo.FOR_EVER : Math.max(0, next.atNanos - now);
    }

    void runDue(long now) {
        for (Timer next = timers.peek(); next != null && next.atNanos - now <= 0; next = timers.peek()) {
            timers.remove();
            try {
                next.task.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a timer of the relay failed", e);
            }
        }
    }

    private record Timer(long atNanos, Runnable task) {}
}
