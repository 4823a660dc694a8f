package io.tapedeck.contracts.captures;

import io.tapedeck.contracts.captures.MediaStream.Side;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one RTP stream arrived at the capture node, recorded or not.
 *
 * @param side who sends on this stream
 * @param mediaIndex number of the m-line, from 0
 * @param firstPacketAt null when nothing came
 * @param lastPacketAt null when nothing came
 * @param bytes UDP payload
 * @param expected packets sent, by their sequence numbers
 * @param late of the reordered ones those that came too late to be played
 * @param rejected datagrams from a source that the node does not believe
 * @param jitter interarrival jitter at the end (RFC 3550, A.8)
 * @param roundTrip as RTCP tells; null when it does not
 * @param opinion null when nothing came, and for what is not heard
 * @param unauthentic packets of an encrypted stream that passed and are in no recording, because they were not made with the
 *     keys that were agreed on; null when there were none
 */
public record MeasuredStream(
        Side side,
        int mediaIndex,
        @Nullable Instant firstPacketAt,
        @Nullable Instant lastPacketAt,
        long packets,
        long bytes,
        long expected,
        long lost,
        long reordered,
        long duplicates,
        long late,
        long rejected,
        int sourceChanges,
        Duration longestGap,
        Duration jitter,
        @Nullable Duration roundTrip,
        @Nullable OpinionScore opinion,
        @Nullable Long unauthentic) {

    /** Mean opinion score by the E-model (ITU-T G.107), 1 to 4.5, taken every few seconds. */
    public record OpinionScore(double average, double lowest, double highest, int samples) {}
}
