package io.tapedeck.proxy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the proxy shares with other services.
 *
 * @param kafka bootstrap servers
 * @param realm digest realm; the directory's HA1 values are made for it
 * @param internal who may ask over internal HTTP
 */
@ConfigurationProperties("tapedeck")
public record PlatformSettings(String kafka, String realm, InternalAccess internal) {

    /**
     * Who may ask over internal HTTP.
     *
     * @param token shared with those who ask; empty: nothing is asked for
     */
    public record InternalAccess(String token) {

        public boolean permits(String shown) {
            return token.isEmpty()
                    || MessageDigest.isEqual(
                            token.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
        }

        /** Keeps the secret out of logs. */
        @Override
        public String toString() {
            return token.isEmpty() ? "InternalAccess[open]" : "InternalAccess[with token]";
        }
    }

    public PlatformSettings {
        if (kafka.isBlank() || realm.isBlank() || realm.contains("\"")) {
            throw new IllegalArgumentException("tapedeck.kafka and tapedeck.realm need a value without quotes");
        }
    }
}
