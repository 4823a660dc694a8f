package io.tapedeck.capture.media;

import org.jspecify.annotations.Nullable;

/**
 * What RTCP says about one party's stream: when its sender reports passed here, and how the other party received it.
 * A party's report about the other's stream gives the round trip from here to that party (RFC 3550, 6.4.1).
 */
final class LegReports {

    private static final double FRACTION = 256;
    /** Longer is a clock that lies. */
    private static final long LONGEST_ROUND_TRIP = 30_000_000_000L;

    private static final long UNKNOWN = -1;

    private int lastReport;
    private long lastReportNanos;
    private int reportBefore;
    private long reportBeforeNanos;
    private int reportedFraction = -1;
    private long legNanos = UNKNOWN;
    private long otherLegNanos = UNKNOWN;

    /** A sender report of this stream passed. */
    void sent(int ntpMiddle, long now) {
        reportBefore = lastReport;
        reportBeforeNanos = lastReportNanos;
        lastReport = ntpMiddle;
        lastReportNanos = now;
    }

    /** @return when that sender report passed; negative when it is none of ours */
    private long passedNanos(int ntpMiddle) {
        if (ntpMiddle == 0) {
            return UNKNOWN;
        }
        return ntpMiddle == lastReport ? lastReportNanos : ntpMiddle == reportBefore ? reportBeforeNanos : UNKNOWN;
    }

    /** The other party, whose own reports these are, received this stream so. */
    void received(LegReports receiver, int fractionLost, int lastSenderReport, int delay, long now) {
        reportedFraction = fractionLost;
        long passed = passedNanos(lastSenderReport);
        long held = (Integer.toUnsignedLong(delay) * 1_000_000_000L) >>> 16;
        long roundTrip = now - passed - held;
        if (passed != UNKNOWN && roundTrip >= 0 && roundTrip < LONGEST_ROUND_TRIP) {
            receiver.legNanos = roundTrip;
            otherLegNanos = roundTrip;
            receiver.otherLegNanos = legNanos;
        }
    }

    /** From party to party and back; as far as only one leg reports, of that leg; negative when none does. */
    long roundTripNanos() {
        if (legNanos < 0 || otherLegNanos < 0) {
            return Math.max(legNanos, otherLegNanos);
        }
        return legNanos + otherLegNanos;
    }

    @Nullable
    Double reportedLostPercent() {
        return reportedFraction < 0 ? null : 100 * reportedFraction / FRACTION;
    }
}
