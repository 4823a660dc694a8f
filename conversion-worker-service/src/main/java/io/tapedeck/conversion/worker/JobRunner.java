package io.tapedeck.conversion.worker;

import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.contracts.recordings.RecordingEvent;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingFailed;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.media.Conversion;
import io.tapedeck.conversion.media.ConversionAborted;
import io.tapedeck.conversion.raw.FetchedCapture;
import io.tapedeck.conversion.raw.RawCaptures;
import io.tapedeck.conversion.raw.RawUnreachable;
import io.tapedeck.conversion.store.RecordingStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Carries out one job: fetch, convert and store for all orders at once, then announce. Keeps nothing between jobs; a job that is run
 * again yields the same files under the same keys. Any number of threads may run jobs at once.
 */
public final class JobRunner {

    private final RawCaptures raws;
    private final Conversion conversion;
    private final RecordingStore store;
    private final Announcements announcements;
    private final JobMetrics metrics;
    private final InstantSource clock;

    public JobRunner(
            RawCaptures raws,
            Conversion conversion,
            RecordingStore store,
            Announcements announcements,
            JobMetrics metrics,
            InstantSource clock) {
        this.raws = raws;
        this.conversion = conversion;
        this.store = store;
        this.announcements = announcements;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Returns when the results are safe with the platform.
     *
     * @return the failures among them, to be put aside for another try
     * @throws ConversionAborted when the thread was interrupted; nothing, or not all, was announced
     * @throws RawUnreachable when the capture is not to be had now; nothing was announced
     */
    public List<RecordingFailed> run(CaptureSealed capture) throws RawUnreachable {
        metrics.started(Duration.between(capture.sealedAt(), clock.instant()));
        try {
            List<RecordingEvent> results = convert(capture);
            announcements.announce(results);
            return failuresOf(results);
        } finally {
            metrics.ended();
        }
    }

    /** Announces that nothing will come of a job that has failed in a way of its own, too often. */
    public List<RecordingFailed> giveUp(CaptureSealed capture, String reason) {
        return fail(capture, JobFailure.of(FailureCode.INTERNAL, reason));
    }

    /** Announces that nothing will come of a job whose capture was not to be had for too long. */
    public List<RecordingFailed> unreachable(CaptureSealed capture, String reason) {
        return fail(capture, JobFailure.of(FailureCode.RAW_MISSING, reason));
    }

    private List<RecordingFailed> fail(CaptureSealed capture, JobFailure failure) {
        List<RecordingEvent> results = conversionOf(capture).failAll(failure);
        announcements.announce(results);
        return failuresOf(results);
    }

    private List<RecordingEvent> convert(CaptureSealed capture) throws RawUnreachable {
        if (capture.orders().isEmpty()) {
            return List.of();
        }
        CaptureConversion conversions = conversionOf(capture);
        try (FetchedCapture fetched = raws.fetch(capture.raw())) {
            return conversions.run(fetched);
        } catch (JobFailure e) {
            stopIfInterrupted();
            return conversions.failAll(e);
        }
    }

    private CaptureConversion conversionOf(CaptureSealed capture) {
        return new CaptureConversion(conversion, store, metrics, capture, new Results(capture, clock));
    }

    /** An interrupt ends fetching: that is no failure of the capture. */
    private static void stopIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new ConversionAborted();
        }
    }

    private static List<RecordingFailed> failuresOf(List<RecordingEvent> results) {
        return results.stream()
                .filter(RecordingFailed.class::isInstance)
                .map(RecordingFailed.class::cast)
                .toList();
    }
}
