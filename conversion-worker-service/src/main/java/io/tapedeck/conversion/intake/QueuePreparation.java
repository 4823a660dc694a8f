package io.tapedeck.conversion.intake;

import io.tapedeck.contracts.Topics;
import io.tapedeck.conversion.announce.JobTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Makes Kafka ready for the work queue: the topics exist, and the share group begins with the oldest job. A share group
 * begins at the end of the topic unless it is told otherwise before its first member comes.
 */
final class QueuePreparation {

    /** Dead letters stay until people have looked at them, however long that takes. */
    private static final Map<String, String> KEPT = Map.of("retention.ms", "-1");

    private final Admin admin;
    private final List<String> groups;
    private final Duration lock;

    QueuePreparation(Admin admin, List<String> groups, Duration lock) {
        this.admin = admin;
        this.groups = List.copyOf(groups);
        this.lock = lock;
    }

    /** Blocks until Kafka has answered, or could not be reached. */
    void run() throws ExecutionException, InterruptedException {
        create(Topics.CAPTURES, Map.of());
        create(Topics.CAPTURES + Topics.DEAD_LETTER_SUFFIX, KEPT);
        create(Topics.RECORDINGS, Map.of());
        create(JobTopics.LONG, Map.of());
        create(JobTopics.LATER, Map.of());
        for (String group : groups) {
            configure(group);
        }
    }

    private void configure(String group) throws ExecutionException, InterruptedException {
        var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        var fromStart =
                new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
        var shortLock = new AlterConfigOp(
                new ConfigEntry("share.record.lock.duration.ms", String.valueOf(lock.toMillis())),
                AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(fromStart, shortLock)))
                .all()
                .get();
    }

    private void create(String name, Map<String, String> settings) throws ExecutionException, InterruptedException {
        // partitions and replicas as the broker is configured
        var topic = new NewTopic(name, Optional.empty(), Optional.empty()).configs(settings);
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
