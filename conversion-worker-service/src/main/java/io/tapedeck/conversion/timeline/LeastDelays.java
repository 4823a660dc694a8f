package io.tapedeck.conversion.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How fast a sender's clock runs, seen from ours: the least delayed of every few packets are points on the line of its clock, and
 * the middle of the slopes between points a quarter of the time apart is the line's (Theil-Sen). A step in the network's delay is
 * in less than half of these slopes, so it is no speed.
 *
 * <p>Runs of packets that have nothing in common but the clock, such as those before and after a hold in which timestamps stood
 * still, are parallel lines: there are no slopes from one to another, and each counts for the time that it spans. The quarter is
 * that of all runs, so a step may be in most slopes of a short one, which is then too steep for a clock and left out. With time the
 * points become coarser, not more. One thread.
 */
final class LeastDelays {

    private static final int MOST = 64;
    private static final int FEWEST = 8;

    /** With as many, points that do not agree tell that there is no difference worth speaking of. */
    private static final int ENOUGH = 32;

    private static final int PACKETS = 8;

    /** In a point, while all points are of packets that {@link LookAhead} may still hold. */
    private static final int COARSE = 2 * PACKETS;

    /** Part of the time over which a slope is taken. */
    private static final int PART = 4;

    /** Slower is followed now and then; sound that needs no stretch is copied. */
    private static final double SLOWEST = 50e-6;

    /** Of the slopes, may have the other direction where there is a speed. With jitter and a step alone, a third has. */
    private static final double OTHERS = 0.3;

    /** The same of several runs: their slopes are fewer, so jitter agrees more easily. */
    private static final double OTHERS_OF_RUNS = 0.2;

    /** Six standard errors of the middle, in distances of the nearer quartile from it, for one slope. */
    private static final double CERTAIN = 7;

    /** Fewer may agree by chance, however well. */
    private static final int FEWEST_SLOPES = 4;

    /** No clock that is sold is as wrong; jitter over a second or two looks like it. */
    private static final double FASTEST = 600e-6;

    /** @param time over which it was taken, in ticks */
    private record Slope(double speed, long time) {}

    /** The slopes in the order of their speed, and the time from the first point to the last, in ticks. */
    private record Line(List<Slope> slopes, long time) {

        static final Line NONE = new Line(List.of(), 0);

        Line {
            slopes = slopes.stream()
                    .sorted(Comparator.comparingDouble(Slope::speed))
                    .toList();
        }

        Line and(Line other) {
            var all = new ArrayList<>(slopes);
            all.addAll(other.slopes);
            return new Line(all, time + other.time);
        }

        double middle() {
            return at(0.5);
        }

        /** The speed that this share of the slopes, by their time, does not exceed. */
        double at(double share) {
            double rest = share * slopes.stream().mapToLong(Slope::time).sum();
            int i = 0;
            while (i < slopes.size() - 1 && rest >= slopes.get(i).time()) {
                rest -= slopes.get(i).time();
                i++;
            }
            return slopes.get(i).speed();
        }

        boolean agrees(double others) {
            return at(middle() > 0 ? others : 1 - others) * middle() > 0;
        }

        boolean isPossible() {
            return Math.abs(middle()) <= FASTEST;
        }

        /** Whether slopes that scatter like these hardly ever have such a middle by chance. A step scatters them to one side only. */
        boolean isCertain() {
            double scatter = Math.min(at(0.75) - middle(), middle() - at(0.25));
            return slopes.size() >= FEWEST_SLOPES && Math.abs(middle()) * Math.sqrt(slopes.size()) >= CERTAIN * scatter;
        }
    }

    private final long leastTicks;
    private final long[] arrivals = new long[MOST];
    private final long[] offsets = new long[MOST];
    private final int[] runs = new int[MOST];
    private int count;
    private int run;
    private int packetsPerPoint = PACKETS;
    private int packets;
    private long leastOffset = Long.MAX_VALUE;
    private long leastArrival;

    /** @param leastTicks what a clock has to be off in the whole time until it matters */
    LeastDelays(long leastTicks) {
        this.leastTicks = leastTicks;
    }

    /**
     * What follows has another delay, but the same clock. A long time behind has told what it could: its points are too coarse for
     * what follows, and too many for that ever to count.
     */
    void newRun() {
        if (packetsPerPoint > COARSE) {
            count = 0;
            packetsPerPoint = PACKETS;
        }
        run++;
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
        List<Line> lines = lines();
        boolean alone = lines.size() == 1;
        Line all = lines.stream().filter(line -> alone || line.isPossible()).reduce(Line.NONE, Line::and);
        if (count < FEWEST || all.slopes().isEmpty()) {
            return known;
        }
        if (!all.agrees(alone ? OTHERS : OTHERS_OF_RUNS)) {
            return count < ENOUGH ? known : 0;
        }
        double middle = all.middle();
        if (Math.abs(middle) < SLOWEST) {
            return 0;
        }
        boolean matters = Math.abs(middle) * all.time() >= leastTicks;
        return matters && all.isPossible() && all.isCertain() ? middle : known;
    }

    /** One for each run. */
    private List<Line> lines() {
        var lines = new ArrayList<Line>();
        for (int from = 0, to = endOfRun(0); from < count; from = to, to = endOfRun(from)) {
            int apart = Math.min(count / PART, 2 * (to - from) / 3);
            if (apart > 0) {
                lines.add(line(from, to, apart));
            }
        }
        return lines;
    }

    private Line line(int from, int to, int apart) {
        var slopes = new ArrayList<Slope>();
        for (int i = from; i + apart < to; i++) {
            long time = Math.max(1, arrivals[i + apart] - arrivals[i]);
            slopes.add(new Slope((double) (offsets[i + apart] - offsets[i]) / time, time));
        }
        return new Line(slopes, arrivals[to - 1] - arrivals[from]);
    }

    private int endOfRun(int from) {
        int end = from;
        while (end < count && runs[end] == runs[from]) {
            end++;
        }
        return end;
    }

    private void addPoint() {
        offsets[count] = leastOffset;
        arrivals[count] = leastArrival;
        runs[count] = run;
        count++;
        packets = 0;
        leastOffset = Long.MAX_VALUE;
        if (count == MOST) {
            halve();
        }
    }

    /** Two points of a run become one; what has no other is forgotten. */
    private void halve() {
        int kept = 0;
        int i = 0;
        while (i + 1 < count) {
            if (runs[i] == runs[i + 1]) {
                int less = offsets[i] <= offsets[i + 1] ? i : i + 1;
                offsets[kept] = offsets[less];
                arrivals[kept] = arrivals[less];
                runs[kept] = runs[i];
                kept++;
                i += 2;
            } else {
                i++;
            }
        }
        count = kept;
        packetsPerPoint *= 2;
    }
}
