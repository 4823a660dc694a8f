package io.tapedeck.conversion.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.captures.CaptureEvent;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.contracts.recordings.RecordingEvent;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingFailed;
import io.tapedeck.conversion.calls.SealedCalls;
import io.tapedeck.conversion.ffmpeg.MediaFiles;
import io.tapedeck.conversion.media.Conversion;
import io.tapedeck.conversion.media.ConversionAborted;
import io.tapedeck.conversion.raw.RawCaptures;
import io.tapedeck.conversion.store.LocalRecordingStore;
import io.tapedeck.conversion.timeline.G711Decoders;
import io.tapedeck.conversion.worker.Announcements;
import io.tapedeck.conversion.worker.DeadLetters;
import io.tapedeck.conversion.worker.JobMetrics;
import io.tapedeck.conversion.worker.JobRunner;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class CaptureJobTest {

    private static final int DELIVERIES = 5;

    private final List<RecordingEvent> announced = new ArrayList<>();
    private final List<String> putAside = new ArrayList<>();
    private final CaptureSealed capture = SealedCalls.sealed(
            Duration.ofSeconds(1),
            new RawFile(URI.create("file:///nowhere"), 1, ""),
            SealedCalls.order(MediaFormat.WAV, ChannelLayout.STEREO));

    @Test
    void a_job_that_crashes_goes_back_to_the_queue() {
        boolean done = job(_ -> crash(), announced::addAll).handle(delivered(1));

        assertThat(done).isFalse();
        assertThat(announced).isEmpty();
        assertThat(putAside).isEmpty();
    }

    @Test
    void the_last_delivery_says_that_the_job_has_failed_without_trying_again() {
        boolean done = job(_ -> crash(), announced::addAll).handle(delivered(DELIVERIES));

        assertThat(done).isTrue();
        assertThat(announced)
                .singleElement()
                .isInstanceOfSatisfying(
                        RecordingFailed.class,
                        failed -> assertThat(failed.code()).isEqualTo(FailureCode.INTERNAL));
        assertThat(putAside).singleElement().asString().contains("4 times");
    }

    @Test
    void a_job_that_is_told_to_stop_before_its_result_was_heard_goes_back_to_the_queue() {
        Announcements stopped = _ -> {
            throw new ConversionAborted();
        };

        assertThat(job(_ -> crash(), stopped).handle(delivered(DELIVERIES))).isFalse();
    }

    @Test
    void an_empty_record_is_put_aside() {
        assertThat(job(_ -> crash(), announced::addAll).handle(message(null, 1)))
                .isTrue();

        assertThat(putAside).hasSize(1);
    }

    @Test
    void an_event_from_the_future_is_passed_over() {
        var future = new String(json()).replace("CaptureSealed.v1", "CaptureSung.v9");

        assertThat(job(_ -> crash(), announced::addAll).handle(message(future.getBytes(), 1)))
                .isTrue();
        assertThat(putAside).isEmpty();
    }

    private CaptureJob job(RawCaptures raws, Announcements announcements) {
        var metrics = new JobMetrics(new SimpleMeterRegistry());
        var runner = new JobRunner(
                raws,
                new Conversion(new G711Decoders(), MediaFiles.standard()),
                new LocalRecordingStore(Path.of("nowhere")),
                announcements,
                metrics,
                InstantSource.fixed(SealedCalls.STARTED));
        DeadLetters deadLetters = (_, _, reason) -> putAside.add(reason);
        return new CaptureJob(runner, deadLetters, metrics, DELIVERIES);
    }

    private static io.tapedeck.conversion.raw.FetchedCapture crash() {
        throw new IllegalStateException("a fault of ours");
    }

    private ConsumerRecord<String, byte[]> delivered(int times) {
        return message(json(), times);
    }

    private byte[] json() {
        var event = CloudEvent.<CaptureEvent>of(
                new UUID(0, 1), URI.create("/tapedeck/test"), "key", Instant.EPOCH, capture);
        return JsonMapper.shared()
                .writerFor(new TypeReference<CloudEvent<CaptureEvent>>() {})
                .writeValueAsBytes(event);
    }

    private static ConsumerRecord<String, byte[]> message(byte[] value, int delivery) {
        return new ConsumerRecord<>(
                "tapedeck.captures",
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                "key",
                value,
                new RecordHeaders(),
                Optional.empty(),
                Optional.of((short) delivery));
    }
}
