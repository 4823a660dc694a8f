package io.tapedeck.standalone.platform;

import io.tapedeck.contracts.Topics;
import io.tapedeck.conversion.announce.JobTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The topics with their sizes. Creating them is idempotent; what is there stays as it is.
 *
 * @param partitions of the topics keyed by session; more of them let more consumers of one group work. The work queue has an
 *     eighth of them, and so has that of long jobs: its lanes share a partition only where there are more lanes than partitions,
 *     and until then a lane rests while jobs wait in the partition of another
 * @param replicas copies of each record, 1 on a single broker
 */
public record TopicPlan(int partitions, short replicas) {

    /** For the broker in this process. */
    public static final TopicPlan STANDALONE = new TopicPlan(8, (short) 1);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> BY_SESSION =
            List.of(Topics.CALLS, Topics.CAPTURES, Topics.RECORDINGS, Topics.CDRS, Topics.DELIVERIES);
    private static final int OF_THE_QUEUE = 8;

    /**
     * @throws StartFailure when the brokers do not answer
     */
    public void create(String bootstrapServers) {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis());
        try (var admin = Admin.create(settings)) {
            for (var topic : admin.createTopics(topics()).values().values()) {
                await(topic);
            }
        } catch (KafkaException | TimeoutException e) {
            throw new StartFailure(
                    "Kafka at " + bootstrapServers + " does not answer (" + e.getMessage() + ")",
                    "Check the address, and that the brokers are running.",
                    e);
        }
    }

    private List<NewTopic> topics() {
        var topics = new ArrayList<NewTopic>();
        for (String name : BY_SESSION) {
            topics.add(new NewTopic(name, partitionsOf(name), replicas));
            topics.add(new NewTopic(name + Topics.DEAD_LETTER_SUFFIX, 1, replicas)
                    .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1")));
        }
        topics.add(new NewTopic(JobTopics.LONG, ofTheQueue(), replicas));
        topics.add(new NewTopic(JobTopics.LATER, 1, replicas)); // what came first is due first, only within a partition
        topics.add(new NewTopic(Topics.DIRECTORY, 1, replicas)
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
        return topics;
    }

    private int partitionsOf(String topic) {
        return topic.equals(Topics.CAPTURES) ? ofTheQueue() : partitions;
    }

    private int ofTheQueue() {
        return Math.ceilDiv(partitions, OF_THE_QUEUE);
    }

    private static void await(org.apache.kafka.common.KafkaFuture<Void> creation) throws TimeoutException {
        try {
            creation.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new KafkaException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(e);
        }
    }
}
