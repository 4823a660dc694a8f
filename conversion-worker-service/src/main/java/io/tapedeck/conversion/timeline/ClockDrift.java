package io.tapedeck.conversion.timeline;

/**
 * Follows the slow difference between a sender's clock and ours. The packets with the least delay tell where the sender's clock
 * stands. Its speed is measured over the whole run ({@link LeastDelays}) and the anchor moves at that speed. What is left between
 * the least of the last seconds and the anchor, a step in the network's delay above all, is no matter of clocks: it is walked off
 * so slowly that the sound does not suffer, and faster only where it is more than anybody tolerates. Jumps are the business of
 * {@link StreamClock}. One thread.
 */
final class ClockDrift {

    private static final long WINDOW_SECONDS = 4;

    /** Fewer packets than that may all have been delayed. */
    private static final int EVIDENCE = 40;

    /** Of the time since the packet before; {@link Resampler} stretches no faster. */
    private static final double LARGEST_STEP = 0.001;

    private static final double WALK = 75e-6;

    /** Parties are heard in step when they are no further apart. */
    private static final long TOLERABLE_MILLIS = 20;

    /** In which what is beyond that would be gone if it were followed at the speed that it begins with. */
    private static final long FOLLOWING_SECONDS = 4;

    private final LeastDelays delays;
    private final long windowTicks;
    private final long toleranceTicks;
    private final long tolerableTicks;
    private final double followingTicks;
    private long windowEnd;
    private long lastArrival;

    // Distances from the anchor.
    private double leastNow;
    private double leastBefore;
    private double distance;

    private int packetsNow;
    private int packetsBefore;
    private double speed;
    private boolean walking;

    ClockDrift(int hertz) {
        this.followingTicks = FOLLOWING_SECONDS * hertz;
        this.windowTicks = WINDOW_SECONDS * hertz;
        this.toleranceTicks = Math.max(1, hertz * 2L / 1_000); // 2 ms: jitter is not drift
        this.delays = new LeastDelays(hertz / 2_000);
        this.tolerableTicks = TOLERABLE_MILLIS * hertz / 1_000;
    }

    /** A new anchor was set: what was seen before says nothing about it. The clock is still the same. */
    void restart(long arrivalTicks) {
        speed(); // remembered when its evidence is not
        delays.newRun();
        walking = false;
        distance = 0;
        leastNow = Double.MAX_VALUE;
        leastBefore = Double.MAX_VALUE;
        packetsNow = 0;
        packetsBefore = 0;
        windowEnd = arrivalTicks + windowTicks;
        lastArrival = arrivalTicks;
    }

    /** Takes a packet into account that is not placed yet; the anchor stands still meanwhile. */
    void look(long offset, long arrivalTicks) {
        delays.add(offset, arrivalTicks);
        lastArrival = Math.max(lastArrival, arrivalTicks);
    }

    /** Ticks that the anchor has to move in each tick, as far as that is known. */
    double speed() {
        speed = Math.clamp(delays.speed(speed), -LARGEST_STEP, LARGEST_STEP);
        return speed;
    }

    /**
     * @param offset arrival less timestamp of the packet just placed, in ticks
     * @return the anchor for the next packet: the old one, or one a little beside it
     */
    double follow(double anchor, long offset, long arrivalTicks) {
        long elapsed = Math.max(0, arrivalTicks - lastArrival);
        lastArrival = arrivalTicks;
        delays.add(offset, arrivalTicks);
        leastNow = Math.min(leastNow, offset - anchor);
        packetsNow++;
        if (arrivalTicks >= windowEnd) {
            closeWindow(arrivalTicks);
        }
        double most = LARGEST_STEP * elapsed;
        return anchor + Math.clamp(speed * elapsed + walk(elapsed), -most, most);
    }

    /** The next part of the way to the least delay. */
    private double walk(long elapsed) {
        double far = Math.abs(distance);
        walking = far > toleranceTicks || walking && far > 0;
        if (!walking) {
            return 0;
        }
        double fast = Math.max(0, far - tolerableTicks) / followingTicks;
        double way = Math.copySign(Math.min(far, elapsed * Math.min(LARGEST_STEP, WALK + fast)), distance);
        distance -= way;
        leastNow -= way;
        leastBefore -= way;
        return way;
    }

    private void closeWindow(long arrivalTicks) {
        if (packetsNow + packetsBefore >= EVIDENCE) {
            distance = Math.min(leastNow, leastBefore);
        }
        speed();
        leastBefore = leastNow;
        packetsBefore = packetsNow;
        leastNow = Double.MAX_VALUE;
        packetsNow = 0;
        windowEnd = arrivalTicks + windowTicks;
    }
}
