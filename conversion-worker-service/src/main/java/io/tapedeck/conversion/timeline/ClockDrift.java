package io.tapedeck.conversion.timeline;

/**
 * Follows the slow difference between a sender's clock and ours. The packet with the least delay tells where the sender's
 * clock stands; the least of the last seconds is compared with the anchor in use. Once they differ by more than jitter, the anchor
 * follows: the faster the further it is behind, so that behind a clock of one speed it comes to move at that speed, and never by more
 * than a thousandth. Nobody hears that. Jumps are the business of {@link StreamClock}. One thread.
 */
final class ClockDrift {

    private static final long WINDOW_SECONDS = 4;

    /** Fewer packets than that may all have been delayed. */
    private static final int EVIDENCE = 40;

    /** Of the time since the packet before; {@link Resampler} stretches no faster. */
    private static final double LARGEST_STEP = 0.001;

    /** In which a distance would be gone if it were kept up at the speed it begins with. */
    private static final long FOLLOWING_SECONDS = 4;

    private final long windowTicks;
    private final long toleranceTicks;
    private final double followingTicks;
    private long windowEnd;
    private long lastArrival;
    private long leastNow;
    private long leastBefore;
    private int packetsNow;
    private int packetsBefore;
    private long goal;
    private boolean moving;

    /** Of the way, less than a tick. */
    private double due;

    ClockDrift(int hertz) {
        this.followingTicks = FOLLOWING_SECONDS * hertz;
        this.windowTicks = WINDOW_SECONDS * hertz;
        this.toleranceTicks = Math.max(1, hertz * 2L / 1_000); // 2 ms: jitter is not drift
    }

    /** A new anchor was set: what was seen before says nothing about it. */
    void restart(long anchor, long arrivalTicks) {
        goal = anchor;
        moving = false;
        due = 0;
        leastNow = Long.MAX_VALUE;
        leastBefore = Long.MAX_VALUE;
        packetsNow = 0;
        packetsBefore = 0;
        windowEnd = arrivalTicks + windowTicks;
        lastArrival = arrivalTicks;
    }

    /**
     * @param offset arrival less timestamp of the packet just placed, in ticks
     * @return the anchor for the next packet: the old one, or one a little beside it
     */
    long follow(long anchor, long offset, long arrivalTicks) {
        long elapsed = Math.max(0, arrivalTicks - lastArrival);
        lastArrival = arrivalTicks;
        leastNow = Math.min(leastNow, offset);
        packetsNow++;
        if (arrivalTicks >= windowEnd) {
            closeWindow(arrivalTicks);
        }
        long distance = goal - anchor;
        if (Math.abs(distance) > toleranceTicks) {
            moving = true;
        }
        if (distance == 0) {
            moving = false;
            due = 0;
        }
        return moving ? anchor + step(distance, elapsed) : anchor;
    }

    private long step(long distance, long elapsed) {
        double most = LARGEST_STEP * elapsed;
        due += Math.clamp(distance * elapsed / followingTicks, -most, most);
        long whole = (long) due;
        due -= whole;
        long far = Math.abs(distance);
        return Math.clamp(whole, -far, far);
    }

    private void closeWindow(long arrivalTicks) {
        if (packetsNow + packetsBefore >= EVIDENCE) {
            goal = Math.min(leastNow, leastBefore);
        }
        leastBefore = leastNow;
        packetsBefore = packetsNow;
        leastNow = Long.MAX_VALUE;
        packetsNow = 0;
        windowEnd = arrivalTicks + windowTicks;
    }
}
