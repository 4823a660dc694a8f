package io.tapedeck.cdr.admin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tapedeck.cdr.cdr.Figures;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Counts for Prometheus; what assurance finds is also said aloud. */
@Component
class MeteredFigures implements Figures {

    private static final Logger LOG = LoggerFactory.getLogger(MeteredFigures.class);

    private final Timer byeToPlayable;
    private final Counter notCaptured;
    private final Counter endLost;

    MeteredFigures(MeterRegistry meters) {
        this.byeToPlayable = Timer.builder("tapedeck.bye.to.playable")
                .description("From the end of a call to the moment its recording can be played")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(50))
                .maximumExpectedValue(Duration.ofHours(1))
                .register(meters);
        this.notCaptured = Counter.builder("tapedeck.recordings.not.captured")
                .description("Recordings that were ordered and never captured; any is an alarm")
                .register(meters);
        this.endLost = Counter.builder("tapedeck.cdr.end.lost")
                .description("Calls that were closed without their own end; a proxy was killed, or its events are lost")
                .register(meters);
    }

    @Override
    public void becamePlayable(Duration sinceEnd) {
        // clocks of two machines may differ by more than a conversion takes
        byeToPlayable.record(sinceEnd.isNegative() ? Duration.ZERO : sinceEnd);
    }

    @Override
    public void notCaptured(int recordings) {
        notCaptured.increment(recordings);
        LOG.error("{} ordered recording(s) were never captured; they stand in the catalogue as failed", recordings);
    }

    @Override
    public void endLost(int calls) {
        endLost.increment(calls);
        LOG.warn("{} call(s) were closed whose end was never told; look after the sip-proxy and Kafka", calls);
    }
}
