package io.tapedeck.conversion.pcap;

import java.util.ArrayList;
import java.util.List;

/** Where in a capture time goes back. One thread. */
final class TimeRuns {

    /** Cards and drivers deliver packets in disorder, but not by as much. */
    private static final long DISORDER_NANOS = 1_000_000_000L;

    /** Each costs a reading of the file and a buffer; a file in greater disorder than that stays so. */
    private static final int MOST = 16;

    private final List<Long> starts = new ArrayList<>(List.of(0L));
    private long packets;
    private long latest = Long.MIN_VALUE;

    void note(long unixNanos) {
        if (latest - DISORDER_NANOS > unixNanos && latest != Long.MIN_VALUE && starts.size() < MOST) {
            starts.add(packets);
            latest = unixNanos;
        }
        latest = Math.max(latest, unixNanos);
        packets++;
    }

    boolean inOrder() {
        return starts.size() == 1;
    }

    /** How many packets are before each run. */
    List<Long> starts() {
        return starts;
    }
}
