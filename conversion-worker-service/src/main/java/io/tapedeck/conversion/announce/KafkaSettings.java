package io.tapedeck.conversion.announce;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** @param kafka bootstrap servers, as {@code host:port}, separated by commas */
@ConfigurationProperties("tapedeck")
public record KafkaSettings(String kafka) {

    public KafkaSettings {
        if (kafka.isBlank()) {
            throw new IllegalArgumentException("tapedeck.kafka must name at least one broker");
        }
    }
}
