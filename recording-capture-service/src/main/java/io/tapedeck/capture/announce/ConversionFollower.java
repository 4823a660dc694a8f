package io.tapedeck.capture.announce;

import io.tapedeck.capture.spool.ConvertedCaptures;
import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.Topics;
import io.tapedeck.contracts.recordings.RecordingEvent;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingDiscarded;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingFailed;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingReady;
import io.tapedeck.vital.VitalWork;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hears which recordings are made, so that their raw captures may go. Nothing waits for it: without Kafka captures are
 * only kept longer. What the disk does not take is heard again.
 */
final class ConversionFollower implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ConversionFollower.class.getName());
    private static final TypeReference<CloudEvent<RecordingEvent>> EVENT = new TypeReference<>() {};
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(5);

    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_INVALID_SUBTYPE)
            .build();
    private final ConvertedCaptures converted;
    private final Map<String, Object> settings;
    private final VitalWork work = new VitalWork("capture-conversions");
    private @Nullable Thread thread;
    private volatile boolean closing;
    private volatile @Nullable Consumer<String, String> consumer;
    private boolean complained;

    /** @param node each hears all of it, whatever the others heard */
    ConversionFollower(ConvertedCaptures converted, String bootstrapServers, String node) {
        this.converted = converted;
        this.settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.GROUP_ID_CONFIG,
                "capture-" + node,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.RETRY_BACKOFF_MS_CONFIG,
                1_000L,
                ConsumerConfig.RECONNECT_BACKOFF_MS_CONFIG,
                1_000L,
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                10_000L);
    }

    ConversionFollower start() {
        thread = work.start(Thread.ofPlatform().daemon(), this::run);
        return this;
    }

    VitalWork work() {
        return work;
    }

    private void run() {
        try {
            while (!closing) {
                if (!work.attempt(this::listen)) {
                    pause();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the service stops
        }
    }

    private void listen() throws InterruptedException {
        try (var opened = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer = opened;
            opened.subscribe(List.of(Topics.RECORDINGS));
            follow(opened);
        } catch (WakeupException _) {
            // the service stops
        } catch (KafkaException | IOException e) {
            complain(e);
            pause();
        }
    }

    private void pause() {
        LockSupport.parkNanos(closing ? 0 : BETWEEN_ATTEMPTS.toNanos());
    }

    private void follow(Consumer<String, String> opened) throws IOException {
        while (!closing) {
            var records = opened.poll(POLL);
            for (ConsumerRecord<String, String> message : records) {
                heard(message);
            }
            if (!records.isEmpty()) {
                opened.commitSync();
                complained = false;
                work.succeeds();
            }
        }
    }

    private void heard(ConsumerRecord<String, String> message) throws IOException {
        switch (eventIn(message)) {
            case RecordingReady ready -> converted.converted(ready.captureId(), ready.recordingId());
            case RecordingDiscarded gone -> converted.converted(gone.captureId(), gone.recordingId());
            case RecordingFailed _ -> {
                // the raw capture is all there is of it
            }
            case null -> {
                // of a later version, or nothing that can be read
            }
        }
    }

    private @Nullable RecordingEvent eventIn(ConsumerRecord<String, String> message) {
        try {
            CloudEvent<RecordingEvent> event = message.value() == null ? null : json.readValue(message.value(), EVENT);
            return event == null ? null : event.data();
        } catch (JacksonException e) {
            LOG.log(
                    Level.WARNING,
                    "record {0} of partition {1} tells nothing: {2}",
                    message.offset(),
                    message.partition(),
                    e.getOriginalMessage());
            return null;
        }
    }

    private void complain(Exception why) {
        if (!complained) {
            complained = true;
            LOG.log(Level.WARNING, "which recordings are made is not heard just now: {0}", why.toString());
        }
    }

    @Override
    public void close() {
        closing = true;
        work.ends();
        LockSupport.unpark(thread);
        Consumer<String, String> opened = consumer;
        if (opened != null) {
            opened.wakeup();
        }
        try {
            if (thread != null) {
                thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
