package io.tapedeck.conversion.worker;

import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.recordings.RecordingEvent;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingReady;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.media.Conversion;
import io.tapedeck.conversion.media.ConversionAborted;
import io.tapedeck.conversion.media.ConversionReport;
import io.tapedeck.conversion.media.Outcome;
import io.tapedeck.conversion.media.RawCapture;
import io.tapedeck.conversion.media.Rendition;
import io.tapedeck.conversion.store.RecordingStore;
import io.tapedeck.conversion.worker.Results.StoredFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All recordings of one capture: what is ordered more than once in the same way is made and stored once. One thread, one
 * capture.
 */
final class CaptureConversion {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureConversion.class);

    private final Conversion conversion;
    private final RecordingStore store;
    private final JobMetrics metrics;
    private final CaptureSealed capture;
    private final Results results;
    private final Map<MediaPlan, List<RecordingOrder>> ordersByPlan = new LinkedHashMap<>();
    private final Map<RecordingOrder, RecordingEvent> said = new LinkedHashMap<>();

    CaptureConversion(
            Conversion conversion, RecordingStore store, JobMetrics metrics, CaptureSealed capture, Results results) {
        this.conversion = conversion;
        this.store = store;
        this.metrics = metrics;
        this.capture = capture;
        this.results = results;
        capture.orders().forEach(this::plan);
    }

    private void plan(RecordingOrder order) {
        MediaPlan plan = MediaPlan.of(capture, order);
        Integer minimum = order.minimumSeconds();
        if (minimum != null && plan.heard().compareTo(Duration.ofSeconds(minimum)) < 0) {
            LOG.info("recording {} is discarded: {} is less than {} s", order.recordingId(), plan.heard(), minimum);
            said.put(order, results.discarded(order, "It is shorter than " + minimum + " s."));
            return;
        }
        ordersByPlan.computeIfAbsent(plan, _ -> new ArrayList<>()).add(order);
    }

    /** What became of each order, as they stand in the capture. */
    List<RecordingEvent> run(RawCapture raw) {
        long began = System.nanoTime();
        var productions = new ArrayList<Production>();
        try {
            begin(productions);
            List<Rendition> renditions =
                    productions.stream().map(Production::rendition).toList();
            List<Outcome> outcomes = conversion.convert(raw, capture.streams(), capture.masked(), renditions);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            for (int i = 0; i < outcomes.size(); i++) {
                conclude(productions.get(i), outcomes.get(i), took);
            }
        } finally {
            productions.forEach(Production::close);
        }
        return capture.orders().stream()
                .map(order -> Objects.requireNonNull(said.get(order)))
                .toList();
    }

    /** Nothing will come of any order. */
    List<RecordingEvent> failAll(JobFailure failure) {
        return capture.orders().stream()
                .map(order -> said.computeIfAbsent(order, refused -> failed(refused, failure)))
                .toList();
    }

    private void begin(List<Production> productions) {
        ordersByPlan.forEach((plan, orders) -> {
            try {
                productions.add(Production.begin(store, plan, orders.getFirst()));
            } catch (JobFailure e) {
                fail(orders, e);
            }
        });
    }

    private void conclude(Production production, Outcome outcome, Duration took) {
        List<RecordingOrder> orders = Objects.requireNonNull(ordersByPlan.get(production.plan()));
        try {
            ConversionReport report = outcome.orThrow();
            StoredFiles stored = production.commit(report);
            metrics.converted(production.plan().format(), report, stored.bytes(), took);
            for (RecordingOrder order : orders) {
                RecordingReady ready = results.ready(order, production.plan(), report, production.share(stored, order));
                said.put(order, ready);
                logReady(ready, report, took);
            }
        } catch (JobFailure e) {
            fail(orders, e);
        }
    }

    /** An interrupt closes files under the conversion's hands: that is no failure of the store. */
    private void fail(List<RecordingOrder> orders, JobFailure failure) {
        if (Thread.currentThread().isInterrupted()) {
            throw new ConversionAborted();
        }
        orders.forEach(order -> said.putIfAbsent(order, failed(order, failure)));
    }

    private RecordingEvent failed(RecordingOrder order, JobFailure failure) {
        metrics.failed(failure.code());
        LOG.warn(
                "no media file: recording={} session={} capture={} code={} responsible={} {}",
                order.recordingId(),
                capture.sessionId(),
                capture.captureId(),
                failure.code(),
                failure.responsible(),
                failure.sentence());
        return results.failed(order, failure);
    }

    private static void logReady(RecordingReady ready, ConversionReport report, Duration took) {
        LOG.info(
                "stored {}: {} of call in {} ms, {} bytes, lost={} undecodable={} {}",
                ready.media().key(),
                report.duration(),
                took.toMillis(),
                ready.media().bytes(),
                report.timeline().lost(),
                report.timeline().undecodable(),
                report.timeline().unknownCodecs());
        if (report.timeline().overdue() > 0) {
            LOG.warn(
                    "recording {} lacks {} packets that are in great disorder in the capture",
                    ready.recordingId(),
                    report.timeline().overdue());
        }
        if (report.timeline().undecodable() > 0) {
            LOG.warn(
                    "recording {} is silent where a party spoke {}",
                    ready.recordingId(),
                    report.timeline().unknownCodecs());
        }
    }
}
