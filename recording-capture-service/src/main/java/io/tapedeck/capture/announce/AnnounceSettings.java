package io.tapedeck.capture.announce;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** @param kafka bootstrap servers, {@code host:port} with commas between */
@ConfigurationProperties("tapedeck")
record AnnounceSettings(String kafka) {

    AnnounceSettings {
        if (kafka.isBlank()) {
            throw new IllegalArgumentException("tapedeck.kafka names no server");
        }
    }
}
