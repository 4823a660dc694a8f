package io.tapedeck.gateway.directory;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the directory reaches the other services.
 *
 * @param bootstrapServers of Kafka, comma separated
 * @param topicPartitions of the directory topic when the gateway makes it
 * @param topicReplicas of the same; -1 takes the broker's default
 * @param retryDelay between two attempts while Kafka is away
 * @param checkInterval how often it is looked whether the topic is still the same; a lost one is filled again
 * @param deliveryTimeout how long Kafka may take to acknowledge before the attempt counts as failed
 */
@ConfigurationProperties("tapedeck.gateway.directory")
public record DirectorySettings(
        String bootstrapServers,
        int topicPartitions,
        short topicReplicas,
        Duration retryDelay,
        Duration checkInterval,
        Duration deliveryTimeout) {

    public DirectorySettings {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("tapedeck.kafka must name at least one broker");
        }
        if (topicPartitions < 1 || topicReplicas == 0) {
            throw new IllegalArgumentException("tapedeck.gateway.directory: partitions and replicas must be positive");
        }
        if (checkInterval.isNegative() || checkInterval.isZero()) {
            throw new IllegalArgumentException("tapedeck.gateway.directory.check-interval must be positive");
        }
        if (retryDelay.isNegative() || retryDelay.isZero() || deliveryTimeout.compareTo(Duration.ofSeconds(2)) < 0) {
            throw new IllegalArgumentException(
                    "tapedeck.gateway.directory: retry-delay must be positive, delivery-timeout at least 2s");
        }
    }
}
