package io.tapedeck.capture.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What people would have said of a stream: scores taken every few seconds. */
public record Opinion(Score average, Score lowest, Score highest, int samples) {

    /**
     * One score and what it came from.
     *
     * @param mos 1 to 4.5
     * @param roundTrip null when RTCP did not tell
     */
    public record Score(double mos, @Nullable Duration roundTrip, double jitterMillis, double lossPercent) {}
}
