package io.tapedeck.capture.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one RTP stream arrived, over all its sources.
 *
 * @param payloadType of the last packet; negative before the first
 * @param expected packets sent, by their sequence numbers (RFC 3550, A.3)
 * @param late of the reordered ones those that came too late to be played
 * @param jitterMillis at the last packet (RFC 3550, A.8)
 * @param roundTrip as RTCP gives it; null when it does not
 * @param reportedLostPercent what the receiving party last said itself; null when it did not
 * @param opinion null before the first packet, and for what is not heard
 */
public record Reception(
        int payloadType,
        long expected,
        long lost,
        long reordered,
        long duplicates,
        long late,
        int sourceChanges,
        double jitterMillis,
        @Nullable Duration roundTrip,
        @Nullable Double reportedLostPercent,
        @Nullable Opinion opinion) {}
