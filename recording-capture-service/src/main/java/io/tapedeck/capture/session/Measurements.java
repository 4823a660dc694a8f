package io.tapedeck.capture.session;

import io.tapedeck.contracts.captures.MeasuredStream;
import io.tapedeck.contracts.captures.MeasuredStream.OpinionScore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the relay measured, as manifests and events tell it. */
final class Measurements {

    private static final double NANOS_PER_MILLI = 1e6;

    private Measurements() {}

    /** @param clock of the capture that the streams belong to */
    static List<MeasuredStream> of(List<StreamStatistics> statistics, CaptureClock clock) {
        return statistics.stream()
                .filter(StreamStatistics::isRtp)
                .map(stream -> of(stream, clock))
                .toList();
    }

    private static MeasuredStream of(StreamStatistics s, CaptureClock clock) {
        Reception r = s.reception();
        return new MeasuredStream(
                s.key().side(),
                s.key().mediaIndex(),
                at(s.firstPacketNanos(), clock),
                at(s.lastPacketNanos(), clock),
                s.packets(),
                s.bytes(),
                r.expected(),
                r.lost(),
                r.reordered(),
                r.duplicates(),
                r.late(),
                s.rejected(),
                r.sourceChanges(),
                s.longestGap(),
                Duration.ofNanos(Math.round(r.jitterMillis() * NANOS_PER_MILLI)),
                r.roundTrip(),
                score(r.opinion()),
                s.unauthentic() == 0 ? null : s.unauthentic());
    }

    private static @Nullable Instant at(long nanoTime, CaptureClock clock) {
        return nanoTime == RelayedCall.NO_PACKET ? null : clock.at(nanoTime);
    }

    private static @Nullable OpinionScore score(@Nullable Opinion opinion) {
        return opinion == null
                ? null
                : new OpinionScore(
                        opinion.average().mos(),
                        opinion.lowest().mos(),
                        opinion.highest().mos(),
                        opinion.samples());
    }
}
