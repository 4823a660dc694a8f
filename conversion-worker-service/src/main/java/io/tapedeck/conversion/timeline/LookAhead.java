package io.tapedeck.conversion.timeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The packets of one RTP clock that wait until its speed is known, run by run. What was learnt while a run waits, from later ones
 * too, counts for it: they were sent by one clock. One thread.
 */
final class LookAhead {

    private static final int MOST = 1_024;

    /** At the beginning of a run, of which the least delay is taken once all are known. */
    private static final long ANCHOR_SECONDS = 2;

    /** Of a second: 2 ms. What is more is another step of the network's delay. */
    private static final int JITTER_PART = 500;

    private record Waiting(MediaPacket packet, long ticks, long offset) {}

    private record Run(double anchor, List<Waiting> packets) {}

    private final ArrayDeque<Run> runs = new ArrayDeque<>();
    private final int hertz;
    private final long nanos;
    private int count;

    /** @param nanos how long a run waits; 0 when none does */
    LookAhead(int hertz, long nanos) {
        this.hertz = hertz;
        this.nanos = nanos;
    }

    /** What follows has this anchor, as far as is known now. */
    void begin(double anchor) {
        if (waits() && runs.getLast().packets().isEmpty()) {
            runs.removeLast();
        }
        if (nanos > 0) {
            runs.addLast(new Run(anchor, new ArrayList<>()));
        }
    }

    /** Whether the present run waits. */
    boolean waits() {
        return !runs.isEmpty();
    }

    void add(MediaPacket packet, long ticks, long offset) {
        runs.getLast().packets().add(new Waiting(packet, ticks, offset));
        count++;
    }

    /** Whether the first run has waited for long enough. */
    boolean isDue(long nowNanos) {
        return count >= MOST
                || waits()
                        && !runs.getFirst().packets().isEmpty()
                        && nowNanos - runs.getFirst().packets().getFirst().packet().arrivalNanos >= nanos;
    }

    /**
     * Places the first run.
     *
     * @return the anchor of what follows it
     */
    double release(double speed, StreamClock.Placed next) {
        Run run = runs.removeFirst();
        count -= run.packets().size();
        if (run.packets().isEmpty()) {
            return run.anchor();
        }
        long start = run.packets().getFirst().ticks();
        double first = run.anchor() + leastDistance(run, start, speed);
        double anchor = first;
        for (Waiting one : run.packets()) {
            anchor = first + speed * (one.ticks() - start);
            next.accept(one.packet(), one.ticks() + anchor);
        }
        return anchor;
    }

    /** The first packets may all have been delayed, but not all those of the first seconds. */
    private double leastDistance(Run run, long start, double speed) {
        double least = run.packets().stream()
                .filter(one -> one.ticks() - start < ANCHOR_SECONDS * hertz)
                .mapToDouble(one -> one.offset() - run.anchor() - speed * (one.ticks() - start))
                .min()
                .orElse(0);
        return Math.abs(least) * JITTER_PART < hertz ? least : 0;
    }
}
