package io.tapedeck.conversion.worker;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.media.ConversionReport;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** What operators see of the jobs. Any thread. */
public final class JobMetrics {

    private static final double MILLIS_PER_HOUR = 3_600_000;

    private final MeterRegistry registry;
    private final AtomicInteger running;
    private final Timer queueAge;

    public JobMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.running = registry.gauge("tapedeck.conversion.jobs.running", new AtomicInteger());
        this.queueAge = Timer.builder("tapedeck.conversion.queue.age")
                .description("How long after its sealing a capture was taken up")
                .register(registry);
    }

    void started(Duration age) {
        running.incrementAndGet();
        queueAge.record(age.isNegative() ? Duration.ZERO : age);
    }

    void ended() {
        running.decrementAndGet();
    }

    void converted(MediaFormat format, ConversionReport report, long bytes, Duration took) {
        registry.counter("tapedeck.conversion.recordings", "result", "ready").increment();
        registry.counter("tapedeck.conversion.bytes", "format", format.extension())
                .increment((double) bytes);
        registry.counter("tapedeck.conversion.media.seconds")
                .increment(report.duration().toMillis() / 1_000.0);
        registry.counter("tapedeck.conversion.packets.lost")
                .increment((double) report.timeline().lost());
        registry.counter("tapedeck.conversion.packets.undecodable")
                .increment((double) report.timeline().undecodable());
        long millis = report.duration().toMillis();
        if (millis > 0) {
            secondsPerHour(format).record(took.toNanos() / 1e9 * MILLIS_PER_HOUR / millis);
        }
    }

    void failed(FailureCode code) {
        registry.counter("tapedeck.conversion.recordings", "result", code.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** A job ended without results and goes back to the queue. */
    public void released() {
        registry.counter("tapedeck.conversion.jobs.released").increment();
    }

    /** Kafka did not take what was sent, which is sent again. */
    public void unacknowledged() {
        registry.counter("tapedeck.conversion.announcements.repeated").increment();
    }

    /** A job waits for its capture node. */
    public void putOff() {
        registry.counter("tapedeck.conversion.jobs.put.off").increment();
    }

    /** A record was put aside. */
    public void deadLettered() {
        registry.counter("tapedeck.conversion.jobs.dead.lettered").increment();
    }

    private DistributionSummary secondsPerHour(MediaFormat format) {
        return DistributionSummary.builder("tapedeck.conversion.seconds.per.hour")
                .description("Seconds that converting an hour of call takes")
                .tag("format", format.extension())
                .register(registry);
    }
}
