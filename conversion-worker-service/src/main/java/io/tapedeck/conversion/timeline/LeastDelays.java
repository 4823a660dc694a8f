package io.tapedeck.conversion.timeline;

import java.util.Arrays;

/**
 * How fast a sender's clock runs, seen from ours: the least delayed of every few packets are points on the line of its clock, and
 * the middle of the slopes between points a quarter of the time apart is the line's (Theil-Sen). A step in the network's delay is
 * in less than half of these slopes, so it is no speed. With time the points become coarser, not more. One thread.
 */
final class LeastDelays {

    private static final int MOST = 64;
    private static final int FEWEST = 8;

    /** With as many, points that do not agree tell that there is no difference worth speaking of. */
    private static final int ENOUGH = 32;

    private static final int PACKETS = 8;

    /** Part of the time over which a slope is taken. */
    private static final int PART = 4;

    /** Slower is followed now and then; sound that needs no stretch is copied. */
    private static final double SLOWEST = 50e-6;

    /** Of the slopes, may have the other direction where there is a speed. */
    private static final double OTHERS = 0.3;

    /** No clock that is sold is as wrong; jitter over a second or two looks like it. */
    private static final double FASTEST = 600e-6;

    private final long jitterTicks;
    private final long[] arrivals = new long[MOST];
    private final long[] offsets = new long[MOST];
    private int count;
    private int packetsPerPoint = PACKETS;
    private int packets;
    private long leastOffset = Long.MAX_VALUE;
    private long leastArrival;

    /** @param jitterTicks what a clock has to be off in the whole time until it is believed to be */
    LeastDelays(long jitterTicks) {
        this.jitterTicks = jitterTicks;
    }

    void clear() {
        count = 0;
        packetsPerPoint = PACKETS;
        packets = 0;
        leastOffset = Long.MAX_VALUE;
    }

    /** @param offset arrival less timestamp, in ticks */
    void add(long offset, long arrivalTicks) {
        if (offset < leastOffset) {
            leastOffset = offset;
            leastArrival = arrivalTicks;
        }
        packets++;
        if (packets == packetsPerPoint) {
            addPoint();
        }
    }

    /** Ticks that the sender is late more and more in each tick; {@code known} as long as the points do not tell. */
    double speed(double known) {
        if (count < FEWEST) {
            return known;
        }
        int apart = count / PART;
        var slopes = new double[count - apart];
        for (int i = 0; i < slopes.length; i++) {
            long time = Math.max(1, arrivals[i + apart] - arrivals[i]);
            slopes[i] = (double) (offsets[i + apart] - offsets[i]) / time;
        }
        Arrays.sort(slopes);
        double middle = slopes[slopes.length / 2];
        if (!agree(slopes, middle)) {
            return count < ENOUGH ? known : 0;
        }
        if (Math.abs(middle) < SLOWEST) {
            return 0;
        }
        boolean certain =
                Math.abs(middle) <= FASTEST && Math.abs(middle) * (arrivals[count - 1] - arrivals[0]) >= jitterTicks;
        return certain ? middle : known;
    }

    /** With jitter and a step alone, two thirds have the same direction. */
    private static boolean agree(double[] sorted, double middle) {
        int others = (int) (OTHERS * sorted.length);
        double last = middle > 0 ? sorted[others] : sorted[sorted.length - 1 - others];
        return last * middle > 0;
    }

    private void addPoint() {
        offsets[count] = leastOffset;
        arrivals[count] = leastArrival;
        count++;
        packets = 0;
        leastOffset = Long.MAX_VALUE;
        if (count == MOST) {
            halve();
        }
    }

    private void halve() {
        for (int i = 0; i < MOST / 2; i++) {
            int less = offsets[2 * i] <= offsets[2 * i + 1] ? 2 * i : 2 * i + 1;
            offsets[i] = offsets[less];
            arrivals[i] = arrivals[less];
        }
        count = MOST / 2;
        packetsPerPoint *= 2;
    }
}
