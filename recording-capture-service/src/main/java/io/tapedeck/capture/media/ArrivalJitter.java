package io.tapedeck.capture.media;

/** Interarrival jitter in sixteenths of a tick, as RFC 3550, A.8 has it. Loop thread only; no method allocates. */
final class ArrivalJitter {

    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final double MILLIS_PER_SECOND = 1_000;
    /** A timestamp that jumps by more is a new clock, not a packet under way for so long. */
    private static final int LONGEST_TRANSIT_SECONDS = 10;

    private boolean started;
    private int hertz = 8_000;
    private int transit;
    private long sixteenths;

    /** Another clock or source: the next packet is compared with none before. */
    void restart(int clockHertz) {
        if (clockHertz != hertz) {
            sixteenths = sixteenths * clockHertz / hertz;
            hertz = clockHertz;
        }
        started = false;
    }

    void take(int timestamp, long now) {
        int arrival = (int) (now / NANOS_PER_MICRO * hertz / MICROS_PER_SECOND);
        int fresh = arrival - timestamp;
        int change = Math.abs(fresh - transit);
        transit = fresh;
        if (started && change >= 0 && change < LONGEST_TRANSIT_SECONDS * hertz) {
            sixteenths += change - (sixteenths + 8 >> 4);
        }
        started = true;
    }

    double millis() {
        return (sixteenths >> 4) * MILLIS_PER_SECOND / hertz;
    }
}
