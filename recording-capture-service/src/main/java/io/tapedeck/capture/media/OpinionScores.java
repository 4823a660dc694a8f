package io.tapedeck.capture.media;

import io.tapedeck.capture.session.Opinion;
import io.tapedeck.capture.session.Opinion.Score;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Opinion scores of one stream: the sum, the best, the worst. Loop thread only; adding allocates nothing. */
final class OpinionScores {

    private static final long UNKNOWN = -1;

    private int samples;
    private double sum;
    private double jitterSum;
    private double lossSum;
    private long roundTripSum;
    private int roundTrips;
    private final Extreme lowest = new Extreme();
    private final Extreme highest = new Extreme();

    /** @param roundTripNanos negative when nobody knows */
    void add(double mos, long roundTripNanos, double jitterMillis, double lossPercent) {
        if (samples == 0 || mos < lowest.mos) {
            lowest.set(mos, roundTripNanos, jitterMillis, lossPercent);
        }
        if (samples == 0 || mos > highest.mos) {
            highest.set(mos, roundTripNanos, jitterMillis, lossPercent);
        }
        samples++;
        sum += mos;
        jitterSum += jitterMillis;
        lossSum += lossPercent;
        if (roundTripNanos >= 0) {
            roundTripSum += roundTripNanos;
            roundTrips++;
        }
    }

    int samples() {
        return samples;
    }

    /** @return null without samples */
    @Nullable
    Opinion opinion() {
        if (samples == 0) {
            return null;
        }
        long roundTrip = roundTrips == 0 ? UNKNOWN : roundTripSum / roundTrips;
        var average = score(sum / samples, roundTrip, jitterSum / samples, lossSum / samples);
        return new Opinion(average, lowest.score(), highest.score(), samples);
    }

    private static Score score(double mos, long roundTripNanos, double jitterMillis, double lossPercent) {
        Duration roundTrip = roundTripNanos < 0 ? null : Duration.ofNanos(roundTripNanos);
        return new Score(mos, roundTrip, jitterMillis, lossPercent);
    }

    private static final class Extreme {

        private double mos;
        private long roundTripNanos;
        private double jitterMillis;
        private double lossPercent;

        private void set(double newMos, long newRoundTripNanos, double newJitterMillis, double newLossPercent) {
            mos = newMos;
            roundTripNanos = newRoundTripNanos;
            jitterMillis = newJitterMillis;
            lossPercent = newLossPercent;
        }

        private Score score() {
            return OpinionScores.score(mos, roundTripNanos, jitterMillis, lossPercent);
        }
    }
}
