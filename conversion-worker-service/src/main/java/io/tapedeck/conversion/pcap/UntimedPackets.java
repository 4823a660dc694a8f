package io.tapedeck.conversion.pcap;

import io.tapedeck.protocol.rtp.RtpPacketView;
import java.util.HashMap;
import java.util.Map;

/**
 * When packets came of which nobody noted that: as far apart as their timestamps say, beside those of other senders in the order
 * of the capture. Who falls behind them has not sent for a while, and its timestamps stood still. One thread.
 */
final class UntimedPackets {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** A longer step is a new beginning. */
    private static final long LONGEST_STEP_NANOS = 60 * NANOS_PER_SECOND;

    /** Less may be between what two senders say and what they are. */
    private static final long MOST_BEHIND_NANOS = 2 * NANOS_PER_SECOND;

    private static final int MOST_SENDERS = 1_000;

    private final Map<Integer, Latest> senders = new HashMap<>();
    private long latest = Long.MIN_VALUE;

    private record Latest(int timestamp, long nanos) {}

    /** @param noted not before that */
    long timeOf(RtpPacketView rtp, int clockRateHertz, long noted) {
        latest = Math.max(latest, noted);
        Latest before = senders.get(rtp.ssrc());
        long nanos = latest;
        if (before != null) {
            long step =
                    (rtp.timestamp() - before.timestamp()) * NANOS_PER_SECOND / clockRateHertz; // holds across a wrap
            boolean goesOn =
                    Math.abs(step) <= LONGEST_STEP_NANOS && before.nanos() + step >= latest - MOST_BEHIND_NANOS;
            nanos = goesOn ? before.nanos() + step : latest;
        }
        if (before != null || senders.size() < MOST_SENDERS) {
            senders.put(rtp.ssrc(), new Latest(rtp.timestamp(), nanos));
        }
        latest = Math.max(latest, nanos);
        return nanos;
    }
}
