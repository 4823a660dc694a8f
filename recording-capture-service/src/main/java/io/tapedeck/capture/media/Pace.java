package io.tapedeck.capture.media;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How the loop spaces its looks at the sockets. To be woken for every packet is dear, the more so in the real-time class;
 * to rest for a moment once nothing is left lets the next look find several. Where few packets come a rest would gather
 * none, so the loop just waits for the next one. Where so many come that the loop is busy, rests grow: packets that are
 * taken by the hundred cost less each. Loop thread only.
 */
final class Pace {

    private static final long WINDOW_NANOS = Duration.ofMillis(20).toNanos();
    /** Packets that a rest has to gather. */
    private static final double WORTHWHILE = 4.5;

    private static final double BUSY = 0.85;
    private static final double EASY = 0.6;
    private static final int LONGEST_STRETCH = 8;

    private final long restNanos;
    private final LongSupplier idleNanos;
    private long windowBegan;
    private long idleBefore;
    private int taken;
    private int stretch = 1;
    private double load;
    private long rest;

    /**
     * @param restNanos what a packet waits at most because of it, as long as the loop is not busy
     * @param idleNanos what the loop has waited and rested until now. Its processor time would not do: a loop that gets
     *     little of a full machine has no time to rest either
     */
    Pace(long restNanos, LongSupplier idleNanos) {
        this.restNanos = restNanos;
        this.idleNanos = idleNanos;
    }

    /** The loop begins. */
    void begin(long now) {
        windowBegan = now;
        idleBefore = idleNanos.getAsLong();
    }

    void took(int datagrams) {
        taken += datagrams;
    }

    /** @return nanoseconds to rest before the next look, when the last one found nothing any more; 0 for none */
    long rest(long nanosToNextTimer) {
        return Math.min(rest, nanosToNextTimer);
    }

    /** @return whether a window has ended, so that {@link #load} is new */
    boolean passed(long now) {
        long elapsed = now - windowBegan;
        if (elapsed < WINDOW_NANOS) {
            return false;
        }
        long idle = idleNanos.getAsLong();
        load = 1 - (idle - idleBefore) / (double) elapsed;
        stretch = stretched();
        rest = (double) taken * restNanos / elapsed < WORTHWHILE ? 0 : restNanos * stretch;
        windowBegan = now;
        idleBefore = idle;
        taken = 0;
        return true;
    }

    private int stretched() {
        if (load > BUSY) {
            return Math.min(LONGEST_STRETCH, 2 * stretch);
        }
        return load < EASY ? Math.max(1, stretch / 2) : stretch;
    }

    /** How much of the last window the loop worked, 0 to 1. */
    double load() {
        return load;
    }
}
