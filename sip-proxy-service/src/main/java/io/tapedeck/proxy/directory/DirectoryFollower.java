package io.tapedeck.proxy.directory;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import io.tapedeck.proxy.routing.DirectorySnapshot.Change;
import io.tapedeck.proxy.routing.HashTrie;
import io.tapedeck.vital.VitalWork;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Keeps the {@link DirectoryState} as the topic says, on one thread of its own. It starts with the copy on disk and
 * shows what Kafka has when it has read all of it, so calls never see half a directory. An empty topic says nothing:
 * the copy stays.
 */
public final class DirectoryFollower implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DirectoryFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private static final Duration QUESTION = Duration.ofSeconds(3);
    private static final Duration CONFIRM_EVERY = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String bootstrapServers;
    private final String topic;
    private final DirectoryJson json;
    private final CopySaver saver;
    private final DirectoryState state;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Consumer<byte[], byte[]> current;
    private final VitalWork work = new VitalWork("directory-follower");
    private final Thread thread;
    private boolean complaining;

    /**
     * Shows the copy on disk and begins to follow the topic.
     *
     * @param copyOnDisk file of the copy
     */
    public DirectoryFollower(
            String bootstrapServers,
            String topic,
            DirectoryJson json,
            Path copyOnDisk,
            DirectoryState state,
            InstantSource clock,
            MeterRegistry meters) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.json = json;
        var copy = new DirectoryCopy(copyOnDisk, json);
        this.saver = new CopySaver(copy, clock, meters);
        this.state = state;
        this.clock = clock;
        this.meters = meters;
        state.show(DirectorySnapshot.of(copy.load().values()));
        meters.gauge("tapedeck.directory.entities", state, s -> s.current().size());
        // a platform thread: the consumer waits in a selector
        thread = work.start(Thread.ofPlatform().daemon(), this::run);
    }

    public VitalWork work() {
        return work;
    }

    private void run() {
        while (!isClosed()) {
            try {
                boolean _ = work.attempt(this::follow);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            pause();
        }
    }

    private void follow() {
        Consumer<byte[], byte[]> consumer = null;
        try {
            consumer = new KafkaConsumer<>(settings());
            current = consumer;
            new Following(consumer).follow();
        } catch (WakeupException _) {
            // closed
        } catch (KafkaException e) {
            meters.counter("tapedeck.directory.failures").increment();
            complain(e.toString());
        } finally {
            current = null;
            if (consumer != null) {
                consumer.close(CloseOptions.timeout(PAUSE));
            }
        }
    }

    private boolean isClosed() {
        return closing.getCount() == 0;
    }

    /** Once per outage. */
    private void complain(String reason) {
        if (!complaining) {
            log.warn("the directory is not up to date, Kafka ({}) does not answer: {}", bootstrapServers, reason);
        }
        complaining = true;
    }

    private void pause() {
        try {
            boolean _ = closing.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Object> settings() {
        return Map.ofEntries(
                Map.entry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                Map.entry(ConsumerConfig.CLIENT_ID_CONFIG, "sip-proxy-directory"),
                Map.entry(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class),
                Map.entry(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class),
                // the writer makes the topic, compacted; one that the broker made up would lose the directory
                Map.entry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false),
                Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
                // a topic that was made anew is read anew
                Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"),
                Map.entry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 200),
                Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000),
                Map.entry(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500));
    }

    @Override
    public void close() {
        closing.countDown();
        work.ends();
        Consumer<byte[], byte[]> busy = current;
        if (busy != null) {
            busy.wakeup();
        }
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        saver.close();
    }

    /** One reading of the topic from its beginning, until the consumer fails. */
    private final class Following {

        private final Consumer<byte[], byte[]> consumer;
        private final List<Change> unshown = new ArrayList<>();
        private HashTrie<String, DirectoryEvent> entities = HashTrie.empty();
        private long confirmAt = System.nanoTime();
        private boolean complete;
        private boolean heard;

        /** Whether what is shown is what this reading has found, but for {@link #unshown}. */
        private boolean own;

        Following(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        void follow() {
            List<TopicPartition> partitions = awaitTopic();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!isClosed()) {
                for (ConsumerRecord<byte[], byte[]> change : consumer.poll(POLL)) {
                    apply(change);
                }
                if (!complete || System.nanoTime() - confirmAt >= 0) {
                    confirm(partitions);
                }
                show();
                if (complete && heard) {
                    saver.offer(entities);
                }
            }
        }

        private List<TopicPartition> awaitTopic() {
            while (!isClosed()) {
                var found = consumer.partitionsFor(topic, QUESTION);
                if (found != null && !found.isEmpty()) {
                    return found.stream()
                            .map(partition -> new TopicPartition(topic, partition.partition()))
                            .toList();
                }
                confirmed(); // Kafka is there and knows of no directory
                pause();
            }
            throw new WakeupException();
        }

        private void apply(ConsumerRecord<byte[], byte[]> change) {
            if (change.key() == null) {
                meters.counter("tapedeck.directory.skipped").increment();
                return;
            }
            String key = new String(change.key(), StandardCharsets.UTF_8);
            DirectoryEvent entity = change.value() == null ? null : readable(key, change.value());
            if (own) {
                unshown.add(new Change(entities.get(key), entity));
            }
            entities = entity == null ? entities.without(key) : entities.with(key, entity);
            heard = true;
        }

        private @Nullable DirectoryEvent readable(String key, byte[] value) {
            try {
                return json.read(value);
            } catch (JacksonException e) {
                meters.counter("tapedeck.directory.skipped").increment();
                log.error("{} in {} cannot be read and is left out: {}", key, topic, e.getOriginalMessage());
                return null;
            }
        }

        /** Asks how far the topic reaches: a poll that finds nothing may also mean that Kafka is away. */
        private void confirm(List<TopicPartition> partitions) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, QUESTION);
            boolean atEnd = partitions.stream()
                    .allMatch(partition -> consumer.position(partition, QUESTION) >= ends.getOrDefault(partition, 0L));
            if (atEnd) {
                complete = true;
                show(); // before anybody hears that it is complete
                confirmed();
                confirmAt = System.nanoTime() + CONFIRM_EVERY.toNanos();
            }
        }

        /** All of a first reading at once, so that calls never see half a directory; later each change as it comes. */
        private void show() {
            if (own && !unshown.isEmpty()) {
                state.show(state.current().with(unshown));
                unshown.clear();
            } else if (!own && complete && heard) {
                state.show(DirectorySnapshot.of(entities.values()));
                own = true;
            }
        }

        private void confirmed() {
            state.confirm(clock.instant());
            work.succeeds();
            if (complaining) {
                log.info("the directory is up to date again");
            }
            complaining = false;
        }
    }
}
