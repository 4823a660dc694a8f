package io.tapedeck.conversion.worker;

import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.contracts.recordings.MediaFile;
import io.tapedeck.contracts.recordings.RecordingEvent;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingFailed;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingReady;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.job.RecordingKey;
import io.tapedeck.conversion.media.Conversion;
import io.tapedeck.conversion.media.ConversionAborted;
import io.tapedeck.conversion.media.ConversionReport;
import io.tapedeck.conversion.media.RawCapture;
import io.tapedeck.conversion.raw.FetchedCapture;
import io.tapedeck.conversion.raw.RawCaptures;
import io.tapedeck.conversion.store.RecordingStore;
import io.tapedeck.conversion.store.StoredFile;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out one job: fetch, convert and store for each order, then announce. Keeps nothing between jobs; a job that is run
 * again yields the same files under the same keys. Any number of threads may run jobs at once.
 */
public final class JobRunner {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

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
     */
    public List<RecordingFailed> run(CaptureSealed capture) {
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
        List<RecordingEvent> results = failAll(capture, JobFailure.of(FailureCode.INTERNAL, reason));
        announcements.announce(results);
        return failuresOf(results);
    }

    private List<RecordingEvent> convert(CaptureSealed capture) {
        if (capture.orders().isEmpty()) {
            return List.of();
        }
        try (FetchedCapture fetched = raws.fetch(capture.raw())) {
            var results = new ArrayList<RecordingEvent>();
            for (RecordingOrder order : capture.orders()) {
                results.add(convert(capture, order, fetched));
            }
            return results;
        } catch (JobFailure e) {
            stopIfInterrupted();
            return failAll(capture, e);
        }
    }

    private RecordingEvent convert(CaptureSealed capture, RecordingOrder order, RawCapture raw) {
        long began = System.nanoTime();
        MediaPlan plan = MediaPlan.of(capture, order);
        RecordingKey key = RecordingKey.of(order.tenantId(), plan.startedAt(), order.recordingId(), order.format());
        try (RecordingStore.Draft draft = store.begin(key)) {
            ConversionReport report = conversion.convert(raw, plan, draft.file());
            StoredFile stored = draft.commit();
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            metrics.converted(order.format(), report, stored.bytes(), took);
            logReady(order, report, stored, took);
            return ready(capture, order, plan, report, stored);
        } catch (JobFailure e) {
            stopIfInterrupted();
            return failed(capture, order, e);
        }
    }

    /** An interrupt closes files under the conversion's hands: that is no failure of the store. */
    private static void stopIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new ConversionAborted();
        }
    }

    private RecordingReady ready(
            CaptureSealed capture, RecordingOrder order, MediaPlan plan, ConversionReport report, StoredFile stored) {
        return new RecordingReady(
                order.recordingId(),
                capture.sessionId(),
                capture.captureId(),
                order.tenantId(),
                order.userId(),
                plan.startedAt(),
                report.duration(),
                new MediaFile(
                        stored.key().path(),
                        order.format(),
                        order.layout(),
                        stored.bytes(),
                        stored.sha256(),
                        report.sampleRateHertz(),
                        report.channels()),
                capture.recovered(),
                order.deliverTo(),
                clock.instant());
    }

    private List<RecordingEvent> failAll(CaptureSealed capture, JobFailure failure) {
        return capture.orders().stream()
                .map(order -> failed(capture, order, failure))
                .toList();
    }

    private RecordingEvent failed(CaptureSealed capture, RecordingOrder order, JobFailure failure) {
        metrics.failed(failure.code());
        LOG.warn(
                "no media file: recording={} session={} capture={} code={} responsible={} {}",
                order.recordingId(),
                capture.sessionId(),
                capture.captureId(),
                failure.code(),
                failure.responsible(),
                failure.sentence());
        return new RecordingFailed(
                order.recordingId(),
                capture.sessionId(),
                capture.captureId(),
                order.tenantId(),
                order.userId(),
                failure.code(),
                failure.sentence(),
                failure.responsible(),
                clock.instant());
    }

    private static List<RecordingFailed> failuresOf(List<RecordingEvent> results) {
        return results.stream()
                .filter(RecordingFailed.class::isInstance)
                .map(RecordingFailed.class::cast)
                .toList();
    }

    private static void logReady(RecordingOrder order, ConversionReport report, StoredFile stored, Duration took) {
        LOG.info(
                "stored {}: {} of call in {} ms, {} bytes, lost={} undecodable={} {}",
                stored.key(),
                report.duration(),
                took.toMillis(),
                stored.bytes(),
                report.timeline().lost(),
                report.timeline().undecodable(),
                report.timeline().unknownCodecs());
        if (report.timeline().undecodable() > 0) {
            LOG.warn(
                    "recording {} is silent where a party spoke {}",
                    order.recordingId(),
                    report.timeline().unknownCodecs());
        }
    }
}
