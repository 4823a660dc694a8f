package io.tapedeck.conversion.intake;

import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.Topics;
import io.tapedeck.contracts.captures.CaptureEvent;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingFailed;
import io.tapedeck.conversion.job.JobCost;
import io.tapedeck.conversion.media.ConversionAborted;
import io.tapedeck.conversion.raw.RawUnreachable;
import io.tapedeck.conversion.worker.DeadLetters;
import io.tapedeck.conversion.worker.Detours;
import io.tapedeck.conversion.worker.JobMetrics;
import io.tapedeck.conversion.worker.JobRunner;
import io.tapedeck.conversion.worker.QueueSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** What is done with one record of the work queue. Any thread. */
final class CaptureJob {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureJob.class);

    private final ObjectReader json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_INVALID_SUBTYPE)
            .build()
            .readerFor(new TypeReference<CloudEvent<CaptureEvent>>() {});
    private final JobRunner runner;
    private final DeadLetters deadLetters;
    private final Detours detours;
    private final JobMetrics metrics;
    private final int deliveries;
    private final QueueSettings queue;
    private final InstantSource clock;

    /** @param deliveries the one with that number is used to say that the job has failed */
    CaptureJob(
            JobRunner runner,
            DeadLetters deadLetters,
            Detours detours,
            JobMetrics metrics,
            int deliveries,
            QueueSettings queue,
            InstantSource clock) {
        this.runner = runner;
        this.deadLetters = deadLetters;
        this.detours = detours;
        this.metrics = metrics;
        this.deliveries = deliveries;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Blocks until everything that the record asks for is safe, which waits for Kafka where need be: a record that is given
     * back costs one of its deliveries.
     *
     * @return whether the record is done with; otherwise it is to go back to the queue
     */
    boolean handle(ConsumerRecord<String, byte[]> message) {
        try {
            handleOrThrow(message);
            return true;
        } catch (ConversionAborted e) {
            LOG.info("job {} goes back to the queue: {}", message.key(), e.getMessage());
        } catch (RuntimeException | LinkageError e) { // a native library that cannot be loaded is a LinkageError
            LOG.error("job {} goes back to the queue: a fault of ours", message.key(), e);
        }
        metrics.released();
        return false;
    }

    /**
     * Has the job done by another worker, because this one is told to end. That is no fault of the job, and must cost it no delivery.
     *
     * @return whether the record is done with
     */
    boolean comesAgain(ConsumerRecord<String, byte[]> message) {
        try {
            detours.again(message.key(), message.value(), PutOff.since(message));
            return true;
        } catch (ConversionAborted e) {
            LOG.info("job {} goes back to the queue: {}", message.key(), e.getMessage());
            return false;
        }
    }

    private void handleOrThrow(ConsumerRecord<String, byte[]> message) {
        CloudEvent<CaptureEvent> event;
        try {
            event = read(message.value());
        } catch (JacksonException | IllegalArgumentException e) {
            putAside(message, "The record is not a capture event: " + firstLine(e.getMessage()));
            return;
        }
        if (event.data() instanceof CaptureSealed capture) {
            convert(message, capture);
        }
    }

    private void convert(ConsumerRecord<String, byte[]> message, CaptureSealed capture) {
        if (message.topic().equals(Topics.CAPTURES) && isLong(capture)) {
            detours.amongLongJobs(message.key(), message.value(), PutOff.since(message));
            return;
        }
        List<RecordingFailed> failed;
        try {
            failed = results(message, capture);
        } catch (RawUnreachable e) {
            putOff(message, capture, e);
            return;
        }
        putAside(message, failed);
    }

    private boolean isLong(CaptureSealed capture) {
        return JobCost.of(capture).compareTo(queue.longJob()) >= 0;
    }

    private CloudEvent<CaptureEvent> read(byte @Nullable [] value) {
        CloudEvent<CaptureEvent> event = value == null ? null : json.readValue(value);
        if (event == null) {
            throw new IllegalArgumentException("it is empty");
        }
        return event;
    }

    private List<RecordingFailed> results(ConsumerRecord<String, byte[]> message, CaptureSealed capture)
            throws RawUnreachable {
        int delivery = message.deliveryCount().map(Short::intValue).orElse(1);
        return delivery < deliveries
                ? runner.run(capture)
                : runner.giveUp(
                        capture,
                        "The conversion ended without a result " + (deliveries - 1)
                                + " times. The worker's log and the raw capture show why; then retry.");
    }

    /** The job comes back after a while, until that has been tried for long enough. */
    private void putOff(ConsumerRecord<String, byte[]> message, CaptureSealed capture, RawUnreachable why) {
        Instant now = clock.instant();
        Instant since = Objects.requireNonNullElse(PutOff.since(message), now);
        if (Duration.between(since, now).compareTo(queue.giveUp()) >= 0) {
            putAside(message, runner.unreachable(capture, why.sentence() + " It was tried since " + since + "."));
            return;
        }
        LOG.warn("job {} waits for {}: {}", message.key(), queue.tryAgain(), why.sentence());
        metrics.putOff();
        detours.later(message.key(), message.value(), since);
    }

    private void putAside(ConsumerRecord<String, byte[]> message, List<RecordingFailed> failed) {
        if (!failed.isEmpty()) {
            putAside(
                    message,
                    failed.stream().map(RecordingFailed::message).distinct().collect(Collectors.joining(" ")));
        }
    }

    private void putAside(ConsumerRecord<String, byte[]> message, String reason) {
        deadLetters.putAside(message.key(), message.value(), reason);
        metrics.deadLettered();
        LOG.warn("record {}-{}@{} put aside: {}", message.topic(), message.partition(), message.offset(), reason);
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "no reason given" : text.lines().findFirst().orElse("no reason given");
    }
}
