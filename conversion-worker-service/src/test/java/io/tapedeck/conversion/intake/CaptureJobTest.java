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
import io.tapedeck.conversion.raw.FetchedCapture;
import io.tapedeck.conversion.raw.RawCaptures;
import io.tapedeck.conversion.raw.RawUnreachable;
import io.tapedeck.conversion.store.LocalRecordingStore;
import io.tapedeck.conversion.timeline.G711Decoders;
import io.tapedeck.conversion.worker.Announcements;
import io.tapedeck.conversion.worker.DeadLetters;
import io.tapedeck.conversion.worker.Detours;
import io.tapedeck.conversion.worker.JobMetrics;
import io.tapedeck.conversion.worker.JobRunner;
import io.tapedeck.conversion.worker.QueueSettings;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class CaptureJobTest {

    private static final int DELIVERIES = 4;
    private static final RawFile NOWHERE = new RawFile(URI.create("file:///nowhere"), 1, "");
    private static final Instant NOW = Instant.parse("2030-01-08T09:00:00Z");
    private static final QueueSettings QUEUE = new QueueSettings(
            Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofSeconds(15));

    private final List<RecordingEvent> announced = new ArrayList<>();
    private final List<String> putAside = new ArrayList<>();
    private final List<String> elsewhere = new ArrayList<>();
    private final Detours detours = new Detours() {

        @Override
        public void amongLongJobs(@Nullable String key, byte[] value, @Nullable Instant since) {
            elsewhere.add("long");
        }

        @Override
        public void later(@Nullable String key, byte[] value, Instant since) {
            elsewhere.add("later, since " + since);
        }

        @Override
        public void again(@Nullable String key, byte[] value, @Nullable Instant since) {
            elsewhere.add("again");
        }
    };
    private CaptureSealed capture = SealedCalls.sealed(
            Duration.ofSeconds(1), NOWHERE, SealedCalls.order(MediaFormat.WAV, ChannelLayout.STEREO));

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
        assertThat(putAside).singleElement().asString().contains("3 times");
    }

    @Test
    void a_job_that_is_told_to_stop_before_its_result_was_heard_goes_back_to_the_queue() {
        Announcements stopped = _ -> {
            throw new ConversionAborted();
        };

        assertThat(job(_ -> crash(), stopped).handle(delivered(DELIVERIES))).isFalse();
    }

    @Test
    void a_job_whose_capture_node_is_away_waits_for_another_time() {
        boolean done = job(_ -> unreachable(), announced::addAll).handle(delivered(1));

        assertThat(done).isTrue();
        assertThat(elsewhere).containsExactly("later, since " + NOW);
        assertThat(announced).isEmpty();
    }

    @Test
    void a_job_remembers_since_when_its_capture_node_is_away() {
        Instant before = NOW.minusSeconds(600);

        job(_ -> unreachable(), announced::addAll).handle(putOff(before));

        assertThat(elsewhere).containsExactly("later, since " + before);
    }

    @Test
    void a_capture_node_that_is_away_for_too_long_fails_the_job() {
        job(_ -> unreachable(), announced::addAll).handle(putOff(NOW.minus(QUEUE.giveUp())));

        assertThat(elsewhere).isEmpty();
        assertThat(announced).singleElement().isInstanceOfSatisfying(RecordingFailed.class, failed -> {
            assertThat(failed.code()).isEqualTo(FailureCode.RAW_MISSING);
            assertThat(failed.message()).contains("away").contains("2030-01-08T08:00:00Z");
        });
        assertThat(putAside).hasSize(1);
    }

    @Test
    void a_long_job_goes_out_of_the_way_of_short_ones() {
        capture = SealedCalls.sealed(
                Duration.ofHours(8), NOWHERE, SealedCalls.order(MediaFormat.MP3, ChannelLayout.STEREO));

        boolean done = job(_ -> crash(), announced::addAll).handle(delivered(1));

        assertThat(done).isTrue();
        assertThat(elsewhere).containsExactly("long");
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
        return new CaptureJob(runner, deadLetters, detours, metrics, DELIVERIES, QUEUE, InstantSource.fixed(NOW));
    }

    private static FetchedCapture crash() {
        throw new IllegalStateException("a fault of ours");
    }

    private static FetchedCapture unreachable() throws RawUnreachable {
        throw new RawUnreachable("The node is away.", new java.io.IOException("refused"));
    }

    private ConsumerRecord<String, byte[]> putOff(Instant since) {
        ConsumerRecord<String, byte[]> message = delivered(1);
        message.headers()
                .add(
                        "tapedeck-put-off-since",
                        Long.toString(since.toEpochMilli()).getBytes());
        return message;
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
