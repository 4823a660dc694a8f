package io.tapedeck.proxy;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the proxy shares with other services.
 *
 * @param kafka bootstrap servers
 * @param realm digest realm; the directory's HA1 values are made for it
 */
@ConfigurationProperties("tapedeck")
public record PlatformSettings(String kafka, String realm) {

    public PlatformSettings {
        if (kafka.isBlank() || realm.isBlank() || realm.contains("\"")) {
            throw new IllegalArgumentException("tapedeck.kafka and tapedeck.realm need a value without quotes");
        }
    }
}
