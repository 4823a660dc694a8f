package io.tapedeck.export.intake;

import io.tapedeck.contracts.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Sees to it that the topics exist, in the background and for as long as it takes: consumers that wait for a topic to appear
 * would hear the first event late. Partitions and replicas are the broker's defaults; an operator who wants others creates
 * the topics beforehand.
 */
@Component
final class TopicsInPlace implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TopicsInPlace.class);

    private static final List<String> TOPICS = List.of(Topics.RECORDINGS, Topics.DELIVERIES);

    private final KafkaConnectionDetails kafka;
    private final IntakeSettings settings;
    private volatile @Nullable Thread thread;

    TopicsInPlace(KafkaConnectionDetails kafka, IntakeSettings settings) {
        this.kafka = kafka;
        this.settings = settings;
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("export-topics").start(this::run);
    }

    private void run() {
        try {
            while (!inPlace()) {
                Thread.sleep(settings.topicsRetry());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean inPlace() throws InterruptedException {
        try (Admin admin = Admin.create(configuration())) {
            List<NewTopic> wanted = TOPICS.stream()
                    .map(name -> new NewTopic(name, Optional.empty(), Optional.empty()))
                    .toList();
            for (var outcome : admin.createTopics(wanted).values().values()) {
                await(outcome);
            }
            return true;
        } catch (ExecutionException | KafkaException failure) {
            LOG.debug("Topics cannot be created yet: {}", failure.getMessage());
            return false;
        }
    }

    private static void await(KafkaFuture<Void> outcome) throws InterruptedException, ExecutionException {
        try {
            outcome.get();
        } catch (ExecutionException failure) {
            if (!(failure.getCause() instanceof TopicExistsException)) {
                throw failure;
            }
        }
    }

    private Map<String, Object> configuration() {
        return Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.getAdmin().getBootstrapServers(),
                AdminClientConfig.CLIENT_ID_CONFIG,
                "storage-export-service-topics",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                3000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                5000);
    }

    @Override
    public void stop() {
        Thread ending = thread;
        if (ending != null) {
            ending.interrupt();
            try {
                ending.join(Duration.ofSeconds(5));
            } catch (InterruptedException impatient) {
                Thread.currentThread().interrupt();
            }
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
