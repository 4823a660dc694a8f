package io.tapedeck.gateway.directory;

import io.tapedeck.contracts.Topics;
import io.tapedeck.gateway.directory.Outbox.Message;
import io.tapedeck.gateway.directory.Outbox.UndeliveredException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The compacted topic on Kafka. One thread works with it; {@link #close()} may come from another. */
final class DirectoryTopic implements Outbox.Publisher, AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final DirectorySettings settings;
    private final Producer<String, byte[]> producer;
    private final Admin admin;
    private String known = "";

    /**
     * @throws KafkaException when no broker's name can be resolved
     */
    DirectoryTopic(DirectorySettings settings) {
        this.settings = settings;
        this.producer =
                new KafkaProducer<>(producerConfig(settings), new StringSerializer(), new ByteArraySerializer());
        this.admin = Admin.create(adminConfig(settings));
    }

    private static Map<String, Object> producerConfig(DirectorySettings settings) {
        int timeoutMillis = Math.toIntExact(settings.deliveryTimeout().toMillis());
        return Map.of(
                "bootstrap.servers",
                settings.bootstrapServers(),
                "client.id",
                "gateway-api-directory",
                "acks",
                "all",
                "enable.idempotence",
                true,
                "max.block.ms",
                timeoutMillis,
                "request.timeout.ms",
                timeoutMillis / 2,
                "delivery.timeout.ms",
                timeoutMillis);
    }

    private static Map<String, Object> adminConfig(DirectorySettings settings) {
        int timeoutMillis = Math.toIntExact(settings.deliveryTimeout().toMillis());
        return Map.of(
                "bootstrap.servers",
                settings.bootstrapServers(),
                "client.id",
                "gateway-api-directory-admin",
                "default.api.timeout.ms",
                timeoutMillis,
                "request.timeout.ms",
                timeoutMillis / 2);
    }

    /**
     * Sees to it that the topic is there and compacted, also when it was lost meanwhile, or when a consumer that came
     * first made it by accident.
     *
     * @return Kafka's id of the topic, new for each creation
     */
    String check() {
        String id = idOrEmpty();
        if (id.isEmpty() || !id.equals(known)) {
            create();
            compact();
            id = idOrEmpty();
            known = id;
        }
        return id;
    }

    private String idOrEmpty() {
        try {
            Map<String, TopicDescription> found = await(admin.describeTopics(List.of(Topics.DIRECTORY))
                    .allTopicNames()
                    .toCompletionStage()
                    .toCompletableFuture());
            return Objects.requireNonNull(found.get(Topics.DIRECTORY)).topicId().toString();
        } catch (UndeliveredException failure) {
            if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
                return "";
            }
            throw failure;
        }
    }

    private void compact() {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, Topics.DIRECTORY);
        var compact = new AlterConfigOp(new ConfigEntry("cleanup.policy", "compact"), AlterConfigOp.OpType.SET);
        await(admin.incrementalAlterConfigs(Map.of(resource, List.of(compact)))
                .all()
                .toCompletionStage()
                .toCompletableFuture());
    }

    private void create() {
        var topic = new NewTopic(Topics.DIRECTORY, settings.topicPartitions(), settings.topicReplicas())
                .configs(Map.of("cleanup.policy", "compact"));
        try {
            await(admin.createTopics(List.of(topic)).all().toCompletionStage().toCompletableFuture());
        } catch (UndeliveredException failure) {
            if (!(failure.getCause() instanceof TopicExistsException)) {
                throw failure;
            }
        }
    }

    @Override
    public void publish(List<Message> messages) {
        List<Future<RecordMetadata>> sent = new ArrayList<>(messages.size());
        for (Message message : messages) {
            sent.add(send(message));
        }
        sent.forEach(this::await);
    }

    private Future<RecordMetadata> send(Message message) {
        String payload = message.payload();
        byte[] value = payload == null ? null : payload.getBytes(StandardCharsets.UTF_8);
        try {
            return producer.send(new ProducerRecord<>(Topics.DIRECTORY, message.key(), value));
        } catch (KafkaException | IllegalStateException failure) { // the latter once it is closed
            throw new UndeliveredException(failure.toString(), failure);
        }
    }

    private <T> T await(Future<T> future) {
        try {
            return future.get(settings.deliveryTimeout().toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw new UndeliveredException(String.valueOf(failure.getCause()), failure.getCause());
        } catch (TimeoutException slow) {
            throw new UndeliveredException("no acknowledgement in time", slow);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new UndeliveredException("the gateway stops", stopping);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
        admin.close(CLOSE_TIMEOUT);
    }
}
