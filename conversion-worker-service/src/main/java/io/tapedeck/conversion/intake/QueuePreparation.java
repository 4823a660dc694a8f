package io.tapedeck.conversion.intake;

import io.tapedeck.contracts.Topics;
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

    private static final List<String> TOPICS =
            List.of(Topics.CAPTURES, Topics.CAPTURES + Topics.DEAD_LETTER_SUFFIX, Topics.RECORDINGS);

    private final Admin admin;
    private final String group;

    QueuePreparation(Admin admin, String group) {
        this.admin = admin;
        this.group = group;
    }

    /** Blocks until Kafka has answered, or could not be reached. */
    void run() throws ExecutionException, InterruptedException {
        for (String topic : TOPICS) {
            create(topic);
        }
        var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        var fromStart =
                new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(fromStart)))
                .all()
                .get();
    }

    private void create(String topic) throws ExecutionException, InterruptedException {
        try {
            // partitions and replicas as the broker is configured
            admin.createTopics(List.of(new NewTopic(topic, Optional.empty(), Optional.empty())))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
